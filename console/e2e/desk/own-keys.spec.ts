// Keys as somebody chose them: on every button, in the list behind F1, and at every desk that he logs in at.
import { chosenName, claimed } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

test('every key can be another one: one that is taken names the other and asks, the browser’s are refused, and all goes along to the next desk', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Sneltoetsen' });
  const change = (what: string) => help.getByRole('button', { name: `Toets wijzigen: ${what}` });
  await expect(help.getByRole('button', { name: 'Herstel de gewone toetsen' })).toHaveCount(0);

  await change('naar de notitie').press('Enter');
  for (const [key, said] of [
    ['F5', 'van de browser'],
    ['Control+w', 'van de browser'],
    ['Space', 'nodig om te typen'],
    ['q', 'Een losse letter'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(help.getByRole('alert')).toContainText(said);
  }
  // Esc leaves the key as it was, and the list where it is.
  await page.keyboard.press('Escape');
  await expect(help.getByRole('alert')).toHaveCount(0);
  await expect(help).toBeVisible();

  await change('naar de notitie').press('Enter');
  await page.keyboard.press('Alt+l');
  await expect(help.getByRole('alert')).toContainText('Alt+L is al van: naar de verificatie');
  await help.getByRole('button', { name: 'Ruilen' }).press('Enter');
  await expect(help.getByRole('status')).toContainText('Bewaard bij uw account');
  await change('wapen').press('Enter');
  await page.keyboard.press('z');
  await expect(help.getByRole('status')).toContainText('Bewaard bij uw account');
  await change('gekozen alarm afhandelen').press('Enter');
  await page.keyboard.press('Alt+F9');
  await expect(help).toContainText('gewoonlijk F9');
  await expect(help.getByRole('status')).toContainText('Bewaard bij uw account');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  const note = workspace.getByLabel('Notitie');
  const finish = workspace.getByRole('button', { name: 'Afhandelen' });
  await page.keyboard.press('Alt+l');
  await expect(note).toBeFocused();
  await page.keyboard.press('Alt+n');
  await expect(workspace.getByRole('region', { name: 'Verificatie' })).toBeFocused();
  const weapon = workspace.getByRole('button', { name: /wapen/ });
  await page.keyboard.press('w');
  await page.keyboard.press('z');
  await expect(weapon).toContainText('ja');
  await expect(weapon).toHaveAttribute('aria-keyshortcuts', 'Z');
  await expect(finish).toHaveAttribute('aria-keyshortcuts', 'Alt+F9');
  await expect(finish).toContainText('Alt+F9');
  await page.keyboard.press('F9');
  await expect(workspace.getByRole('form')).toHaveCount(0);
  await page.keyboard.press('Alt+F9');
  await expect(workspace.getByRole('form', { name: /afhandelen/ })).toBeVisible();
  await page.keyboard.press('Escape');

  // Another post, the same person.
  const elsewhere = await desk('Anna de Wit', {});
  await expect(chosenName(elsewhere)).toHaveText('Joke van Dam');
  await elsewhere.page.keyboard.press('Alt+F9');
  await expect(elsewhere.workspace.getByRole('form', { name: /afhandelen/ })).toBeVisible();
  await elsewhere.page.keyboard.press('Escape');

  await page.keyboard.press('F1');
  await help.getByRole('button', { name: 'Herstel de gewone toetsen' }).press('Enter');
  await expect(help.getByRole('status')).toContainText('Bewaard bij uw account');
  await page.keyboard.press('Escape');
  await expect(finish).toContainText('F9');
  await elsewhere.page.reload();
  await expect(elsewhere.workspace.getByRole('button', { name: 'Afhandelen' })).toContainText('F9');
});
