// What somebody asks about his sheet: a correction leads to it, and it is taken away where nothing needs it; else what
// does is said.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';

async function ask(page: Page, kind: string, about: string): Promise<void> {
  await page.goto('/controle/verzoeken/nieuw');
  await page.getByLabel('Soort', { exact: true }).selectOption(kind);
  await page.getByLabel('Van wie, en hoe bereikbaar').fill('zelf, gebeld');
  await page.getByLabel('Wat wordt er gevraagd?').fill('Over mijn gegevens.');
  await page.getByRole('searchbox').fill(about);
  await page.getByRole('button', { name: `Drager: ${about}` }).click();
  await page.getByRole('button', { name: 'Vastleggen' }).click();
}

test('a correction is made in the sheet, and a sheet goes when its person asks', async ({
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  await page.setViewportSize({ width: 320, height: 720 });
  await ask(page, 'correction', 'Lotte Brandsma');
  await page.getByRole('link', { name: 'Open het blad van Lotte Brandsma' }).click();
  await expect(page.getByRole('heading', { name: 'Lotte Brandsma', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'verzoek van de persoon' }).click();
  await expect(page.getByText('vrouw, 36, blond, fiets')).toBeVisible();

  // She wears a button.
  await ask(page, 'erasure', 'Lotte Brandsma');
  const sheet = page.getByRole('region', { name: 'Persoonsblad' });
  const erase = sheet.getByRole('button', { name: 'Blad wissen' });
  await expect(erase).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Identiteit vastleggen' }).click();
  await sheet.getByRole('checkbox', { name: 'niet terug te draaien' }).check();
  await erase.click();
  await expect(page.getByRole('alert')).toContainText('de persoon draagt een knop');
  await expectAccessible(page, 'a sheet that is still needed, at 320');

  // Nobody lent him anything: his name goes as well.
  const name = `Ids Visser ${Date.now()}`;
  const dirk = await people.asks('Dirk Mulder');
  const found = await dirk.get('/api/persons?search=lotte');
  const { persons } = (await found.json()) as { persons: { municipality: { id: string } }[] };
  const added = await dirk.post('/api/persons', {
    data: {
      municipalityId: persons[0]!.municipality.id,
      belongsTo: null,
      identity: { name, function: 'raadslid', phones: [] },
    },
  });
  expect(added.status(), await added.text()).toBe(200);
  const { id } = (await added.json()) as { id: string };
  await page.goto(`/beheer/personen/${id}`);
  await expect(page.getByText(/^Dit blad wordt op .* geleegd/)).toBeVisible();
  await ask(page, 'erasure', name);
  await page.getByRole('button', { name: 'Identiteit vastleggen' }).click();
  await sheet.getByRole('checkbox', { name: 'Ook de naam en de functie' }).check();
  await sheet.getByRole('checkbox', { name: 'niet terug te draaien' }).check();
  await erase.click();
  // There is nobody else who could agree, and that is said.
  await expect(sheet.getByRole('status')).toContainText('als enige supervisor');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(page, 'a sheet that was erased, at 320');
  await page.goto(`/beheer/personen/${id}`);
  await expect(page.getByText(/^Dit blad is geleegd op/)).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
});
