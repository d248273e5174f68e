// A place is put on the map: from an address that was looked up, by a click, by the keys, or typed; each says what the others
// say. What is strange about a point is asked, and never silently taken.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import type { People } from '../people/people.ts';
import { expect, test } from '../story.ts';

const circumstances = 'Herkennen, thuis, contacten en dreiging';

/** Somebody of Zwolle of whom two places are known; of this story alone, for they are put elsewhere. */
async function somebody(people: People, name: string): Promise<string> {
  const gert = await people.asks('Gert Hofstra');
  const { persons } = (await (await gert.get('/api/persons?search=kees')).json()) as {
    persons: { municipality: { id: string } }[];
  };
  const added = await gert.post('/api/persons', {
    data: {
      municipalityId: persons[0]!.municipality.id,
      belongsTo: null,
      identity: { name, function: '', phones: [] },
    },
  });
  expect(added.status(), await added.text()).toBe(200);
  const { id, version: expectedVersion } = (await added.json()) as { id: string; version: number };
  const place = (label: string, latitude: number, longitude: number) => ({
    id: null,
    label,
    address: `${label} 1, Zwolle`,
    floor: null,
    latitude,
    longitude,
  });
  const written = await gert.post(`/api/persons/${id}/circumstances`, {
    data: {
      expectedVersion,
      circumstances: {
        description: null,
        othersAtHome: null,
        threatContext: null,
        places: [place('Thuis', 52.51068, 6.09331), place('Stadhuis', 52.51243, 6.09184)],
        contacts: [],
        consents: [],
        reportedIn: {},
      },
    },
  });
  expect(written.status(), await written.text()).toBe(200);
  return id;
}

async function openPlace(page: Page, sheet: string, number: number): Promise<Locator> {
  await page.goto(sheet);
  await page.getByRole('button', { name: `Wijzigen: ${circumstances}` }).click();
  return page.getByRole('group', { name: `plaats ${number}`, exact: true });
}

async function pointIn(field: Locator): Promise<[north: number, east: number]> {
  const [north = NaN, east = NaN] = (await field.inputValue()).split(', ').map(Number);
  return [north, east];
}

/** In degrees; a metre north is 9 millionths, a metre east at Zwolle 15. */
const millionths = (degrees: number) => Math.round(degrees * 1_000_000);

test('an officer puts a place on the map by a click and by the keys, and the coordinates follow', async ({
  people,
}) => {
  const id = await somebody(people, 'Roos Vermeer');
  const page = await people.window('Gert Hofstra');
  const place = await openPlace(page, `/gemeente/personen/${id}`, 1);
  const point = place.getByLabel('Punt op de kaart');
  const kept = await point.inputValue();
  const open = place.getByRole('button', { name: /^Op de kaart zetten/ });
  await open.focus();
  await page.keyboard.press('Enter');
  const map = place.getByRole('application', { name: /^Kaart: zet .* neer$/ });
  await expect(map.locator('.put-place')).toHaveCount(1);
  // No streets are had here, and that is said; what there is instead is drawn.
  await expect(place.getByText(/^Straten zijn nu niet te tonen/)).toContainText('gemeente Zwolle');
  await expect(map.locator('.municipality').first()).toBeAttached();
  await expect(map.getByText('100 m', { exact: true })).toBeVisible();
  await expect(map.locator('.known-place')).toHaveCount(1);
  await expectAccessible(page, 'a place on the map');

  // By the keys: a metre, ten with Shift; Escape puts it back and closes nothing; Enter keeps, and the form stays open.
  const [north, east] = await pointIn(point);
  await map.focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => millionths((await pointIn(point))[0] - north)).toBe(9);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => millionths((await pointIn(point))[1] - east)).toBe(148);
  await page.keyboard.press('Escape');
  await expect(point).toHaveValue(kept);
  await expect(map).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await expect(point).toBeFocused();
  await expect.poll(async () => millionths((await pointIn(point))[0] - north)).toBe(-90);

  // Typed: the marker goes there, and a click says where it went.
  await point.fill('52.5126, 6.0921');
  await expect(place.getByText('Dit punt ligt bij Zwolle.')).toBeVisible();
  const box = (await map.boundingBox())!;
  await map.click({ position: { x: box.width / 2 + 40, y: box.height / 2 } });
  await expect(point).not.toHaveValue('52.5126, 6.0921');
  const clicked = await pointIn(point);
  expect(clicked[0]).toBeCloseTo(52.5126, 2);

  await page.getByRole('button', { name: 'Opslaan' }).click();
  await expect(page.getByText(/^Bewaard om/)).toBeVisible();
  await page.getByRole('button', { name: `Wijzigen: ${circumstances}` }).click();
  expect(await pointIn(point)).toEqual(clicked);
});

