// The stopwatch of the desks in the real Chromium, on a page that is late by a known time: it never says less.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from '../../../../tools/testing/chromium.ts';
import { openBrowser } from './browser.ts';
import { actedAt, startStopwatch, toneAfter, willShow } from './desk-stopwatch.ts';

const lateMilliseconds = 200;
const url =
  'data:text/html,' +
  encodeURIComponent(`<p>nothing yet</p><script>
    onkeydown = () => setTimeout(() => {
      document.querySelector('p').innerHTML = '<b>Al</b>\\n aangenomen';
      const context = new AudioContext();
      new OscillatorNode(context, { frequency: 660 }).start(0.1);
    }, ${lateMilliseconds});
  </script>`);

let browser: Browser;
let page: Page;
const isThere = findChromium() !== undefined;
beforeAll(async () => {
  if (!isThere) return;
  browser = await openBrowser({ overTcp: false });
  page = await browser.newPage();
  await startStopwatch(page);
  await page.goto(url);
});
afterAll(async () => browser?.close());

test.skipIf(!isThere)('from the key to what is drawn and sounds', async () => {
  const seen = await willShow(page, { selector: 'p', text: 'Al aangenomen' });
  const before = Date.now();
  await page.keyboard.press('a');
  const [shown, acted] = [await seen(), await actedAt(page)];
  // Two clocks of one machine, of which one counts whole milliseconds.
  expect(acted).toBeGreaterThan(before - 2);
  expect(shown - acted).toBeGreaterThan(lateMilliseconds - 2);
  expect((await toneAfter(page, 660, acted)) - acted).toBeGreaterThan(lateMilliseconds + 100 - 2);
});

test.skipIf(!isThere)('what is there already can not be waited for', async () => {
  await expect(willShow(page, { selector: 'p' })).rejects.toThrow('there already');
});
