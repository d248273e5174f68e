// A button goes to somebody, on a telephone: taps and fields are counted, the gate says what the centre hears, and what is
// lent is seen where it should be.
import type { Locator, Page } from '@playwright/test';
import type { ButtonSummary } from '@achterwacht/shared/routes/buttons.ts';
import { expectAccessible } from '../people/accessible.ts';
import type { People, Person } from '../people/people.ts';
import { Microphone, speech, telephoneSpeech } from '../buttons.ts';
import { expect, press, test } from '../story.ts';

const phone = { viewport: { width: 320, height: 700 } };

/** Counts what a person's finger does. */
class Finger {
  taps = 0;
  fields = 0;
  async tap(where: Locator): Promise<void> {
    this.taps += 1;
    await where.click();
  }
  async type(where: Locator, text: string): Promise<void> {
    this.taps += 1;
    await where.click();
    await where.fill(text);
  }
  async choose(where: Locator, option: string): Promise<void> {
    this.taps += 1;
    this.fields += 1;
    await where.selectOption(option);
  }
}

async function portal(
  people: People,
  person: Person,
  path: string,
  on?: typeof phone,
): Promise<Page> {
  const page = on ? await people.specialWindow(person, on) : await people.window(person);
  await page.goto(path);
  return page;
}

const noScroll = async (page: Page) =>
  expect(
    await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ),
  ).toBeLessThanOrEqual(0);

/** Takes a button back that somebody wears, so that every story begins with one in the pool. */
async function takeBack(page: Page, serial: string): Promise<void> {
  await page.goto('/gemeente/knoppen');
  await page.getByRole('link', { name: serial, exact: true }).click();
  const back = page.getByRole('button', { name: 'Innemen' });
  await expect(page.getByRole('heading', { name: `Knop ${serial}` })).toBeVisible();
  await expect(back.or(page.getByText('Niemand draagt deze knop nu.'))).toBeVisible();
  if (!(await back.isVisible())) return;
  await back.click();
  await page.getByRole('button', { name: 'Nu innemen' }).click();
  await expect(page.getByText('Niemand draagt deze knop nu.')).toBeVisible();
}

