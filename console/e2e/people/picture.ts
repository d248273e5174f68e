// What a screen looks like, beside the picture that is kept of it (`e2e/pictures`, one for each state and theme). Both are
// blocks of twenty pixels, and a block may lie a line higher or lower than it lay: no letter counts, nor what another machine
// makes of letters, not even a line that breaks elsewhere, while a card that is gone, another colour or another column is
// many blocks. Words that come or go are told by stories.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';

const size = { width: 1920, height: 1080 };
const [across, down] = [96, 54];
/** What goes by the clock or by chance, and the map, which has stories of its own. */
const moving =
  'time, [role="timer"], [role="meter"], svg.ring, .since, .corner .left, .track, .heard, .leaflet-container, ol[aria-label="Tijdlijn"] > *';
/** As long as what was told before this makes it; and what one browser says of its sound, and another not yet. */
const grown =
  '[aria-labelledby="earlier-title"], .queue section:has(.leads), .nearby, .banners .sound';
/** How far one colour may be from another, of 255 in red, green and blue. */
const alike = 40;
/** Up and down, in blocks. */
const aLine = 2;
/** Of a block that is no grey: between the most and the least of red, green and blue. */
const colourful = 60;
/**
 * How many may differ, of those that have a colour and of all. Letters drawn without hinting make four and two dozen, another
 * release of Chromium or other fonts on the machine none and less than ten; another colour for what is pressed first, or for
 * what is urgent, makes sixteen and more.
 */
const mostDifferent = { coloured: 8, all: 40 };

type Blocks = { png: Buffer; colours: Buffer };

export async function expectPicture(page: Page, name: string): Promise<void> {
  await page.setViewportSize(size);
  await leaveOut(page, true);
  const now = await inBlocks(page, await page.screenshot({ scale: 'css' }));
  await leaveOut(page, false);
  const { config } = test.info();
  const path = test.info().snapshotPath(`${name}.png`);
  if (config.updateSnapshots === 'all' || config.updateSnapshots === 'changed')
    return writeFileSync(path, now.png);
  const before = await inBlocks(page, readFileSync(path));
  const differing = [...withoutLike(now, before), ...withoutLike(before, now)];
  const coloured = differing.filter(({ isColoured }) => isColoured);
  const isOther = coloured.length > mostDifferent.coloured || differing.length > mostDifferent.all;
  if (isOther)
    await test.info().attach(`${name}, as it is`, { body: now.png, contentType: 'image/png' });
  const places = [...new Set([...coloured, ...differing].map(({ place }) => place))];
  expect(
    isOther,
    `${name} looks otherwise, ${coloured.length} blocks of a colour, ${differing.length} in all, from the left and the top: ${places.slice(0, 20).join(' ')}`,
  ).toBe(false);
}

/** By hand: the page allows no style of anybody else's. */
async function leaveOut(page: Page, is: boolean): Promise<void> {
  await page.evaluate(
    ([hidden, gone, out]) => {
      for (const element of document.querySelectorAll<HTMLElement>(hidden))
        element.style.visibility = out ? 'hidden' : '';
      for (const element of document.querySelectorAll<HTMLElement>(gone))
        element.style.display = out ? 'none' : '';
    },
    [moving, grown, is] as const,
  );
}

/** By the page, which reads pictures anyway. One that is in blocks already stays as it is. */
async function inBlocks(page: Page, picture: Buffer): Promise<Blocks> {
  const made = await page.evaluate(
    async ({ base64, width, height }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]), {
        resizeWidth: width,
        resizeHeight: height,
        resizeQuality: 'medium',
      });
      const canvas = new OffscreenCanvas(width, height);
      const drawn = canvas.getContext('2d')!;
      drawn.drawImage(bitmap, 0, 0);
      const coded = (some: ArrayLike<number>) => btoa(String.fromCharCode(...Array.from(some)));
      const png = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      return {
        png: coded(png),
        colours: coded(drawn.getImageData(0, 0, width, height).data),
      };
    },
    { base64: picture.toString('base64'), width: across, height: down },
  );
  return {
    png: Buffer.from(made.png, 'base64'),
    colours: Buffer.from(made.colours, 'base64'),
  };
}

/** Which blocks of one have none like them where they lie in the other, or a line away. */
function withoutLike(one: Blocks, other: Blocks): { place: string; isColoured: boolean }[] {
  const found: { place: string; isColoured: boolean }[] = [];
  for (let y = 0; y < down; y += 1)
    for (let x = 0; x < across; x += 1) {
      if (hasLike(one, other, x, y)) continue;
      const at = (y * across + x) * 4;
      const parts = [...one.colours.subarray(at, at + 3)];
      const isColoured = Math.max(...parts) - Math.min(...parts) >= colourful;
      found.push({ place: `${x},${y}`, isColoured });
    }
  return found;
}

function hasLike(one: Blocks, other: Blocks, x: number, y: number): boolean {
  for (let near = Math.max(0, y - aLine); near <= Math.min(down - 1, y + aLine); near += 1)
    if (distance(one, y * across + x, other, near * across + x) <= alike) return true;
  return false;
}

function distance(one: Blocks, at: number, other: Blocks, beside: number): number {
  const part = (index: number) => one.colours[at * 4 + index]! - other.colours[beside * 4 + index]!;
  return Math.hypot(part(0), part(1), part(2));
}
