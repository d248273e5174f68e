// Makes docs/desk.png, the picture in the README, from the running demo:
//   node console/e2e/make-screenshot.ts
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { startInstance } from '../../tools/testing/instance.ts';

const picture = join(import.meta.dirname, '../../docs/desk.png');

const instance = await startInstance();
const browser = await chromium.launch({
  executablePath: process.env.ACHTERWACHT_CHROMIUM || '/usr/bin/chromium-headless-shell',
  chromiumSandbox: false,
  args: ['--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
});
try {
  const page = await browser.newPage({
    viewport: { width: 1920, height: 1080 },
    locale: 'nl-NL',
    colorScheme: 'light',
  });
  await page.goto(`${instance.origin}/inloggen`);
  await page.getByRole('button', { name: /Anna de Wit/ }).click();
  await page.getByRole('button', { name: 'Verder' }).click();
  await page.getByLabel('Code van zes cijfers').waitFor();
  await page.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await page.waitForURL(/\/console/);
  // It speaks until the picture is made.
  const speaking = instance.command('press', '--serial', '231', '--seconds', '20');
  await page.getByText('Joke van Dam').first().waitFor();
  await page.keyboard.press('F2');
  await page.getByText('donkerblauwe jas').waitFor();
  await page.getByLabel('Notitie').fill('Hoor geschreeuw, een mannenstem.');
  await page.keyboard.press('Control+Enter');
  await instance.command('press', '--serial', '242', '--silent');
  await instance.command('press', '--serial', '254', '--silent', '--code', '302');
  await page.getByText('Noor Aydin').first().waitFor();
  await page
    .getByRole('region', { name: 'Meeluisteren' })
    .getByText('Spraak', { exact: true })
    .waitFor();
  await page.screenshot({ path: picture });
  await speaking;
} finally {
  await browser.close();
  await instance.stop();
}
