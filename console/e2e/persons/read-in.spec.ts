// A list of persons is read in: what becomes of each line is said first, what the file leaves open is asked, and nobody is
// asked to write what is not his.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';

async function choose(page: Page, file: string, lines: string[]): Promise<void> {
  const buffer = Buffer.from(lines.join('\r\n'));
  await page.getByLabel(file).setInputFiles({ name: 'lijst.csv', mimeType: 'text/csv', buffer });
}
const noScroll = async (page: Page) =>
  expect(
    await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ),
  ).toBeLessThanOrEqual(0);

test('at the centre: a municipality and a namesake are asked, and a line is refused in words', async ({
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  await page.goto('/beheer/personen');
  await expect(page.getByRole('table')).toBeVisible();
  await page.getByRole('link', { name: 'Personen inlezen' }).click();
  await expect(page.getByRole('heading', { name: 'Inlezen' })).toBeVisible();
  // The register of devices is no business of his.
  await expect(page.getByLabel('Bestand met knoppen (CSV)')).toHaveCount(0);
  const stamp = Date.now().toString(36);
  const columns = 'name;function;municipality;phone_1_number;place_1_label;place_1_address';
  await choose(page, 'Bestand met personen (CSV)', [
    columns,
    `Nora ${stamp};wethouder;Harlem;06 38 00 02 42;Thuis;Zijlweg 1, Haarlem`,
    'Joke van Dam;koningin;Haarlem;;;',
    `Ot ${stamp};;Zwolle;112;;`,
  ]);
  await page.getByRole('button', { name: 'Bekijk wat er gebeurt' }).click();
  await expect(
    page.getByText('Nieuw: 0. Gewijzigd: 0. Ongewijzigd: 0. Geweigerd: 3.'),
  ).toBeVisible();
  await expect(
    page.getByText('in kolom “phone_1_number” staat geen telefoonnummer dat hier kan'),
  ).toBeVisible();
  await expectAccessible(page, 'reading persons in');
  await page.getByLabel('Welke gemeente is “Harlem”?').selectOption('Haarlem');
  await page
    .getByLabel('Regel 3: wie is Joke van Dam, koningin?')
    .selectOption('niet kiezen: deze regel wordt geweigerd');
  await page.getByRole('button', { name: 'Nu inlezen' }).click();
  await expect(
    page.getByText('Nieuw: 1. Gewijzigd: 0. Ongewijzigd: 0. Geweigerd: 2.'),
  ).toBeVisible();
  await expect(page.getByText('Het bestand is gewist.')).toBeVisible();
  await page.goto(`/beheer/personen?search=${stamp}`);
  await expect(page.getByRole('row').filter({ hasText: `Nora ${stamp}` })).toContainText('Haarlem');
  await expect(page.getByText(`Ot ${stamp}`)).toHaveCount(0);
});

test('an officer on a telephone: the template is his own, a column that is not is refused, a line that is down loses nothing', async ({
  people,
}) => {
  const page = await people.specialWindow('Gert Hofstra', {
    viewport: { width: 320, height: 640 },
  });
  await page.goto('/gemeente/personen');
  await noScroll(page);
  await page.getByRole('link', { name: 'Personen inlezen' }).click();
  await expect(page.getByLabel('Bestand met personen (CSV)')).toBeVisible();
  await noScroll(page);
  await expectAccessible(page, 'reading persons in at 320');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Voorbeeldbestand met uitleg' }).click(),
  ]);
  const template = await readFile(await download.path(), 'utf8');
  expect(template).toContain('contact_1_same_address');
  expect(template).not.toMatch(/aol|instruction/);

  const file = 'Bestand met personen (CSV)';
  const look = page.getByRole('button', { name: 'Bekijk wat er gebeurt' });
  await choose(page, file, ['name;special_instruction', 'Iemand;bel de directeur']);
  await look.click();
  await expect(page.getByRole('alert')).toContainText(
    'Kolom special_instruction vult alleen de alarmcentrale in.',
  );
  // The template itself can be read in, once a line is in it; its municipality is the officer's own.
  const columns = template.trim().split('\r\n').at(-1)!.split(';');
  const name = `Pia ${Date.now().toString(36)}`;
  const cells = columns.map(
    (column) => ({ name, function: 'raadslid', code_word: 'stoel' })[column] ?? '',
  );
  await choose(page, file, [template.trim(), cells.join(';')]);
  await look.click();
  await expect(page.getByText('Nieuw: 1.')).toBeVisible();
  await expect(page.getByText('stoel')).toHaveCount(0);
  await noScroll(page);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Nu inlezen' }).click();
  await expect(page.getByRole('alert')).toContainText('Geen verbinding met de server');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Nu inlezen' }).click();
  await expect(page.getByText('Ingelezen')).toBeVisible();
  await page.goto(`/gemeente/personen?search=${name}`);
  await expect(page.getByRole('link', { name })).toBeVisible();
});