test('2.2 2.4 on a telephone within twelve taps and four fields, after a test press that was heard', async ({
  people,
}) => {
  const page = await portal(people, 'Fatima el Amrani', '/gemeente/knoppen', phone);
  await expect(page.getByRole('table')).toBeVisible();
  await noScroll(page);
  await expectAccessible(page, 'buttons of the pool at 320');
  await takeBack(page, '235');
  await noScroll(page);
  await expectAccessible(page, 'a button of the pool at 320');
  await page.goto('/gemeente/meegeven');
  await expect(page.getByRole('heading', { name: 'Nu meegeven' })).toBeVisible();
  await noScroll(page);
  await expectAccessible(page, 'handing out at 320');
  const finger = new Finger();
  await finger.type(page.getByLabel('Zoek op naam'), 'olga');
  await finger.tap(page.getByRole('button', { name: /Olga Meijer/ }));
  await finger.tap(page.getByLabel(/Knop 235/));
  await finger.tap(page.getByLabel('twee weken'));
  await finger.choose(page.getByLabel('Reden'), 'threat');
  await finger.tap(page.getByRole('group', { name: /Weet iemand thuis/ }).getByLabel('ja'));
  const give = page.getByRole('button', { name: 'Meegeven', exact: true });
  await expect(give).toHaveAttribute('aria-disabled', 'true');

  await press('235', '--test');
  const sound = await Microphone.of('235', 'whip', 'opus');
  sound.hears(speech);
  await expect(page.getByText(/Testdruk gezien ✔ \d\d:\d\d/)).toBeVisible({ timeout: 20_000 });
  await sound.hangUp();
  await finger.tap(give);
  await expect(page.getByText('Knop 235 is meegegeven aan Olga Meijer.')).toBeVisible();
  expect(finger.taps).toBeLessThanOrEqual(12);
  expect(finger.fields).toBeLessThanOrEqual(4);

  await page.goto('/gemeente');
  await noScroll(page);
  await expectAccessible(page, 'overview of the pool');
  await takeBack(page, '235');
  await expect(
    page.getByRole('group', { name: 'Gesprek na afloop met Olga Meijer' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'niet nodig' }).first().click();
  await expect(page.getByRole('button', { name: 'niet nodig' }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('whoever is in no list is registered on the spot, and handing out goes on', async ({
  people,
}) => {
  const page = await portal(people, 'Fatima el Amrani', '/gemeente/knoppen', phone);
  await takeBack(page, '235');
  await page.goto('/gemeente/meegeven');
  const finger = new Finger();
  const name = `Bo ${Date.now().toString(36)}`;
  await finger.type(page.getByLabel('Zoek op naam'), name);
  await finger.tap(page.getByRole('button', { name: 'Nieuwe persoon' }));
  const fields = page.getByRole('group', { name: 'Nieuwe persoon' });
  await expect(fields.getByRole('textbox', { name: 'Naam' })).toHaveValue(name);
  await finger.type(fields.getByRole('textbox', { name: 'Functie' }), 'griffier');
  const telephone = fields.getByRole('textbox', { name: 'Telefoonnummer' });
  await telephone.fill('bel maar');
  await telephone.press('Enter');
  // Nothing was registered, nothing handed out, and what was typed stands.
  await expect(telephone).toBeFocused();
  await expect(telephone).toHaveAttribute('aria-invalid', 'true');
  await noScroll(page);
  await expectAccessible(page, 'a new person while handing out at 320');
  await finger.type(telephone, '06 38 00 03 02');
  await finger.tap(fields.getByRole('button', { name: 'Inschrijven en verder' }));
  await expect(page.getByText(`${name}, griffier`)).toBeVisible();
  await finger.tap(page.getByLabel(/Knop 235/));
  await finger.tap(page.getByLabel('morgen'));
  await finger.choose(page.getByLabel('Reden'), 'threat');
  await finger.tap(page.getByRole('group', { name: /Weet iemand thuis/ }).getByLabel('ja'));
  await press('235', '--test');
  const sound = await Microphone.of('235', 'whip', 'opus');
  sound.hears(speech);
  await expect(page.getByText(/Testdruk gezien ✔ \d\d:\d\d/)).toBeVisible({ timeout: 20_000 });
  await sound.hangUp();
  await finger.tap(page.getByRole('button', { name: 'Meegeven', exact: true }));
  await expect(page.getByText(`Knop 235 is meegegeven aan ${name}.`)).toBeVisible();
  expect(finger.taps).toBeLessThanOrEqual(12);
  expect(finger.fields).toBeLessThanOrEqual(4);

  // The centre's list says who wears one, and can be narrowed to them; the municipality's own tells neither.
  const dirk = await people.window('Dirk Mulder');
  await dirk.goto('/beheer/personen');
  await dirk.getByLabel('Toon').selectOption('draagt een knop');
  await expect(dirk.getByRole('row').filter({ hasText: name })).toContainText(/Knop 235\s*tot /);
  await expect(dirk.getByRole('row').filter({ hasText: 'Olga Meijer' })).toHaveCount(0);
  await page.goto(`/gemeente/personen?search=${name}`);
  await expect(page.getByRole('row').filter({ hasText: name })).not.toContainText('235');
  await expect(page.getByLabel('Toon')).toHaveCount(0);
  await noScroll(page);
  await takeBack(page, '235');
  await dirk.goto(`/beheer/personen?search=${name}&show=wearing`);
  await expect(dirk.getByRole('link', { name })).toHaveCount(0);
  await expect(dirk.getByText('Niets gevonden')).toBeVisible();
});

test('a namesake keeps the name that was typed, and sent again after a lost answer he is registered once', async ({
  people,
}) => {
  const page = await portal(people, 'Fatima el Amrani', '/gemeente/meegeven');
  const stamp = Date.now().toString(36);
  const name = `Olga Meijer ${stamp}`;
  await page.getByLabel('Zoek op naam').fill('Olga Meijer');
  await expect(page.getByRole('button', { name: /Olga Meijer/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Nieuwe persoon' }).click();
  const fields = page.getByRole('group', { name: 'Nieuwe persoon' });
  await expect(fields.getByRole('textbox', { name: 'Naam' })).toHaveValue('Olga Meijer');
  await fields.getByRole('textbox', { name: 'Naam' }).fill(name);
  await fields.getByRole('textbox', { name: 'Functie' }).fill('griffier');
  await fields.getByRole('textbox', { name: 'Telefoonnummer' }).fill('06 38 00 03 02');
  // It arrives, and nobody hears so.
  await page.route('**/api/persons', async (route) => {
    await route.fetch();
    await route.abort();
  });
  const register = fields.getByRole('button', { name: 'Inschrijven en verder' });
  await register.click();
  await expect(fields.getByRole('alert')).toContainText('Geen verbinding met de server');
  await page.unroute('**/api/persons');
  await register.click();
  await expect(page.getByText(`${name}, griffier`)).toBeVisible();
  await page.goto(`/gemeente/personen?search=${stamp}`);
  await expect(page.getByRole('link', { name })).toHaveCount(1);
});

test('2.4 without a test it goes with a reason, and the first paint of its alarm says so', async ({
  people,
  desk,
}) => {
  const page = await portal(people, 'Gert Hofstra', '/gemeente/knoppen');
  await takeBack(page, '245');
  await page.goto('/gemeente/meegeven');
  await page.getByLabel('Zoek op naam').fill('noor');
  await page.getByRole('button', { name: /Noor Aydin/ }).click();
  await page.getByLabel(/Knop 245/).check();
  await page
    .getByRole('group', { name: /Weet iemand thuis/ })
    .getByLabel('onbekend')
    .check();
  await page.getByRole('button', { name: 'Meegeven zonder geluidstest' }).click();
  await page.getByLabel('Waarom zonder geluidstest?').selectOption('cannot-wait');
  await page.getByRole('button', { name: 'Meegeven', exact: true }).click();
  await expect(page.getByText(/Het geluid is nog niet getest/)).toBeVisible();

  await page.goto('/gemeente');
  await expect(page.getByRole('link', { name: 'Geluid nog testen' })).toBeVisible();
  await press('245');
  const anna = await desk('Anna de Wit');
  await expect(anna.card(/Noor Aydin/)).toContainText('geluid niet getest');
});

test('the week is a grid that arrow keys go through, and a list that says the same', async ({
  people,
}) => {
  const page = await portal(people, 'Fatima el Amrani', '/gemeente/uitleen');
  const grid = page.getByRole('grid', { name: 'Kalender' });
  await expect(grid).toBeVisible();
  await expectAccessible(page, 'week of the pool');
  const cells = grid.getByRole('gridcell');
  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(cells.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(cells.nth(8)).toBeFocused();
  await page.getByRole('button', { name: 'Lijst' }).click();
  await expect(page.getByRole('link', { name: 'Knop 232' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Knop 232' })).toContainText('vast');
});

test('a test of telephone sound says how loud it was', async ({ people }) => {
  const page = await portal(people, 'Fatima el Amrani', '/gemeente/knoppen');
  await takeBack(page, '235');
  await page.goto('/gemeente/meegeven');
  await page.getByLabel(/Knop 235/).check();
  await press('235', '--test');
  const sound = await Microphone.of('235', 'rtp', telephoneSpeech.codec);
  sound.hears(telephoneSpeech);
  await expect(page.getByText(/Testdruk gezien ✔ \d\d:\d\d, −\d+ dB/)).toBeVisible({
    timeout: 20_000,
  });
  await sound.hangUp();
});

test('an administrator registers a device, sets its key and retires it; nobody reads the key', async ({
  people,
}) => {
  const page = await portal(people, 'Els Bakker', '/beheer/knoppen');
  await expect(page.getByRole('table')).toBeVisible();
  await expectAccessible(page, 'register of buttons');
  // Who wears one is no business of whoever runs the register.
  await expect(page.getByRole('main')).not.toContainText('Joke van Dam');
  await page.getByRole('link', { name: 'Knop toevoegen' }).click();
  await page.getByRole('button', { name: 'Knop toevoegen' }).click();
  await expect(page.getByText('Vul het nummer in dat op de knop staat.')).toBeVisible();
  await expectAccessible(page, 'a new button');
  const serial = `N${Date.now().toString(36)}`;
  await page.getByRole('textbox', { name: 'Knop' }).fill(serial);
  await page.getByLabel('Account').fill(Date.now().toString(16).slice(-10));
  await page.getByLabel('Gemeente').selectOption('Haarlem');
  await page.getByRole('button', { name: 'Knop toevoegen' }).click();
  await expect(page.getByRole('heading', { name: `Knop ${serial}` })).toBeVisible();
  await expectAccessible(page, 'a button of the register');
  await expect(page.getByText('niet versleuteld')).toBeVisible();
  await page.getByLabel('Nieuwe sleutel').fill('ascii:0123456789ABCDEF');
  await page.getByRole('button', { name: 'Andere sleutel zetten' }).click();
  await expect(page.getByText('De sleutel is gezet.')).toBeVisible();
  await expect(
    page.getByText(/sleutel van de berichten: gezet op .* door Els Bakker/),
  ).toBeVisible();
  expect(await page.content()).not.toContain('0123456789ABCDEF');
  await page.getByRole('button', { name: 'Afvoeren' }).click();
  await page.getByLabel('Waarom').selectOption('broken');
  await page.getByRole('button', { name: 'Voorgoed afvoeren' }).click();
  await expect(page.getByText(/afgevoerd/).first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Afvoeren' })).toHaveCount(0);
});

test('a list is read in after each line was looked at; an unknown municipality is asked', async ({
  people,
}) => {
  const page = await portal(people, 'Els Bakker', '/beheer/inlezen');
  const stamp = Date.now().toString(16).slice(-8).toUpperCase();
  const content = [
    'serial,protocol,account,key,model,municipality,holder',
    `L${stamp},dc09,${stamp},,proef,Harlem,`,
    `M${stamp},dc09,geen,,proef,Haarlem,`,
  ].join('\n');
  const file = { name: 'knoppen.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
  await page.getByLabel('Bestand met knoppen (CSV)').setInputFiles(file);
  await page.getByRole('button', { name: 'Bekijk wat er gebeurt' }).click();
  await expect(
    page.getByText('Nieuw: 0. Gewijzigd: 0. Ongewijzigd: 0. Geweigerd: 2.'),
  ).toBeVisible();
  await expect(page.getByText('in kolom “account” staan geen 3 tot 16 hex-tekens')).toBeVisible();
  await expectAccessible(page, 'reading a list in');
  await page.getByLabel('Welke gemeente is “Harlem”?').selectOption('Haarlem');
  await page.getByRole('button', { name: 'Nu inlezen' }).click();
  await expect(page.getByText(/Nieuw: 1\./)).toBeVisible();
  await page.goto(`/beheer/knoppen?search=L${stamp}`);
  await expect(page.getByRole('link', { name: `L${stamp}` })).toBeVisible();
});

test('what a municipality lists names nobody who wears a button; the opened one does, and says where to call', async ({
  people,
}) => {
  const dirk = await people.asks('Dirk Mulder');
  const answer = await dirk.get('/api/buttons?show=lent');
  const { buttons } = (await answer.json()) as { buttons: ButtonSummary[] };
  const worn = buttons.filter(({ municipality }) => municipality?.name === 'Zwolle');
  const names = worn.flatMap(({ loan }) => loan?.holder?.name ?? []);
  expect(names.length).toBeGreaterThan(2);
  const late = worn.find(({ loan }) => loan?.isOverdue)!; // the demonstration has one

  const page = await portal(people, 'Gert Hofstra', '/gemeente');
  const namesNobody = async () => {
    const text = await page.getByRole('main').innerText();
    for (const name of names) expect(text).not.toContain(name);
  };
  const overdue = page.getByRole('region', { name: /^Te laat terug/ });
  await expect(overdue.getByRole('listitem')).toContainText([/sinds/]);
  await namesNobody();
  await page.goto('/gemeente/uitleen');
  await expect(page.getByRole('grid')).toContainText('vast');
  await namesNobody();
  await page.getByRole('button', { name: 'Lijst' }).click();
  await expect(page.getByText('uitgeleend tot').first()).toBeVisible();
  await namesNobody();
  await page.goto('/gemeente/knoppen?show=lent');
  await expect(page.getByRole('table')).toContainText(late.serial);
  await namesNobody();
  const search = page.getByLabel('Zoek op nummer of model');
  await search.fill(names[0]!);
  await expect(page.getByText('Niets gevonden')).toBeVisible();

  await page.goto('/gemeente');
  await overdue.getByRole('link', { name: `Knop ${late.serial}` }).click();
  await page.getByRole('link', { name: late.loan!.holder!.name }).click();
  await expect(page).toHaveURL(/\/gemeente\/personen\//);
  await expect(page.locator('a[href^="tel:"]').first()).toBeVisible();
});

test('a supervisor has the tasks of municipalities that have no officer, and of all when asked', async ({
  people,
}) => {
  const page = await portal(people, 'Dirk Mulder', '/beheer');
  const late = page.getByRole('region', { name: /^Te laat terug/ });
  // Each of the demonstration’s has one.
  await expect(late).toContainText('Geen knop is te laat terug.');
  await page.getByRole('button', { name: 'alle gemeenten' }).click();
  await expect(late.getByRole('listitem').filter({ hasText: 'Zwolle' })).toContainText('Knop 244');
  await expect(late.getByRole('listitem').filter({ hasText: 'Knop 253' })).toContainText(
    /Maastricht\s+sinds/,
  );
  await expectAccessible(page, 'loans that a supervisor sees to');
  await late.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/beheer\/knoppen\//);

  // English words are longer.
  await page.evaluate(() => localStorage.setItem('achterwacht.language', 'en'));
  await page.setViewportSize(phone.viewport);
  await page.goto('/beheer');
  await expect(page.getByRole('button', { name: /^municipalities without/ })).toBeVisible();
  await noScroll(page);
});

test('a row that is chosen while the list is still being looked through opens', async ({
  people,
}) => {
  const page = await portal(people, 'Gert Hofstra', '/gemeente/knoppen');
  const row = page.getByRole('link', { name: '241', exact: true });
  await expect(row).toBeVisible();
  // What the page of a button is made of comes once the search was sent.
  const sent = page.waitForRequest(/\/api\/buttons\?search=241/);
  await page.route(/_app.*\.js$/, async (route) => {
    await sent;
    await route.continue();
  });
  await page.getByLabel('Zoek op nummer of model').fill('241');
  await row.click();
  await sent;
  await expect(page.getByRole('heading', { name: 'Knop 241' })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Zoek op nummer of model')).toHaveValue('241');
});
