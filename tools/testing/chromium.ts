// The browser for the stories: the machine's own Chromium, because Playwright's download is not there
// on every machine.
import { execFileSync } from 'node:child_process';
import { isRoot } from '../embedded/postgres-binaries.ts';
import { findOnPath } from '../processes/find-on-path.ts';

export function findChromium(): string | undefined {
  const chosen = process.env['ACHTERWACHT_CHROMIUM'];
  return chosen || ['chromium', 'chromium-browser', 'google-chrome'].map(findOnPath).find(Boolean);
}

/** @returns its path, or undefined with the reason said. */
export function findOrInstallChromium(say: (text: string) => void): string | undefined {
  const found = findChromium();
  if (found) return found;
  if (isRoot() && findOnPath('apt-get')) {
    say('installing Chromium for the browser stories (about a minute)');
    try {
      const options = { stdio: ['ignore', 'ignore', 'inherit'] } satisfies Parameters<
        typeof execFileSync
      >[2];
      execFileSync('apt-get', ['update', '-qq'], options);
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], options);
    } catch {
      // Said below, together with the case in which it could not be tried.
    }
  }
  const installed = findChromium();
  if (!installed)
    say('there is no Chromium and it could not be installed: apt-get install -y chromium');
  return installed;
}
