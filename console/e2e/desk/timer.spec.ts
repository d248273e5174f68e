// "Bel over tien minuten terug": a reminder to oneself, from anywhere, that outlives the page.
import { choose, chosenName, claimed } from '../people/at-work.ts';
import { endTimers } from '../product/centre-times.ts';
import { expect, press, test } from '../story.ts';

test('a reminder by the keyboard: counted, kept through a reload, said once, set later, read; nobody else’s', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  // From a field that somebody types in, and back to it.
  const note = anna.workspace.getByLabel('Notitie');
  await note.focus();
  await page.keyboard.press('Alt+t');
  const bar = page.getByRole('region', { name: 'Herinner mij' });
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('Typ een heel aantal minuten, van 1 tot 240.');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('12');
  await page.keyboard.press('Tab');
  await page.keyboard.type('partner terugbellen');
  await page.keyboard.press('Enter');
  await expect(bar).toBeHidden();
  await expect(note).toBeFocused();
  const running = page.getByRole('button', { name: /^Herinneringen: 1 · 1[12]:\d\d$/ });
  await expect(running).toBeVisible();

  // Whoever goes on before the answer keeps his keys.
  const answered = Promise.withResolvers<void>();
  await page.route('**/api/profile/timers', async (route) => {
    if (route.request().method() === 'POST') await answered.promise;
    await route.continue();
  });
  await page.keyboard.press('Alt+t');
  await page.keyboard.type('200');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+k');
  answered.resolve();
  await expect(bar).toBeHidden();
  const line = page.getByRole('combobox', { name: 'Opdracht' });
  await expect(line).toBeFocused();
  await page.keyboard.press('Escape');
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('button', { name: /^Herinneringen: 2/ }).click();
  await bar
    .getByRole('listitem')
    .last()
    .getByRole('button', { name: 'Annuleer herinnering' })
    .click();
  await expect(bar.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');

  const seenBy = async (person: 'Anna de Wit' | 'Bram Jansen') =>
    (await (await people.asks(person)).get('/api/profile/timers')).json();
  expect(await seenBy('Anna de Wit')).toMatchObject({ timers: [{ text: 'partner terugbellen' }] });
  expect(await seenBy('Bram Jansen')).toEqual({ timers: [] });

  await page.reload();
  await running.click();
  await expect(bar.getByRole('list')).toContainText('partner terugbellen');
  await expect(bar.getByRole('list')).toContainText(/#\d+ Joke van Dam/);
  await page.keyboard.press('Escape');

  await endTimers();
  await page.reload();
  const ended = page.getByRole('group', { name: 'Herinnering' });
  await expect(ended).toContainText('partner terugbellen');
  await expect(page.getByRole('log')).toContainText('Herinnering: partner terugbellen');
  await expect(running).toHaveCount(0);
  await ended.getByRole('button', { name: '+5 min' }).click();
  await expect(ended).toHaveCount(0);
  await expect(
    page.getByRole('button', { name: /^Herinneringen: 1 · 0?[45]:\d\d$/ }),
  ).toBeVisible();

  // The same by command, of the alarm that is before her.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('timer 300 hulp vragen');
  await expect(line).toHaveAccessibleDescription(/Typ een heel aantal minuten, van 1 tot 240\.$/);
  for (let letter = 0; letter < '300 hulp vragen'.length; letter += 1)
    await page.keyboard.press('Backspace');
  await page.keyboard.type('20m hulp vragen');
  await expect(line).toHaveAccessibleDescription(
    /herinnert u om \d\d:\d\d: hulp vragen · bij #\d+$/,
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('contentinfo')).toContainText(
    /✔\s*\d\d:\d\d:\d\d\s*Herinnering om \d\d:\d\d: hulp vragen · bij #\d+/,
  );
  await page.getByRole('button', { name: /^Herinneringen: 2/ }).click();
  const set = bar.getByRole('listitem').last();
  await expect(set).toContainText(/hulp vragen\s+#\d+ Joke van Dam/);
  await set.getByRole('button', { name: 'Annuleer herinnering' }).click();
  await page.keyboard.press('Escape');

  await endTimers();
  await page.reload();
  await press('232');
  await choose(anna, 'Marten Koopmans');
  await ended.getByRole('button', { name: /Joke van Dam/ }).click();
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  await ended.getByRole('button', { name: 'Gelezen' }).click();
  await expect(ended).toHaveCount(0);
  expect(await seenBy('Anna de Wit')).toEqual({ timers: [] });
});
