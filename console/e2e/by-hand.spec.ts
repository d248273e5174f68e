// Somebody telephones: an alarm without a press, within ten seconds, by keyboard.
import { expect, press, test } from './story.ts';

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
  expect(anna.complaints).toEqual([]);

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
