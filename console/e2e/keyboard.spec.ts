// Everything without a pointer.
import { bar, chosenName, claimed, judge } from './at-work.ts';
import { expect, press, test } from './story.ts';

test('37 – alarm, claim, note and closing by keyboard alone; J, K and digits walk the queue, F3 searches it', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace, queue } = anna;
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();
  await page.keyboard.press('F6');
  await expect(queue).toBeFocused();
  await page.keyboard.press('2');
  await expect(chosenName(anna)).toHaveText('Marten Koopmans');
  await page.keyboard.press('k');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  await page.keyboard.press('j');
  await expect(chosenName(anna)).toHaveText('Marten Koopmans');

  await press('233', '--test');
  await expect(card('TEST')).toBeVisible();
  await page.keyboard.press('F3');
  await page.keyboard.type('samira');
  await page.keyboard.press('Enter');
  await expect(chosenName(anna)).toHaveText('Samira Bouzid');
  await page.keyboard.press('F2');
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await workspace.getByLabel('Notitie').focus();
  await page.keyboard.type('Test gehoord.');
  await page.keyboard.press('Control+Enter');
  await expect(workspace.getByText('Test gehoord.')).toBeVisible();
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form');
  await expect(form.getByLabel('Test', { exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Afgehandeld: Test');
});

test('E1 – a word left in the search hides what is quiet, never what waits or is mine; F2 takes no notice of it, Esc empties it', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, queue } = anna;
  const search = page.getByRole('searchbox', { name: 'Zoek in de wachtrij' });
  const nothing = queue.getByText('Niets gevonden');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();
  const bram = await desk('Bram Jansen');
  await claimed(bram, 'Marten Koopmans');
  await expect(card('Marten Koopmans')).toContainText('Bram');

  await page.keyboard.press('F3');
  await page.keyboard.type('olga');
  await expect(nothing).toBeVisible();
  await expect(card('Marten Koopmans')).toBeHidden();
  await expect(card('Joke van Dam')).toBeVisible();
  await press('233');
  await expect(card('Samira Bouzid')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(card('Samira Bouzid')).toContainText('U 00:');
  await expect(search).toHaveValue('olga');

  await search.focus();
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await expect(nothing).toBeHidden();
  await expect(card('Marten Koopmans')).toBeVisible();
});

test('37 – caret and text of a half-written note survive five events; Escape closes a panel and never an alarm; F1 lists every key', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  const note = workspace.getByLabel('Notitie');
  await note.fill('De man staat voor de deur');
  await note.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(6, 6));
  for (const serial of ['231', '231', '232', '241', '231']) await press(serial);
  await expect(card('Joke van Dam')).toContainText('×4');
  await expect(note).toBeFocused();
  await page.keyboard.type('netje');
  await expect(note).toHaveValue('De mannetje staat voor de deur');

  await page.keyboard.press('F9');
  await expect(workspace.getByRole('form')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(workspace.getByRole('form')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(card('Joke van Dam')).toContainText('U 00:');
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Sneltoetsen' });
  await expect(help).toBeVisible();
  for (const key of ['F2', 'F3', 'F6', 'F7', 'F9', 'Esc']) await expect(help).toContainText(key);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('F2 that comes before its alarm is drawn: the judgement has the keys all the same', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit', { prepare: (page) => page.clock.install() });
  const { page, card } = anna;
  // No frame, so no workspace: the card is all there is of the press.
  await page.clock.pauseAt(Date.now() + 1_000);
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(page.getByRole('contentinfo')).toContainText('aangenomen');
  await expect(bar(anna)).toBeHidden();
  await page.clock.resume();
  await judge(anna, '2', 'bode ziet een man met een mes');
  await expect(bar(anna)).toContainText('Geverifieerd door persoon ter plaatse');
});
