// What somebody looked at is found again by the supervisor: in the audit, in the list after a breach and in its file;
// and a request has its clock.
import { dutchTime } from '@achterwacht/shared/dutch-time.ts';
import { expectAccessible } from '../people/accessible.ts';
import { claimed } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

test('13.1 – a dossier that is opened stands in the audit, in the list of a breach and in its CSV', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  await claimed(anna, 'Joke van Dam');

  const page = await people.window('Dirk Mulder');
  await page.goto('/beheer');
  await page
    .getByRole('navigation', { name: 'Beheer' })
    .getByRole('link', { name: 'Controle' })
    .click();
  await expect(page.getByRole('heading', { name: 'Controle' })).toBeVisible();
  // The way back stands where the way here stood.
  await expect(
    page.getByRole('navigation', { name: 'Beheer' }).getByRole('link', { name: 'Wat te doen' }),
  ).toHaveAttribute('href', '/beheer');
  const change = page.getByRole('row').filter({ hasText: 'Alarm aangenomen' }).first();
  await expect(change).toContainText('Anna de Wit');
  const row = page
    .getByRole('row')
    .filter({ hasText: 'Dossier van een drager bekeken' })
    .filter({ hasText: 'Anna de Wit' })
    .first();
  await expect(row).toContainText('Joke van Dam');
  await expect(row).toContainText('127.0.0.1');
  await expectAccessible(page, 'audit');

  // By keyboard alone: looked for, and what is behind the first line.
  await page.keyboard.press('/');
  const found = page.waitForResponse((answer) => /search=anna(\+|%20)de/i.test(answer.url()));
  await page.keyboard.type('anna de');
  await found;
  // Only then is the list the one that is walked through.
  await expect(page.getByRole('row').filter({ hasText: 'Els Bakker' })).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: /\d/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Controle: één regel' })).toBeVisible();
  await expect(page.getByText('Anna de Wit').first()).toBeVisible();
  await expectAccessible(page, 'one line of the audit');

  await page.getByRole('link', { name: 'Datalek' }).click();
  await page.getByRole('searchbox').fill('Joke van');
  await page.getByRole('button', { name: /^Drager: Joke van Dam/ }).click();
  await page.getByRole('button', { name: 'Lijst maken' }).click();
  const counted = page.getByRole('row').filter({ hasText: 'Anna de Wit' }).first();
  await expect(counted).toContainText('centralist');
  await expectAccessible(page, 'breach');
  await expect(page.getByRole('button', { name: /^Tekst voor .* kopiëren/ })).toContainText(
    'gegevens van 1 van uw dragers ingezien',
  );
  const said = await page.getByText(/keer iets gezien/).textContent();
  const looks = Number(/^\d+/.exec(said!)![0]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Alle regels als CSV' }).click(),
  ]);
  const file = await (await download.createReadStream()).toArray();
  const lines = Buffer.concat(file as Buffer[])
    .toString('utf8')
    .trim()
    .split('\r\n');
  const heading = lines.findIndex((line) => line.startsWith('Moment;'));
  expect(lines.length - heading - 1).toBe(looks);
  expect(lines.slice(0, heading).join()).toContain('Joke van Dam');

  // Whose people were seen has to hear it: a task until somebody says that it was told, and not over before.
  await page.getByLabel('Wat is er gebeurd?').fill('Dossier bekeken zonder reden');
  const municipality = /dragers die zijn gezien.*: (.+)\.$/;
  const tells = await page.getByText(municipality).textContent();
  const name = municipality.exec(tells!.trim())![1]!;
  await page.getByRole('button', { name: 'Datalek vastleggen' }).click();
  await expect(page.getByText('nog niet ingelicht')).toBeVisible();
  await expectAccessible(page, 'a breach');
  const breachPage = page.url();
  await page.goto('/beheer');
  await page.getByRole('link', { name: `Gemeente ${name} inlichten over een datalek` }).click();
  await expect(page).toHaveURL(breachPage);
  await page.getByLabel('Wat is gegeven').fill('Gemeld bij de Autoriteit Persoonsgegevens.');
  const settle = page.getByRole('button', { name: 'Afhandelen' });
  await expect(settle).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel(`Aan wie in ${name}, en hoe`).fill('Griffier, gebeld');
  await page.getByRole('button', { name: `${name} is ingelicht` }).click();
  await expect(
    page.getByText(/^.*Ingelicht door Dirk Mulder op .*: Griffier, gebeld/),
  ).toBeVisible();
  await settle.click();
  await expect(page.getByText(/^Afgehandeld door Dirk Mulder/)).toBeVisible();
});

