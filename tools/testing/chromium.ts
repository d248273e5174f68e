// The browser for the stories: the machine's own Chromium, because Playwright's download is not there
// on every machine. Its headless shell before the whole browser, which draws a window nobody sees and
// takes five times the processor.
import { findOnPath } from '../processes/find-on-path.ts';
import { canInstall, install } from './checks/debian.ts';

const shell = 'chromium-headless-shell';
const browsers = [shell, 'chromium', 'chromium-browser', 'google-chrome'];

export function findChromium(): string | undefined {
  return process.env['ACHTERWACHT_CHROMIUM'] || browsers.map(findOnPath).find(Boolean);
}

/** @returns its path, or undefined with the reason said. */
export function findOrInstallChromium(print: (text: string) => void): string | undefined {
  const isSettled = process.env['ACHTERWACHT_CHROMIUM'] || findOnPath(shell);
  if (!isSettled && canInstall()) {
    print('installing Chromium for the browser stories (about a minute)');
    // Debian has the shell as a package of its own since version 12; before that only the browser.
    if (!install(shell) && !findChromium()) install('chromium');
  }
  const found = findChromium();
  if (!found)
    print('there is no Chromium and it could not be installed: apt-get install -y chromium');
  return found;
}
