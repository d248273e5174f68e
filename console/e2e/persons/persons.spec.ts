// Sheets at work: somebody is registered by keyboard, his family on a telephone; a colleague who was first, a line that is
// down, and the holder who reads who looked.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';

const identity = 'Naam en bereikbaarheid';
const circumstances = 'Herkennen, thuis, contacten en dreiging';
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const change = (page: Page, name: string) =>
  part(page, name).getByRole('button', { name: `Wijzigen: ${name}` });
const save = (page: Page, name: string) =>
  part(page, name).getByRole('button', { name: 'Opslaan' });

async function fitsIn(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
}

test('somebody is registered by keyboard, and what cannot be kept is said at its field', async ({
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  await page.goto('/beheer/personen');
  await expect(page.getByRole('link', { name: 'Joke van Dam' })).toBeVisible();
  await expectAccessible(page, 'persons');
  await page.getByRole('link', { name: 'Persoon inschrijven' }).focus();
  await page.keyboard.press('Enter');
  const name = page.getByRole('textbox', { name: 'Naam', exact: true });
  await name.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Kies de gemeente.')).toBeVisible();
  await expect(page.getByText('Vul dit in, op één regel.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Gemeente' })).toBeFocused();
  await expectAccessible(page, 'a new person');
  await page.getByRole('combobox', { name: 'Gemeente' }).selectOption('Zwolle');
  await name.fill('Zoë Ünal');
  await page.getByRole('textbox', { name: 'Functie' }).fill('raadslid');
  const phone = page.getByRole('textbox', { name: 'Telefoonnummer' });
  await phone.fill('bel maar');
  await page.keyboard.press('Enter');
  await expect(phone).toBeFocused();
  await expect(phone).toHaveAttribute('aria-invalid', 'true');
  await phone.fill('06 38 00 03 01');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/beheer\/personen\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: 'Zoë Ünal' })).toBeVisible();
  await expect(page.getByText('Maatregelen van politie en Openbaar Ministerie')).toBeVisible();
  // Two facts under one name stand below one another, and not as the name of the next.
  const leftOf = async (fact: string) =>
    (await page.getByRole('definition').filter({ hasText: fact }).boundingBox())?.x;
  expect(await leftOf('Gezinslid inschrijven')).toBe(await leftOf('Geen ingeschreven'));
  // Who looked is read in columns.
  const looks = page.getByRole('region', { name: 'Wie keek er' }).getByRole('listitem');
  const lefts = async (part: number) => {
    const all = await looks.locator(`span:nth-child(${part})`).all();
    return new Set(await Promise.all(all.map(async (one) => (await one.boundingBox())?.x)));
  };
  await expect(looks.nth(1)).toBeVisible();
  for (const part of [1, 2, 3]) expect((await lefts(part)).size).toBe(1);
  await expectAccessible(page, 'a sheet');

  // A form opens with the keys in it, and Escape gives them back.
  await change(page, circumstances).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Hoe te herkennen')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(change(page, circumstances)).toBeFocused();

  // A colleague was first: nothing that was typed is lost, and sent again it counts.
  await change(page, circumstances).click();
  await page.getByLabel('Hoe te herkennen').fill('rode jas');
  const id = page.url().split('/').at(-1)!;
  const gert = await people.asks('Gert Hofstra');
  const words = { expectedVersion: 1, words: { codeWord: 'stoel' } };
  expect((await gert.post(`/api/persons/${id}/words`, { data: words })).status()).toBe(200);
  await save(page, circumstances).click();
  await expect(page.getByText('Een collega heeft dit blad intussen gewijzigd.')).toBeVisible();
  await expect(page.getByLabel('Hoe te herkennen')).toHaveValue('rode jas');
  await save(page, circumstances).click();
  await expect(part(page, circumstances).getByText('rode jas')).toBeVisible();
  await expect(page.getByText(/^Afgesproken op/)).toBeVisible();

  // Without a line what was typed stays too.
  await change(page, identity).click();
  await page.getByRole('textbox', { name: 'Functie' }).fill('wethouder');
  await page.context().setOffline(true);
  await save(page, identity).click();
  await expect(page.getByRole('alert')).toContainText('Geen verbinding met de server');
  await expect(page.getByRole('textbox', { name: 'Functie' })).toHaveValue('wethouder');
  await page.context().setOffline(false);
  await save(page, identity).click();
  await expect(part(page, identity).getByText('wethouder')).toBeVisible();
});

