// Where the keys go after each act: back to the bar that it belongs to, never to the page, where the next digit
// would choose somebody else's alarm.
import { bar, chosenName, claimed, callsNow, panel, timeline } from '../people/at-work.ts';
import { expect, press, test, type Desk } from '../story.ts';

const isNowhere = ({ page }: Desk) => page.evaluate(() => document.activeElement === document.body);

test('E8 – the label of a marker, Esc, a judgement, a step, a status and closing each leave the keys at their own bar', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace, queue } = anna;
  await speak('231');
  await claimed(anna, 'Joke van Dam');
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();

  // The moment, what it is about, and then the judgement: three keys, and nobody else's card.
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('Control+m');
  await expect(workspace.getByRole('group', { name: /^Markering \d/ })).toBeFocused();
  await page.keyboard.press('2');
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('1');
  await expect(workspace.getByRole('form', { name: 'Geluid' })).toBeVisible();
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  await page.keyboard.press('Escape');
  await expect(bar(anna)).toBeFocused();

  // Whoever writes goes on writing.
  const note = workspace.getByLabel('Notitie');
  await note.focus();
  await page.keyboard.type('man schreeuwt');
  await page.keyboard.press('Control+m');
  await page.keyboard.press('3');
  await expect(note).toBeFocused();
  await page.keyboard.press('F9');
  await expect(workspace.getByRole('form')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(note).toBeFocused();

  // How many there are, and then the judgement: a digit that goes nowhere would let its words turn the answers.
  const persons = workspace.getByLabel('personen');
  await bar(anna).focus();
  await page.keyboard.press('p');
  await expect(persons).toBeFocused();
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(bar(anna)).toBeFocused();
  await workspace.getByRole('button', { name: /gewonden/ }).click();
  await page.keyboard.press('2');
  await page.keyboard.type('bode ziet een man met een mes');
  await page.keyboard.press('Enter');
  await expect(bar(anna)).toContainText('Geverifieerd door persoon ter plaatse');
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('1');
  await expect(page.getByRole('contentinfo')).toContainText('Er staat al een oordeel');

  // However far somebody reads on beside it, the bar whose digits work stays in sight.
  await workspace.getByText('Bekende plaatsen').scrollIntoViewIfNeeded();
  await expect(bar(anna)).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('F9');
  await page.keyboard.press('Escape');
  await expect(bar(anna)).toBeFocused();
  await expect(bar(anna)).toBeInViewport({ ratio: 0.9 });

  const step = workspace.getByRole('button', { name: /^Gedaan: / }).first();
  await step.focus();
  await page.keyboard.press('Enter');
  await expect(timeline(anna)).toContainText('Stap van het plan gedaan');
  await expect(workspace.getByRole('list', { name: /versie \d/ })).toBeFocused();

  await bar(anna).focus();
  await page.keyboard.press('F8');
  await expect(panel(anna).getByRole('status')).toContainText('Klaargezet');
  await page.keyboard.press('Escape');
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('F8');
  await callsNow(anna);
  await expect(panel(anna)).toBeFocused();
  await panel(anna).getByLabel('Naam bij de meldkamer').fill('Karel de Boer');
  await panel(anna).getByLabel('Incidentnummer').fill('2026-4471');
  await page.keyboard.press('Enter');
  await expect(panel(anna).getByRole('status')).toContainText('Karel de Boer, 2026-4471');
  await expect(panel(anna)).toBeFocused();

  const status = panel(anna).getByRole('form', { name: 'Status van de politie' });
  await status.getByRole('button', { name: 'Afgerond' }).press('Enter');
  await status.getByRole('button', { name: 'Vastleggen' }).press('Enter');
  await expect(timeline(anna)).toContainText('afgerond');
  await expect(status).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(bar(anna)).toBeFocused();

  await page.keyboard.press('F9');
  const closing = workspace.getByRole('form', { name: /afhandelen/ });
  await closing.getByLabel('Daadwerkelijk incident').check();
  const required = closing.getByRole('button', { name: /^Gedaan: / });
  for (let left = await required.count(); left > 0; left--) {
    await required.first().press('Enter');
    await expect(required).toHaveCount(left - 1);
    expect(await isNowhere(anna)).toBe(false);
  }
  await closing.getByRole('button', { name: 'Afhandelen' }).press('Enter');
  await expect(closing).toBeHidden();
  expect(await isNowhere(anna)).toBe(false);
  await page.keyboard.press('1');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  await queue.focus();
  await page.keyboard.press('1');
  await expect(chosenName(anna)).toHaveText('Marten Koopmans');
});

test('E8 – who says "Ik bel" keeps his keys at the alarm; who came from the queue is left at the alarm as well', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  const bram = await desk('Bram Jansen');
  const { page, workspace, queue } = bram;
  await press('232');
  await expect(bram.card('Marten Koopmans')).toBeVisible();
  await queue.focus();
  await page.keyboard.press('2');
  await expect(chosenName(bram)).toHaveText('Joke van Dam');
  await workspace.getByRole('button', { name: 'Ik bel', exact: true }).press('Enter');
  await expect(workspace.getByRole('group', { name: 'Luisteraar en beller' })).toContainText(
    /Beller\s*u/,
  );
  await expect(bar(bram)).toBeFocused();

  await queue.focus();
  await page.keyboard.press('F8');
  await expect(panel(bram)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar(bram)).toBeFocused();
  await page.keyboard.press('1');
  await expect(chosenName(bram)).toHaveText('Joke van Dam');
});
