// Two thousand positions on a desk's map, dragged and zoomed by a hand: what the page's thread works for each frame, and how much is
// drawn. By the browser's own books, for a frame that comes late on a busy machine says nothing of the map.
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { DeskCost } from '../people/desk-cost.ts';
import { withMany } from '../people/many-positions.ts';
import { expect, press, test, type Desk } from '../story.ts';

const positions = 2_000;
/** At sixty a second. */
const frameMilliseconds = 1_000 / 60;
/** A zoom is one picture and then the next, of which each symbol is another; later than this a hand turns the wheel again. */
const zoomMilliseconds = 150;
/** With one event a second, by `S5` of the desk as a whole. */
const mostBusy = 0.15;
const framesOfADrag = 90;
const stillSeconds = 5;
/** Symbols with their circles, the country and the names of its places. */
const mostElements = 2_000;

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
const elementsOf = ({ map }: Desk) => map.locator('.desk-map *').count();
/** By the scale, its width too: the same words stand at two zooms. */
const zoomOf = ({ map }: Desk) =>
  map
    .locator('.leaflet-control-scale-line')
    .evaluate((line) => `${line.textContent} ${line.getAttribute('style')}`);

/** Words that lie over other words, and names of places that lie over a symbol. */
const covered = ({ map }: Desk) =>
  map.locator('.desk-map').evaluate((drawn) => {
    const boxes = (selector: string) =>
      [...drawn.querySelectorAll(selector)].map((element) => ({
        text: element.textContent,
        box: element.getBoundingClientRect(),
      }));
    const words = boxes('.place-label span, .symbol .label:not(:empty)');
    const names = boxes('.place-label span');
    const doOverlap = (one: DOMRect, other: DOMRect) =>
      one.left < other.right &&
      other.left < one.right &&
      one.top < other.bottom &&
      other.top < one.bottom;
    const over = (those: typeof words, others: typeof words) =>
      those.flatMap(({ text, box }, index) =>
        others.some((other, at) => !(those === others && at === index) && doOverlap(box, other.box))
          ? [text]
          : [],
      );
    return [...over(words, words), ...over(names, boxes('.symbol .shape, .symbol .dot'))];
  });

test(`${positions} positions: while the map is dragged and zoomed a frame costs its thread less than a sixtieth of a second`, async ({
  desk,
}) => {
  test.setTimeout(300_000);
  await press('231', '--lat', '52.1551744', '--lon', '5.38720621');
  const anna = await desk('Anna de Wit', {
    prepare: (page) => withMany(page, { count: positions, waiting: 40, inOneTown: positions / 5 }),
  });
  const { page, map } = anna;
  await expect(map.getByRole('button', { name: `Posities ${positions + 1}` })).toBeVisible();
  const stage = (await map.locator('.desk-map').boundingBox())!; // seen, by the line before
  const middle = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
  const cost = await DeskCost.of(page);
  const seen: Record<string, { elements: number; symbols: number; clusters: number }> = {};

  /** Back and forth, a little each frame, as far as half of what is seen. */
  const drag = async () => {
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    for (let frame = 1; frame <= framesOfADrag; frame += 1) {
      const along = Math.sin((frame / framesOfADrag) * 2 * Math.PI);
      await page.mouse.move(middle.x + (along * stage.width) / 2, middle.y + along * 90);
      await nextFrame(page);
    }
    await page.mouse.up();
    await nextFrame(page);
  };
  const zoom = async (by: 1 | -1) => {
    const before = await zoomOf(anna);
    await page.mouse.move(middle.x, middle.y);
    // Twice as far, and Leaflet takes two steps.
    await page.mouse.wheel(0, by * -50);
    await expect.poll(() => zoomOf(anna)).not.toBe(before);
    await nextFrame(page);
  };
  const look = async () => {
    await expect.poll(() => covered(anna)).toEqual([]);
    const scale = await zoomOf(anna);
    seen[scale] = {
      elements: await elementsOf(anna),
      symbols: await map.locator('.symbol:not(.cluster)').count(),
      clusters: await map.locator('.symbol.cluster').count(),
    };
  };

  const still = await cost.workedDuring(() => wait(stillSeconds * 1_000));
  const dragged: number[] = [];
  const zoomed: number[] = [];
  const dragAndLook = async () => {
    const { all } = await cost.workedDuring(drag);
    dragged.push((all * 1_000) / framesOfADrag);
    await look();
  };
  await dragAndLook();
  // Of presses, not of the faults, of which there are many more.
  await expect(map.getByRole('button', { name: /^\d\d? buiten beeld/ })).toBeVisible();
  for (const by of [-1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] as const) {
    const { all } = await cost.workedDuring(() => zoom(by));
    zoomed.push(all * 1_000);
    if (zoomed.length % 3 === 0) await dragAndLook();
  }
  const mean = (of: number[]) => of.reduce((total, each) => total + each, 0) / of.length;
  const frame = mean(dragged);
  const closer = mean(zoomed);
  console.log(
    JSON.stringify({ still: still.all / stillSeconds, frame, closer, dragged, zoomed, seen }),
  );

  expect(still.all / stillSeconds).toBeLessThan(mostBusy);
  expect(frame).toBeLessThan(frameMilliseconds);
  expect(closer).toBeLessThan(zoomMilliseconds);
  for (const { elements } of Object.values(seen)) expect(elements).toBeLessThan(mostElements);
});
