// Somebody telephones: an alarm without a press, within ten seconds, by keyboard.
import { expect, press, test } from '../story.ts';

test('whoever telephones gets an alarm on every desk, and one who pressed already gets no second', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  const { page } = anna;

  await page.getByRole('button', { name: 'Alarm met de hand' }).click();
  const form = page.getByRole('form', { name: 'Alarm met de hand' });
  await expect(form.getByLabel(/^Voor wie/)).toBeFocused();
  await page.keyboard.type('niemand zo');
  await expect(form).toContainText('Niets gevonden');
  await page.keyboard.press('Enter');
  await expect(form).toContainText('Kies voor wie het is.');

  await page.keyboard.press('Control+a');
  await page.keyboard.type('joke van');
  await expect(form.getByRole('radio', { name: /Joke van Dam/ })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(form).toContainText('Vul een reden in.');
  await form.getByLabel('Waar, zoals gezegd').fill('parkeergarage aan de Raaks');
  await form.getByLabel('Wie belt en wat is gezegd').fill('Belt zelf, wordt gevolgd.');
  await form.getByRole('button', { name: 'Alarm maken' }).click();

  await expect(form).toBeHidden();
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await expect(anna.workspace).toContainText('parkeergarage aan de Raaks');
  await expect(anna.workspace).toContainText('Belt zelf, wordt gevolgd.');
  await expect(bram.card('Joke van Dam')).toBeVisible();

  // The button itself joins it; a second alarm beside it is refused.
  await press('231');
  await expect(anna.card('Joke van Dam')).toContainText('×2');
  await bram.page.getByRole('button', { name: 'Alarm met de hand' }).click();
  const second = bram.page.getByRole('form', { name: 'Alarm met de hand' });
  await second.getByLabel(/^Voor wie/).fill('231');
  await expect(second.getByRole('radio', { name: /Joke van Dam/ })).toBeChecked();
  await second.getByLabel('Wie belt en wat is gezegd').fill('Piket belt voor haar.');
  await second.getByRole('button', { name: 'Alarm maken' }).click();
  await expect(second).toContainText('Deze knop heeft al een nieuw open alarm');
  await expect(second.getByLabel('Wie belt en wat is gezegd')).toHaveValue('Piket belt voor haar.');
});

test('who is in no register gets one by the name as told, in few keys', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  const form = page.getByRole('form', { name: 'Alarm met de hand' });
  await page.getByRole('button', { name: 'Alarm met de hand' }).focus();

  // What is said is not counted: each key beside it is.
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await press('Enter');
  await expect(form.getByLabel(/^Voor wie/)).toBeFocused();
  await page.keyboard.type('Jannie receptie');
  await expect(form).toContainText('Niets gevonden');
  await expect(form).toContainText('genoemd: Jannie receptie');
  await press('Tab');
  await press('Space');
  await expect(form.getByRole('radio', { name: /drager onbekend/ })).toBeChecked();
  await press('Tab');
  await page.keyboard.type('balie stadskantoor');
  await press('Tab');
  await page.keyboard.type('Man slaat op de balie, collega belt.');
  await press('Enter');
  await expect(anna.card('Jannie receptie')).toBeVisible();
  expect(keys).toBe(6);

  await expect(form).toBeHidden();
  await expect(anna.workspace).toContainText('Drager onbekend: staat niet in het register');
  await expect(anna.workspace).toContainText('balie stadskantoor');
  await expect(anna.workspace).toContainText('Man slaat op de balie, collega belt.');
  await page.keyboard.press('F2');
  await expect(anna.workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await page.keyboard.press('F8');
  await expect(anna.workspace.getByRole('group', { name: /^Voorlezen/ })).toContainText(
    'Jannie receptie, naam zoals genoemd',
  );
});

test('a person without a button is found, and gets one with his own plan', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await page.getByRole('button', { name: 'Alarm met de hand' }).click();
  const form = page.getByRole('form', { name: 'Alarm met de hand' });
  await form.getByLabel(/^Voor wie/).fill('olga');
  const olga = form.getByRole('radio', { name: /Olga Meijer/ });
  await expect(olga).toBeChecked();
  await expect(form).toContainText('geen knop');
  await form
    .getByLabel('Wie belt en wat is gezegd')
    .fill('Haar man belt: iemand staat voor de deur.');
  await form.getByRole('button', { name: 'Alarm maken' }).click();
  await expect(anna.card('Olga Meijer')).toContainText('raadslid');
  await page.keyboard.press('F2');
  await expect(anna.workspace).toContainText('OOV-piket Haarlem');
  await expect(anna.workspace).toContainText('Alarminstructie raadslid');
});
