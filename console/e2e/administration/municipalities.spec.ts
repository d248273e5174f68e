// The centre's municipalities: added from the list, changed, ended, and read by whoever works at the desk.
import { expectAccessible } from '../people/accessible.ts';
import { act } from '../people/colleague.ts';
import { expect, press, test } from '../story.ts';

test('a municipality is chosen from the list, by keyboard alone, and what cannot be is said at its field', async ({
  people,
}) => {
  const page = await people.window('Els Bakker');
  await page.goto('/beheer/gemeenten');
  await expect(
    page.getByRole('row', { name: /Haarlem.*Noord-Holland.*023 511 50 01/ }),
  ).toBeVisible();
  await expectAccessible(page, 'municipalities');
  await page.getByRole('link', { name: 'Gemeente toevoegen' }).focus();
  await page.keyboard.press('Enter');

  const name = page.getByRole('combobox', { name: 'Naam', exact: true });
  await name.focus();
  await page.keyboard.type('Bergen');
  await page.getByLabel('Wie er nog meer mag gaan').fill('Beveiliging Kust');
  await page.keyboard.press('Enter');
  // Two are called that, and a contract without a day counts never: both are said, the first has the focus.
  await expect(page.getByText('Kies een gemeente uit de lijst')).toBeVisible();
  await expect(page.getByText('Vanaf welke dag geldt dit contract?')).toBeVisible();
  await expect(name).toBeFocused();
  await name.fill('Bergen (Noord-Holland)');
  await expect(page.getByText('Code 0373, Noord-Holland, meldkamer Noord-Holland')).toBeVisible();
  await page.getByLabel('Vanaf').fill('2026-01-01');

  await page.getByRole('checkbox', { name: 'Eigen kleuren' }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Letters').fill('#3070d0');
  await expect(page.getByText('Contrast 1,5')).toBeVisible();
  await page.getByRole('button', { name: 'Gemeente toevoegen' }).click();
  await expect(page.getByText('het contrast is 1,5')).toBeVisible();
  await page.getByLabel('Letters').fill('#ffffff');
  await expectAccessible(page, 'a new municipality');
  await page.getByRole('button', { name: 'Gemeente toevoegen' }).click();
  await expect(page).toHaveURL(/\/beheer\/gemeenten\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: 'Bergen', exact: true })).toBeVisible();

  // Changed; a colleague was first, and nothing that was typed is lost.
  await page.getByLabel('24-uursnummer').fill('072 888 00 00');
  await page.getByRole('button', { name: 'Opslaan' }).click();
  await expect(page.getByText('Bewaard om')).toBeVisible();
  const id = page.url().split('/').at(-1)!;
  const els = await people.asks('Els Bakker');
  const { code, contract, language } = await (await els.get(`/api/municipalities/${id}`)).json();
  const details = { code, contract, language, dayAndNightPhone: null, office: null, theme: null };
  await els.post(`/api/municipalities/${id}`, { data: { expectedVersion: 2, details } });
  await page.getByLabel('24-uursnummer').fill('072 888 00 01');
  await page.getByRole('button', { name: 'Opslaan' }).click();
  await expect(
    page.getByText('Iemand anders heeft deze gemeente intussen gewijzigd.'),
  ).toBeVisible();
  await expect(page.getByLabel('24-uursnummer')).toHaveValue('072 888 00 01');
  await page.getByRole('button', { name: 'Opslaan' }).click();
  await expect(page.getByText('Bewaard om')).toBeVisible();
  await page.getByText('Eerdere afspraken').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Gewijzigd' })).toHaveCount(3);
  await expectAccessible(page, 'a municipality');

  await page.getByRole('button', { name: 'Gemeente beëindigen' }).click();
  await page.getByRole('button', { name: 'Ja, beëindigen' }).click();
  await expect(page.getByText(/^Beëindigd op/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Opslaan' })).toBeHidden();
});

test('on a telephone and in English, one that has buttons does not end, and says how many', async ({
  people,
}) => {
  const page = await people.specialWindow('Els Bakker', {
    viewport: { width: 320, height: 800 },
  });
  await page.addInitScript(() => localStorage.setItem('achterwacht.language', 'en'));
  await page.goto('/beheer/gemeenten');
  await page.getByRole('link', { name: 'Zwolle' }).click();
  await expect(page.getByText('Code 0193, Overijssel, control room Oost-Nederland')).toBeVisible();
  const end = page.getByRole('button', { name: 'End this municipality' });
  await expect(end).toHaveAttribute('aria-disabled', 'true');
  await expect(
    page.getByText(/^Not yet: this municipality still has buttons \(\d+\) and users \(1\)/).first(),
  ).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(page, 'a municipality on a telephone');
});

test('the desk sees whom the contract names, how the municipality is reached, and what it asks at the end', async ({
  people,
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  // Of Zwolle, whose contract names another responder.
  await press('242');
  await expect(anna.card('Noor Aydin')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(anna.page.getByText('mag Stadsbeveiliging IJssel (verzonnen) gaan')).toBeVisible();
  await expect(anna.page.getByRole('link', { name: '24-uursnummer: 038 498 90 01' })).toBeVisible();

  // Who answers for the shift records that it went to him.
  const dirk = 'Dirk Mulder';
  await act(people, dirk, { type: 'TakeOver', reason: 'leidt' });
  await act(people, dirk, { type: 'JudgeUnverifiable', note: 'niets te horen' });
  await act(people, dirk, {
    type: 'DeclineHandover',
    reason: 'is al ter plaatse',
    toOtherResponder: true,
  });
  await expect(
    anna.page.getByText('Doorgegeven aan Stadsbeveiliging IJssel (verzonnen).'),
  ).toBeVisible();

  // Staff read a municipality and change nothing of it.
  await anna.page.goto('/beheer/gemeenten');
  await anna.page.getByRole('link', { name: 'Haarlem', exact: true }).click();
  await expect(
    anna.page.getByText('Bel na elke echte melding ook de piketambtenaar.'),
  ).toBeVisible();
  await expect(anna.page.getByRole('button', { name: 'Opslaan' })).toBeHidden();
});
