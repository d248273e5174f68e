// A number for a control room is entered, called, and stands at F8 with its date; one that did not work is offered
// second. At a telephone's width, by keyboard, in both themes; and what the page says of a number that cannot be.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { claimed, panel } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

/** In Zwolle, whose control room no other story calls. */
const inZwolle = ['--lat', '52.5126', '--lon', '6.0936'] as const;

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const fitsIn = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

test('a number is entered, called and offered; a dead one is offered second', async ({
  people,
  desk,
}) => {
  const els = await people.window('Els Bakker');
  await els.route('**/api/control-rooms', (route) => route.fulfill({ status: 503, json: {} }));
  await els.goto('/beheer/meldkamers');
  await expect(els.getByText('De nummers van de meldkamers zijn niet op te halen.')).toBeVisible();
  await els.unrouteAll();
  await els.getByRole('button', { name: 'Opnieuw' }).click();

  // What cannot be a number is said at its field, and the old ones stay.
  const oost = region(els, 'Oost-Nederland');
  await oost.getByRole('button', { name: /^Nummers wijzigen/ }).click();
  const second = oost.getByRole('textbox', { name: 'Ambulance, tweede nummer' });
  await second.fill('0900-8844');
  await els.keyboard.press('Enter');
  await expect(oost.getByText(/^Dit is een alarmnummer/)).toBeVisible();
  await expect(second).toHaveValue('0900-8844');
  await expectAccessible(els, 'numbers of a control room');
  await second.fill('088 000 10 03');
  await els.keyboard.press('Enter');
  await expect(oost.getByText(/^Dit nummer staat al bij Noord-Nederland, Ambulance/)).toBeVisible();
  await second.fill('088 000 11 09');
  await els.keyboard.press('Enter');
  await expect(second).toBeHidden();
  await expect(oost.getByRole('link', { name: '088 000 11 09' })).toBeVisible();

  // Whoever takes alarms calls them, with a telephone in the hand, and changes none.
  const anna = await people.specialWindow('Anna de Wit', {
    viewport: { width: 320, height: 640 },
  });
  await anna.goto('/beheer/meldkamers');
  const called = region(anna, 'Oost-Nederland');
  await expect(called.getByText('nooit getest')).toBeVisible();
  // Half a number at the end of a line is another number.
  const lines = await called
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getClientRects().length));
  expect(lines).toEqual(lines.map(() => 1));
  await expect(anna.getByRole('button', { name: /^Nummers wijzigen/ })).toBeHidden();
  const record = async (line: string, result: string) => {
    await called.getByRole('button', { name: new RegExp(`Oost-Nederland, ${line}$`) }).click();
    await called.getByRole('radio', { name: result }).check();
    await fitsIn(anna);
    await anna.keyboard.press('Enter');
    await expect(called.getByRole('radio')).toHaveCount(0);
  };
  await record('Ambulance, tweede nummer', 'Werkt: de meldkamer nam op');
  await expect(called.getByText('nooit getest')).toBeHidden();
  await record('Politie, eerste nummer', 'Verkeerd verbonden');
  await expect(called.getByText(/verkeerd verbonden op/)).toBeVisible();
  await expect(anna.getByText(/Politie, eerste nummer, 088\s000\s11\s01 – Verkeerd/)).toBeVisible();
  await expectAccessible(anna, 'control rooms on a telephone');

  // At F8 the other number comes first, and says why.
  const bram = await desk('Bram Jansen');
  await press('231', ...inZwolle);
  await claimed(bram, 'Joke van Dam');
  await bram.page.keyboard.press('F8');
  await expect(panel(bram).getByRole('link', { name: '088 000 11 02' })).toBeVisible();
  await expect(panel(bram).getByText(/eerste nummer werkte niet op/)).toBeVisible();

  // Reached again, it is the first once more: every other story finds it so.
  await record('Politie, eerste nummer', 'Werkt: de meldkamer nam op');
  await expect(called.getByText(/verkeerd verbonden op/)).toBeHidden();
  // An open desk hears it, and a number that is changed while the telephone is in the hand.
  await expect(panel(bram).getByText(/eerste nummer werkte niet op/)).toBeHidden();
  await expect(panel(bram).getByRole('link', { name: '088 000 11 01' })).toBeVisible();
});