test('an officer on a telephone of 320 pixels, in English: family, contacts in order, consents', async ({
  people,
}) => {
  const page = await people.specialWindow('Gert Hofstra', {
    viewport: { width: 320, height: 640 },
  });
  await page.addInitScript(() => localStorage.setItem('achterwacht.language', 'en'));
  await page.goto('/gemeente/personen');
  await expect(page.getByRole('heading', { name: 'Persons' })).toBeVisible();
  await expect(page.getByText('Joke van Dam')).toHaveCount(0);
  await fitsIn(page);
  await expectAccessible(page, 'persons of a municipality at 320');
  await page.getByRole('link', { name: 'Wim Hoekstra' }).click();
  await page.getByRole('link', { name: 'Register a family member' }).click();
  await expect(page.getByText('Family of Wim Hoekstra')).toBeVisible();
  await fitsIn(page);
  await expectAccessible(page, 'a new family member at 320');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ria Hoekstra');
  await page.getByRole('button', { name: 'Register a person' }).click();
  await expect(page.getByRole('link', { name: 'Wim Hoekstra' })).toBeVisible();

  await page.getByRole('link', { name: 'Wim Hoekstra' }).click();
  await expect(page.getByRole('link', { name: 'Ria Hoekstra' })).toBeVisible();
  // What is kept closer asks why first, in one tap; anything else is said in words.
  await expect(page.getByText('Code word and duress word')).toHaveCount(0);
  const why = page.getByRole('region', { name: 'Why are you opening this sheet?' });
  await why.getByRole('button', { name: 'something else …' }).click();
  await expect(why.getByLabel('Reason, in a few words')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(why.getByText('Fill in why you are opening this sheet.')).toBeVisible();
  await fitsIn(page);
  await expectAccessible(page, 'why a sheet is opened, at 320');
  await why.getByRole('button', { name: 'updating the details' }).click();
  await expect(why).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Code word and duress word')).toBeVisible();
  const looks = page.getByRole('region', { name: 'Who looked' });
  await expect(looks.getByRole('listitem').first()).toContainText('updating the details');
  for (const name of [
    'Name and contact details',
    'Recognising, home, contacts and threat',
    'Code word and duress word',
    'Own log-in',
  ])
    await page.getByRole('button', { name: `Change: ${name}` }).click();
  const contacts = page.getByRole('group', { name: 'Contacts, in the order' });
  await contacts.getByRole('button', { name: 'Earlier in the order: contact 3' }).click();
  await expect(
    contacts.getByRole('group', { name: 'contact 2' }).getByRole('textbox', { name: 'Name' }),
  ).toHaveValue('Ria Hoekstra');
  await page.getByRole('button', { name: 'Add a consent' }).click();
  await page.getByRole('button', { name: 'Add a place' }).click();
  const place = page.getByRole('group', { name: 'place 3', exact: true });
  await place.getByLabel('Address').fill('Grote Markt 1');
  await place.getByRole('button', { name: 'Look up the address' }).click();
  await expect(place.getByText('Addresses cannot be looked up now.')).toBeVisible();
  await fitsIn(page);
  await expectAccessible(page, 'a sheet at 320, every form open');
});

test('what a list says while it waits, when it cannot be had, and when there is nobody', async ({
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  const held = Promise.withResolvers<void>();
  await page.route(/\/api\/persons(\?.*)?$/, async (route) => {
    await held.promise;
    await route.fulfill({ json: { persons: [], next: null } });
  });
  await page.goto('/beheer/personen');
  await expect(page.getByText('Laden…')).toBeVisible();
  held.resolve();
  await expect(page.getByText('Er is nog niemand ingeschreven.')).toBeVisible();
  await page.unroute(/\/api\/persons(\?.*)?$/);
  await page.route(/\/api\/persons(\?.*)?$/, (route) => route.abort());
  await page.reload();
  await expect(page.getByText('De personen zijn niet op te halen.')).toBeVisible();
  await page.unroute(/\/api\/persons(\?.*)?$/);
  await page.getByRole('button', { name: 'Opnieuw' }).click();
  await expect(page.getByRole('link', { name: 'Joke van Dam' })).toBeVisible();
});

test('pages of persons are nobody’s who has no such role', async ({ people }) => {
  for (const [who, path] of [
    ['Els Bakker', '/beheer/personen'],
    ['Anna de Wit', '/beheer/personen'],
    ['Dirk Mulder', '/gemeente/personen'],
    ['Dirk Mulder', '/mijn-knop'],
  ] as const) {
    const page = await people.window(who);
    await page.goto(path);
    await expect(page).toHaveURL(/\/geen-toegang$/);
  }
});
