// What is worked on has the room, on the screen that most centralists have.
import type { Locator } from '@playwright/test';
import { bar, chosenName, claimed, judge, makeReady, panel, timeline } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

const heightOf = async (part: Locator) => Math.round((await part.boundingBox())!.height);

/** Whole, in the window and under nothing. */
const isSeen = (part: Locator) =>
  part.evaluate((element) => {
    const { left, top, bottom } = element.getBoundingClientRect();
    const at = (y: number) => document.elementFromPoint(left + 20, y);
    const isIn = (hit: Element | null) => hit !== null && element.contains(hit);
    return isIn(at(top + 3)) && isIn(at(bottom - 3));
  });

test('why a button is off can be read whole, also of the one in the corner', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  await anna.workspace.getByRole('button', { name: 'Afhandelen' }).hover();
  const reason = anna.workspace.getByRole('tooltip');
  await expect(reason).toContainText(/\w/);
  await expect(reason).toBeInViewport({ ratio: 1 });
});

test('the largest letters leave the window as it is, and no word of the timeline outside it', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await page.getByRole('button', { name: /^Anna de Wit/ }).click();
  await page.getByLabel('130 %').check();
  await page.keyboard.press('Escape');
  await press('231');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  const window = page.viewportSize()!;
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(window.width);
  for (const name of ['Geluid', 'Opslaan'])
    await expect(workspace.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: /^Anna de Wit/ })).toBeInViewport({ ratio: 1 });
});

test('D9 while somebody listens the timeline and the note have room, and F8 shows all that is read aloud', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await speak('231');
  await expect(anna.card('Joke van Dam')).toContainText('geluid');
  await claimed(anna, 'Joke van Dam');
  await expect(workspace.getByRole('region', { name: 'Meeluisteren' })).toContainText(/Spraak/);
  const note = workspace.getByLabel('Notitie');
  expect(await heightOf(timeline(anna))).toBeGreaterThan(300);
  expect(await heightOf(note)).toBeGreaterThan(70);

  await judge(anna, '1', 'man dreigt met een mes en roept om geld, een kind huilt');
  await expect(bar(anna)).toContainText('Geverifieerd door geluid');
  await makeReady(anna);
  const fields = panel(anna).getByRole('checkbox');
  await expect(fields).toHaveCount(8);
  for (const field of await fields.all()) expect(await isSeen(field)).toBe(true);
  expect(await heightOf(timeline(anna))).toBeGreaterThan(300);
  expect(await heightOf(note)).toBeGreaterThan(70);

  // The map comes back where it was.
  await page.keyboard.press('Escape');
  await expect(anna.map.getByRole('application')).toBeVisible();
  await expect(anna.map.locator('.accuracy')).toBeVisible();
});