test('an address that was looked up puts the marker; where none can be, the map opens and says so', async ({
  people,
}) => {
  const id = await somebody(people, 'Sem Vermeer');
  const page = await people.window('Dirk Mulder');
  await page.goto(`/beheer/personen/${id}`);
  // Another wrote it: why he opens it is asked.
  await page.getByRole('button', { name: 'gegevens bijwerken' }).click();
  const place = await openPlace(page, `/beheer/personen/${id}`, 1);
  const address = place.getByLabel('Adres', { exact: true });
  await page.route(/\/api\/addresses\?/, (route) =>
    route.fulfill({
      json: {
        isAsked: true,
        found: [{ address: 'Grote Kerkplein 15, Zwolle', latitude: 52.51268, longitude: 6.09187 }],
      },
    }),
  );
  await address.fill('grote kerkplein 15');
  await place.getByRole('button', { name: 'Adres opzoeken' }).click();
  await place.getByRole('button', { name: 'Grote Kerkplein 15, Zwolle' }).click();
  await expect(address).toHaveValue('Grote Kerkplein 15, Zwolle');
  await expect(place.getByLabel('Punt op de kaart')).toHaveValue('52.51268, 6.09187');
  await expect(place.getByRole('application').locator('.put-place')).toHaveCount(1);
  await place.getByRole('button', { name: 'Kaart sluiten' }).click();

  // Nobody is asked here, as in a centre without that address: it is said, and the map is the way.
  await page.unroute(/\/api\/addresses\?/);
  await page.getByRole('button', { name: 'Plaats toevoegen' }).click();
  const added = page.getByRole('group', { name: 'plaats 3', exact: true });
  await added.getByLabel('Adres', { exact: true }).fill('Nieuwe Markt 1');
  await added.getByRole('button', { name: 'Adres opzoeken' }).click();
  await expect(added.getByText('Adressen zijn nu niet op te zoeken.')).toBeVisible();
  const map = added.getByRole('application', { name: 'Kaart: zet de plaats neer' });
  await expect(map.locator('.known-place')).toHaveCount(2);
  await map.focus();
  await page.keyboard.press('Enter');
  await expect(added.getByLabel('Punt op de kaart')).toHaveValue(/^52\.\d+, 6\.\d+$/);
});

test('swapped numbers, another country, another municipality: asked, and kept only once it is answered', async ({
  people,
}) => {
  const id = await somebody(people, 'Tess Vermeer');
  const page = await people.window('Gert Hofstra');
  const place = await openPlace(page, `/gemeente/personen/${id}`, 1);
  const point = place.getByLabel('Punt op de kaart');
  const question = place.getByRole('group', { name: 'Vraag over dit punt' });
  const save = page.getByRole('button', { name: 'Opslaan' });
  await point.fill('6.09184, 52.51243');
  await expect(question).toContainText('Staan de twee getallen omgewisseld?');
  await expectAccessible(page, 'a question about a point');
  await save.click();
  await expect(place.getByText('Beantwoord eerst de vraag over dit punt.')).toBeVisible();
  await expect(point).toBeFocused();
  await question.getByRole('button', { name: 'Omwisselen: 52.51243, 6.09184' }).click();
  await expect(point).toHaveValue('52.51243, 6.09184');
  await expect(question).toHaveCount(0);

  await point.fill('52.4319, 7.0684');
  await expect(question).toContainText('buiten Nederland: Duitsland. Klopt dat?');
  await point.fill('52.5563, 5.9117');
  await expect(question).toContainText('buiten gemeente Zwolle, bij Kampen. Klopt dat?');
  await save.click();
  await expect(point).toBeFocused();
  await expect(point).toHaveAttribute('aria-invalid', 'true');
  await question.getByRole('button', { name: 'Ja, dit punt klopt' }).click();
  await save.click();
  await expect(page.getByText(/^Bewaard om/)).toBeVisible();
  // What was answered once is not asked again.
  await page.getByRole('button', { name: `Wijzigen: ${circumstances}` }).click();
  await expect(question).toContainText('Beantwoord: dit punt klopt.');
});

test('at 320 pixels and in English', async ({ people }) => {
  const id = await somebody(people, 'Ulla Vermeer');
  const page = await people.specialWindow('Gert Hofstra', {
    viewport: { width: 320, height: 640 },
  });
  await page.addInitScript(() => localStorage.setItem('achterwacht.language', 'en'));
  await page.goto(`/gemeente/personen/${id}`);
  await page
    .getByRole('button', { name: 'Change: Recognising, home, contacts and threat' })
    .click();
  const place = page.getByRole('group', { name: 'place 1', exact: true });
  await place.getByRole('button', { name: /^Put on the map/ }).click();
  await expect(place.getByText(/^Streets cannot be shown now/)).toBeVisible();
  await place.getByLabel('Point on the map').fill('52.5563, 5.9117');
  await expect(place.getByText(/outside the municipality of Zwolle, near Kampen/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(page, 'a place on the map at 320');
});