test('a breach has 72 hours, and a request a month; on a telephone, at night and in English too', async ({
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  await page.setViewportSize({ width: 320, height: 720 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/controle/verzoeken/nieuw');
  await page.getByLabel('Van wie, en hoe bereikbaar').fill('Joke van Dam, gebeld');
  await page.getByLabel('Wat wordt er gevraagd?').fill('Wat weten jullie van mij?');
  await page.getByRole('searchbox').fill('Joke van');
  await page.getByRole('button', { name: /^Drager: Joke van Dam/ }).click();
  await expectAccessible(page, 'a new request at 320');
  await page.getByRole('button', { name: 'Vastleggen' }).click();
  await expect(page.getByRole('heading', { name: 'Inzage' })).toBeVisible();
  // Nothing is given before it is known who asks.
  const make = page.getByRole('button', { name: /Gegevens voor de aanvrager maken/ });
  await expect(make).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Identiteit vastleggen' }).click();
  await make.click();
  await expect(
    page.getByRole('heading', { name: 'Wat de alarmcentrale van u bewaart' }),
  ).toBeVisible();
  await expect(page.getByText('Contactpersonen: dat zijn ook gegevens van anderen.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Wat u mag vragen' })).toBeVisible();
  await expectAccessible(page, 'an access request at 320');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);

  // What is erased is said with what stays, and on which ground.
  await page.goto('/controle/verzoeken/nieuw');
  await page.getByLabel('Soort', { exact: true }).selectOption('erasure');
  await page.getByLabel('Van wie, en hoe bereikbaar').fill('Joke van Dam, gebeld');
  await page.getByLabel('Wat wordt er gevraagd?').fill('Wis wat u van mij heeft.');
  await page.getByRole('button', { name: 'Vastleggen' }).click();
  await page.getByRole('button', { name: 'Identiteit vastleggen' }).click();
  await page.getByLabel('Wat is gegeven').fill('Gewist zoals hieronder staat.');
  const settle = page.getByRole('button', { name: 'Afhandelen' });
  await expect(settle).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('Wat bij alarmen is gezegd en genoteerd').selectOption('erased');
  await expectAccessible(page, 'an erasure at 320');
  await settle.click();
  await expect(page.getByText(/^Afgehandeld door Dirk Mulder/)).toBeVisible();
  await expect(page.getByText('Blijft: bewijs van wat er is gebeurd').first()).toBeVisible();

  await page.goto('/controle/datalek');
  const discovered = dutchTime(new Date(Date.now() - 70 * 3_600_000));
  await page.getByLabel('Ontdekt op').fill(discovered.slice(0, 16).replace(' ', 'T'));
  await page.getByLabel('Wat is er gebeurd?').fill('Account gebruikt na uitdiensttreding');
  await page.getByRole('button', { name: 'Datalek vastleggen' }).click();
  await expect(page.getByText('minder dan 3 dagen')).toBeVisible();
  await page.goto('/controle/verzoeken');
  await expect(page.getByRole('row').nth(1)).toContainText('Datalek');
  await expectAccessible(page, 'requests at 320');

  // Without an answer what was known stays, and says since when.
  await page.route('**/api/privacy-requests*', (route) => route.abort());
  await page.getByLabel('Stand').selectOption('closed');
  await expect(page.getByText('De verzoeken zijn niet op te halen.')).toBeVisible();
});
