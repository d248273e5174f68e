// What happens by itself when the police are not reached, or find nobody: with a centre's times made short,
// so that minutes are seconds.
import {
  bar,
  callsNow,
  choose,
  claimed,
  judge,
  makeReady,
  panel,
  readyToHandOver,
  timeline,
} from '../people/at-work.ts';
import { letPass } from '../product/centre-times.ts';
import { expect, press, test, type Desk } from '../story.ts';

const banner = ({ page }: Desk) =>
  page.getByText(/nog niet bevestigd door de meldkamer\. Bel, langs een andere weg/);
const phone = (desk: Desk) => panel(desk).getByRole('link', { name: /^[\d ]+$/ });

async function confirmedBy(desk: Desk, name: string): Promise<void> {
  await panel(desk).getByLabel('Naam bij de meldkamer').fill(name);
  await panel(desk).getByLabel('Incidentnummer').fill('2026-4471');
  await desk.page.keyboard.press('Enter');
  await expect(panel(desk).getByRole('status')).toContainText(name);
}

test('26 – nobody confirms: every desk is told to telephone, the second number is there, and the last is 112', async ({
  desk,
  times,
}) => {
  // A later round must not come between two keys.
  expect((await times({})).handoverUnconfirmedSeconds).toBe(60);
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await readyToHandOver(anna);
  const first = await phone(anna).innerText();
  await callsNow(anna);
  await expect(panel(anna).getByRole('status').first()).toContainText(/Aan de lijn .+ Wacht /);

  // The system alarm, for everybody and not only for who sent it.
  await letPass(60);
  for (const each of [anna, bram]) await expect(banner(each)).toBeVisible();
  await expect(panel(anna).getByRole('status')).toContainText('Niet bevestigd. Bel de meldkamer.');
  await expect(timeline(anna)).toContainText('niet bevestigd');

  await panel(anna).getByRole('button', { name: 'Geen gehoor: volgend nummer' }).click();
  await expect(panel(anna)).toContainText('tweede nummer');
  expect(await phone(anna).innerText()).not.toBe(first);
  await callsNow(anna);
  await expect(timeline(anna).getByText(/^Belt de meldkamer/)).toHaveCount(2);
  // Another route, another minute.
  await expect(banner(anna)).toBeHidden();
  await letPass(60);
  await expect(banner(anna)).toBeVisible();
  await panel(anna).getByRole('button', { name: 'Geen gehoor: volgend nummer' }).click();
  await expect(phone(anna)).toHaveText('112');
  await expect(panel(anna)).toContainText('laatste weg');
  await expect(
    panel(anna).getByRole('button', { name: 'Geen gehoor: volgend nummer' }),
  ).toBeHidden();
  await callsNow(anna);
  await expect(timeline(anna).getByText(/^Belt de meldkamer/)).toHaveCount(3);

  await confirmedBy(anna, 'Karel de Boer');
  for (const each of [anna, bram]) await expect(banner(each)).toBeHidden();
});

test('what cannot be verified and was not handed over calls a second one in; a supervisor decides and says why', async ({
  desk,
  times,
}) => {
  await times({ unverifiableSecondSeconds: 2, unverifiableSupervisorSeconds: 4 });
  const anna = await desk('Anna de Wit');
  const dirk = await desk('Dirk Mulder');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await judge(anna, '5', 'er komt geen geluid');
  await expect(bar(anna)).toContainText('Niet te verifiëren');
  const trouble = ({ page }: Desk) =>
    page.getByText(/niet te verifiëren en nog niet doorgemeld\. Tweede centralist gevraagd/);
  for (const each of [anna, dirk]) await expect(trouble(each)).toBeVisible();
  // Ready, and gone to nobody by itself.
  await expect(timeline(anna)).toContainText('klaargezet als politieassistentie');
  await expect(anna.card('Joke van Dam')).not.toContainText('verzonden');
  await expect(timeline(anna)).toContainText(/supervisor/i);

  // Not by who judged it.
  await anna.page.keyboard.press('F8');
  await expect(panel(anna).getByRole('button', { name: 'Ik bel nu' })).toBeVisible();
  await expect(panel(anna).getByRole('button', { name: 'Niet doormelden' })).toHaveCount(0);

  await choose(dirk, 'Joke van Dam');
  await dirk.page.keyboard.press('F8');
  await panel(dirk).getByRole('button', { name: 'Niet doormelden' }).click();
  const form = dirk.workspace.getByRole('form', { name: /waarom niet wordt doorgemeld/ });
  await form.getByRole('button', { name: 'Niet doormelden' }).click();
  await expect(form).toContainText('Vul een reden in.');
  await form.getByLabel('Reden').fill('bode is ter plaatse, er is niets aan de hand');
  await form.getByRole('button', { name: 'Niet doormelden' }).click();
  await expect(timeline(anna)).toContainText('Niet doorgemeld: besluit van de supervisor');
  await expect(timeline(anna)).toContainText('er is niets aan de hand');
  for (const each of [anna, dirk]) await expect(trouble(each)).toBeHidden();
});

test('the police find nobody: it is looked for first, and then two people close it', async ({
  desk,
  times,
}) => {
  const { notFoundSeconds } = await times({});
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await judge(anna, '2', 'bode ziet een man met een mes');
  await makeReady(anna);
  await confirmedBy(anna, 'Karel de Boer');
  await panel(anna).getByRole('button', { name: 'niet aangetroffen' }).click();
  await panel(anna)
    .getByRole('form', { name: 'Status van de politie' })
    .getByRole('button', { name: 'Vastleggen' })
    .click();
  await expect(workspace).toContainText(/Niet aangetroffen\. Zoek nog \d+:\d\d/);
  for (const where of ['verse positie', 'bekende plaatsen', 'contacten', 'terug naar de politie'])
    await expect(workspace).toContainText(where);
  await page.keyboard.press('Escape');
  await expect(panel(anna)).toBeHidden();

  // Not before the time is over, and it says how long.
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form', { name: /afhandelen/ });
  await form.getByLabel('Onbekend').check();
  await form.getByLabel('Toelichting').fill('Niemand gevonden op de bekende plaatsen.');
  await expect(form.getByRole('status').first()).toContainText(
    /Niet aangetroffen: zoek nog \d+ s door voor u afsluit/,
  );
  await page.keyboard.press('Escape');
  await letPass(notFoundSeconds!);
  await page.reload();
  await expect(workspace).toContainText('Afhandelen kan nu, met twee personen.');
  await page.keyboard.press('F9');
  await form.getByLabel('Onbekend').check();
  await form.getByLabel('Toelichting').fill('Niemand gevonden op de bekende plaatsen.');
  await form.getByRole('button', { name: 'Afhandelen voorstellen' }).click();
  await expect(workspace).toContainText('Een ander bevestigt.');
  await expect(form).toBeHidden();

  // Not by the same person.
  await page.keyboard.press('F9');
  await expect(form.getByRole('status').first()).toContainText(
    'Een ander dan Anna de Wit moet dit bevestigen',
  );
  await page.keyboard.press('Escape');
  const bram = await desk('Bram Jansen');
  await choose(bram, 'Joke van Dam');
  await expect(bram.workspace).toContainText('Afhandelen voorgesteld door Anna de Wit');
  await bram.workspace.getByRole('button', { name: 'Bevestigen' }).click();
  const confirm = bram.workspace.getByRole('form', { name: /afhandelen/ });
  await confirm.getByRole('button', { name: /Afhandelen|Bevestigen/ }).click();
  for (const each of [anna, bram])
    await expect(each.workspace).toContainText('Afgehandeld: Onbekend');
});
