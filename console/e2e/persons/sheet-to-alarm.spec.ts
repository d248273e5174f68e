// What is written in a sheet, from the form to where somebody needs it: the first paint of an alarm, the dossier, F8 and
// the page of the police; and where it never comes.
import type { Page } from '@playwright/test';
import { act, openAlarm, post } from '../people/colleague.ts';
import type { People } from '../people/people.ts';
import { expect, press, test } from '../story.ts';

const kees = 'Kees Prins';
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const circumstances = 'Herkennen, thuis, contacten en dreiging';
const agreements = 'Afspraken op locatie en bijzondere instructie';

async function write(page: Page, name: string, fill: () => Promise<void>): Promise<void> {
  const part = section(page, name);
  await part.getByRole('button', { name: `Wijzigen: ${name}` }).click();
  await fill();
  await part.getByRole('button', { name: 'Opslaan' }).click();
  await expect(part.getByText(/^Bewaard om/)).toBeVisible();
}

async function openSheet(people: People, who: 'Dirk Mulder' | 'Gert Hofstra', base: string) {
  const page = await people.window(who);
  await page.goto(base);
  await page.getByRole('searchbox').fill('kees');
  // As long as the list looks it has the address.
  await expect(page).toHaveURL(/search=kees$/);
  await page.getByRole('link', { name: kees }).click();
  await expect(page.getByRole('heading', { name: kees, level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'gegevens bijwerken' }).click();
  return page;
}

test('2.3 5.5 6.4 7.8 each fact from the form to first paint, dossier, F8 and the police; and none where it has no business', async ({
  people,
  desk,
}) => {
  // The officer of the municipality fills in what is hers.
  const gert = await openSheet(people, 'Gert Hofstra', '/gemeente/personen');
  await write(gert, 'Naam en bereikbaarheid', async () => {
    await gert.getByRole('textbox', { name: 'Functie' }).fill('boa');
    await gert.getByRole('textbox', { name: 'Telefoonnummer' }).first().fill('06 38 00 02 99');
  });
  await write(gert, circumstances, async () => {
    await gert.getByLabel('Hoe te herkennen').fill('man, 47, blauwe bodywarmer');
    await gert.getByLabel('Ook in huis').fill('moeder van 81, slecht ter been');
    await gert.getByRole('textbox', { name: 'Dreiging' }).fill('bedreigd na een boete');
    const place = gert.getByRole('group', { name: 'plaats 1', exact: true });
    await place.getByLabel('Etage of kamer').fill('balie links');
    const contact = gert.getByRole('group', { name: 'contact 1', exact: true });
    await contact.getByRole('textbox', { name: 'Naam' }).fill('Piket Zwolle nieuw');
    await contact.getByRole('checkbox', { name: 'Mogelijk betrokken' }).check();
  });
  await write(gert, 'Codewoord en dwangwoord', async () => {
    await gert.getByRole('textbox', { name: 'Codewoord' }).fill('slagroom');
    await gert.getByRole('textbox', { name: 'Dwangwoord' }).fill('kachelhout');
  });
  // She reads since when there are words, and nothing of what the centre agreed.
  await expect(section(gert, 'Codewoord en dwangwoord').getByText(/^Afgesproken op/)).toHaveCount(
    2,
  );
  await expect(gert.getByText('slagroom')).toHaveCount(0);
  await expect(section(gert, agreements)).toHaveCount(0);

  // The centre adds what is its alone.
  const dirk = await openSheet(people, 'Dirk Mulder', '/beheer/personen');
  await write(dirk, agreements, async () => {
    await dirk.getByRole('button', { name: 'Afspraak toevoegen' }).click();
    const aol = dirk.getByRole('group', { name: 'afspraak 1', exact: true });
    await aol.getByLabel('Welke plaats').fill('Post Centrum');
    await aol.getByLabel('Nummer', { exact: true }).fill('2026-0981');
    await aol.getByLabel('Afgesproken inzet').fill('twee eenheden, zijdeur');
    await aol.getByLabel('Contact bij de politie').fill('wijkagent Binnenstad');
    await aol.getByLabel('Geldig tot en met').fill('2099-01-01');
    await aol.getByLabel('Wie bij de politie').fill('operationeel expert De Wit');
    await aol.getByLabel('Punt op de kaart').fill('52.51068, 6.09331');
    await expect(aol.getByText('Dit punt ligt bij Zwolle.')).toBeVisible();
    await dirk
      .getByRole('textbox', { name: 'Bijzondere instructie' })
      .fill('bel eerst de teamleider');
  });

  // The next press has all of it.
  const anna = await desk('Anna de Wit');
  await press('243');
  await expect(anna.card(kees)).toContainText('boa');
  await expect(anna.card(kees)).not.toContainText(/bodywarmer|boete|slagroom|0981/);
  await anna.page.keyboard.press('F2');
  const dossier = anna.workspace.getByRole('region', { name: 'Dossier' });
  for (const fact of [
    'bel eerst de teamleider',
    'man, 47, blauwe bodywarmer',
    'moeder van 81, slecht ter been',
    'bedreigd na een boete',
    'balie links',
    '2026-0981: twee eenheden, zijdeur, wijkagent Binnenstad',
    'Piket Zwolle nieuw',
    'slagroom',
    'kachelhout',
  ])
    await expect(dossier.getByText(fact).first()).toBeVisible();
  await anna.page.keyboard.press('F8');
  const script = anna.workspace.getByRole('region', { name: /^Doormelden #/ });
  await expect(script).toContainText('boa Kees Prins, man, 47, blauwe bodywarmer');
  await expect(script).toContainText('moeder van 81, slecht ter been');
  await expect(script).toContainText('2026-0981');

  // And the police, by their link.
  await act(people, 'Anna de Wit', {
    type: 'SendHandover',
    class: 'assistance',
    overrideReason: null,
    channel: 'link',
    route: { regionCode: 'oost-nederland', which: 'first' },
  });
  const link = await post<{ url: string; pin: string }>(people, 'Anna de Wit', 'police-links', {
    linkId: crypto.randomUUID(),
  });
  const police = await people.strangersWindow({ viewport: { width: 320, height: 640 } });
  await police.goto(link.url);
  await police.getByLabel('Naam of roepnummer').fill('ZW 12-01');
  await police.getByLabel('Pincode van zes cijfers').fill(link.pin);
  await police.getByRole('button', { name: 'Openen' }).click();
  await expect(police.getByText('Kees Prins, boa')).toBeVisible();
  await expect(police.getByText('man, 47, blauwe bodywarmer')).toBeVisible();
  await expect(police.getByText('Ook in huis: moeder van 81, slecht ter been')).toBeVisible();
  await expect(police.getByText(/AOL 2026-0981/)).toBeVisible();
  await expect(police.getByText(/slagroom|kachelhout|boete|teamleider/)).toHaveCount(0);

  // Who looked stands at the sheet, without names, and of the alarm nothing for the municipality.
  await gert.reload();
  const looks = section(gert, 'Wie keek er');
  await expect(looks.getByRole('listitem').first()).toContainText(/OOV|supervisor/i);
  await expect(looks).not.toContainText(/Dirk|Gert|Anna|ossier/);

  // Nowhere else: not in what the municipality is given, in the access log, or in what goes out.
  const { id } = await openAlarm(people, 'Anna de Wit');
  expect(id).toBeTruthy();
  const secret =
    /bodywarmer|81, slecht|boete|balie links|0981|zijdeur|teamleider|slagroom|kachelhout/;
  const asks = async (who: 'Dirk Mulder' | 'Gert Hofstra', path: string) =>
    (await (await people.asks(who)).get(path)).text();
  for (const path of ['/api/persons', '/api/incidents', '/api/session'])
    expect(await asks('Gert Hofstra', path)).not.toMatch(secret);
  for (const path of ['/api/audit', '/api/outbox', '/api/persons'])
    expect(await asks('Dirk Mulder', path)).not.toMatch(secret);
  const personId = gert.url().split('/').at(-1)!;
  // Nor on any page of the municipality.
  for (const [path, heading] of [
    ['/gemeente', 'Overzicht'],
    ['/gemeente/knoppen', 'Knoppen'],
    ['/gemeente/uitleen', 'Uitleen'],
    ['/gemeente/meldingen', 'Meldingen'],
    ['/gemeente/personen', 'Personen'],
    ['/gemeente/plannen', 'Alarminstructies'],
    [`/gemeente/plannen/${personId}`, `Alarminstructie van ${kees}`],
  ] as const) {
    await gert.goto(path);
    await expect(gert.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    await expect(gert.getByText('Laden…', { exact: true })).toHaveCount(0);
    await expect(gert.locator('body')).not.toContainText(secret);
  }
  expect(await asks('Gert Hofstra', `/api/persons/${personId}`)).not.toMatch(
    /0981|zijdeur|teamleider|slagroom|kachelhout|De Wit/,
  );
});
