// From a judgement to a name and a number at the control room, by telephone alone; and once each, what says no on
// the way.
import {
  bar,
  callsNow,
  choose,
  claimed,
  hold,
  isSent,
  judge,
  makeReady,
  panel,
  readyToHandOver,
  timeline,
} from '../people/at-work.ts';
import { inLimburg } from '../product/control-room.ts';
import { expect, press, test } from '../story.ts';

test('24 – without a ground nothing goes as Prio 1; what cannot be verified goes as assistance', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');

  // Open before anything was judged, with the lower class ready.
  await page.keyboard.press('F8');
  const handover = panel(anna);
  const assistance = handover.getByRole('radio', { name: /^Politieassistentie/ });
  await expect(assistance).toBeChecked();
  await handover.getByRole('radio', { name: /Prio 1/ }).check();
  await expect(handover).toContainText('Schrijf waarom u een andere klasse kiest.');
  const call = handover.getByRole('button', { name: 'Ik bel nu', exact: true });
  await expect(call).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await expect(handover).toBeHidden();

  await bar(anna).focus();
  await judge(anna, '5', 'er komt geen geluid');
  await expect(bar(anna)).toContainText('Niet te verifiëren');
  await page.keyboard.press('F8');
  await expect(assistance).toBeChecked();
  await expect(handover.getByRole('group', { name: /^Voorlezen/ })).toContainText(
    'Politieassistentie – NIET GEVERIFIEERD',
  );

  // E4: nobody took it down yet, so nothing says that it was handed over or sent.
  await callsNow(anna);
  await expect(handover.getByRole('timer')).toHaveText(/^Wacht \d\d:\d\d/);
  await expect(timeline(anna)).toContainText('Belt de meldkamer: politieassistentie');
  await expect(anna.card('Joke van Dam')).toContainText('politie: aan de lijn');
  for (const told of [timeline(anna), anna.card('Joke van Dam')])
    await expect(told).not.toContainText(/doorgemeld als|verzonden/i);
  await expect(call).toHaveCount(0);
  await handover.getByRole('button', { name: 'Opgehangen zonder bevestiging' }).click();
  await expect(handover.getByRole('status').first()).toContainText('nog niet doorgemeld');
  await callsNow(anna);
  await handover.getByLabel('Naam bij de meldkamer').fill('Karel de Boer');
  await handover.getByLabel('Incidentnummer').fill('2026-4471');
  await page.keyboard.press('Enter');
  await expect(handover.getByRole('status').first()).toContainText('Doorgemeld, bevestigd');
  await expect(timeline(anna)).toContainText('Doormelding per telefoon als politieassistentie');
});

test('D2 E3 – passed on as assistance and verified since: told as Prio 1 and confirmed by name again', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await makeReady(anna);
  const name = panel(anna).getByLabel('Naam bij de meldkamer');
  await name.fill('Karel de Boer');
  await panel(anna).getByLabel('Incidentnummer').fill('2026-4471');
  await page.keyboard.press('Enter');
  await expect(panel(anna).getByRole('status')).toContainText('Karel de Boer, 2026-4471');
  await expect(name).toHaveCount(0);
  await page.keyboard.press('Escape');
  await bar(anna).focus();
  await judge(anna, '2', 'bode ziet een man met een mes');
  await expect(bar(anna)).toContainText('Geverifieerd');

  // A name again, of whoever takes it down now, and no reason: there is nothing to choose.
  await page.keyboard.press('F8');
  await expect(panel(anna)).toContainText(
    'Nader bericht: nu geverifieerd. Meld dat het Prio 1 is.',
  );
  await expect(panel(anna)).not.toContainText('Schrijf waarom u een andere klasse kiest.');
  await expect(panel(anna).getByRole('group', { name: /^Voorlezen/ })).toContainText(
    'Prio 1 – geverifieerd',
  );
  await expect(panel(anna).getByLabel('Incidentnummer')).toHaveValue('2026-4471');
  await name.fill('Ria Vos');
  await page.keyboard.press('Enter');
  await expect(panel(anna)).toContainText(/Prio 1 bevestigd \d\d:\d\d:\d\d, Ria Vos/);
  await expect(panel(anna)).toContainText('Nader bericht: nu geverifieerd, Prio 1.');
  await expect(name).toHaveCount(0);
  await expect(timeline(anna)).toContainText('Prio 1 bevestigd door Ria Vos');

  await page.keyboard.press('Escape');
  await bar(anna).getByRole('button', { name: 'Besluit wijzigen' }).press('Enter');
  await expect(anna.workspace.getByRole('form', { name: 'Besluit intrekken' })).toBeVisible();
});

test('25 – a click, a tap, a short hold and moving off send nothing; a second does, and so do two steps', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit', { prepare: (window) => window.clock.install() });
  const { page } = anna;
  await readyToHandOver(anna, ...inLimburg);

  await hold(anna).click();
  await hold(anna).focus();
  await page.keyboard.press('Enter');
  // Held for less than it takes: nothing but time tells the two apart, so the page has none but this.
  await page.clock.pauseAt(Date.now() + 1_000);
  for (const [down, up] of [
    [() => page.keyboard.down('Enter'), () => page.keyboard.up('Enter')],
    [() => page.mouse.down(), () => page.mouse.up()],
    [() => page.mouse.down(), () => page.mouse.move(0, 0)],
    [() => page.keyboard.down('Enter'), () => page.keyboard.press('Tab')],
  ] as const) {
    await hold(anna).hover();
    await hold(anna).focus();
    await down();
    await page.clock.runFor(900);
    await up();
    await page.clock.runFor(900);
    await page.mouse.up();
    await page.keyboard.up('Enter');
  }
  await page.clock.resume();
  await expect(panel(anna).getByRole('status')).toContainText('nog niet doorgemeld');
  await expect(timeline(anna)).not.toContainText('Verzonden als');

  await hold(anna).hover();
  await page.mouse.down();
  await isSent(anna)();
  await page.mouse.up();

  // For who cannot hold: tick, then send.
  await page
    .getByRole('button', { name: /Anna de Wit/ })
    .first()
    .click();
  await page.getByLabel('Twee stappen').check();
  await page.keyboard.press('Escape');
  await press('232', ...inLimburg);
  await choose(anna, 'Marten Koopmans');
  await claimed(anna, 'Marten Koopmans');
  await judge(anna, '2', 'bode staat ernaast');
  await page.keyboard.press('F8');
  await expect(hold(anna)).toHaveAttribute('aria-disabled', 'true');
  await hold(anna).press('Enter');
  await expect(panel(anna).getByRole('status')).toContainText('nog niet doorgemeld');
  await panel(anna).getByLabel('Ik meld door').check();
  await hold(anna).click();
  await isSent(anna)();
});

test('26 – a line that falls away while sending sends once, and nothing is called sent before it is', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await readyToHandOver(anna, ...inLimburg);

  // The first one never leaves, the second one arrives and its answer is lost. It waits until was looked at
  // what the desk says meanwhile.
  const sent: string[] = [];
  const looked = Promise.withResolvers<void>();
  await page.route('**/api/alarms/*/commands', async (route) => {
    const command = route.request().postDataJSON() as { type: string; commandId: string };
    if (command.type !== 'SendHandover') return route.continue();
    sent.push(command.commandId);
    if (sent.length === 1) return route.abort('connectionreset');
    if (sent.length > 2) return route.continue();
    await looked.promise;
    await route.fetch();
    return route.abort('connectionreset');
  });
  await hold(anna).focus();
  await page.keyboard.down('Enter');
  await expect.poll(() => sent.length).toBeGreaterThan(0);
  await page.keyboard.up('Enter');
  await expect(panel(anna).getByRole('status')).not.toContainText(/verzonden/i);
  looked.resolve();
  await expect.poll(() => sent.length).toBeGreaterThan(2);
  await isSent(anna)();
  expect(new Set(sent).size).toBe(1);
  await expect(timeline(anna).getByText(/^Verzonden als/)).toHaveCount(1);
});

test('a page for the police is shared once it was handed over: shown this once, and taken back; so is what was not so', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await judge(anna, '2', 'bode ziet een man met een mes');
  await makeReady(anna);
  await panel(anna).getByLabel('Naam bij de meldkamer').fill('Karel de Boer');
  await panel(anna).getByLabel('Incidentnummer').fill('2026-4471');
  await page.keyboard.press('Enter');
  const links = panel(anna).getByRole('region', { name: 'Politiepagina' });
  await links.getByRole('button', { name: 'Politiepagina delen' }).click();
  await expect(links).toContainText(/\/p#/);
  await expect(links).toContainText(/Pincode, alleen per telefoon: \d{6}/);
  await expect(links).toContainText('0× geopend');

  // A status on the wrong alarm: withdrawn with a reason, struck through here and in the timeline, and so it is not.
  const state = panel(anna).getByRole('status').first();
  await panel(anna).focus();
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(state).toContainText('Ter plaatse');
  await panel(anna)
    .getByRole('button', { name: /^ter plaatse .* klopt niet$/ })
    .click();
  await page.keyboard.press('Enter');
  await expect(panel(anna)).toContainText('De politie leest deze reden op haar pagina');
  await expect(panel(anna)).toContainText('Vul een reden in.');
  await page.keyboard.type('was een ander alarm');
  await page.keyboard.press('Enter');
  await expect(state).toContainText('Doorgemeld, bevestigd');
  await expect(panel(anna).getByRole('deletion')).toHaveText(/^ter plaatse\s\d\d:\d\d:\d\d$/);
  const line = timeline(anna).getByRole('listitem');
  await expect(
    line.filter({ hasText: 'Politie: ter plaatse' }).getByRole('deletion'),
  ).toBeVisible();
  await expect(line.filter({ hasText: 'Politie: ter plaatse' })).toContainText(
    /ingetrokken door Anna de Wit, \d\d:\d\d:\d\d/,
  );
  await expect(line.filter({ hasText: 'was een ander alarm' })).toContainText(
    'Politiestatus klopt niet',
  );

  await links.getByRole('button', { name: 'Intrekken' }).click();
  await expect(links).toContainText('ingetrokken');

  // So is a note, by who wrote it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+n');
  await page.keyboard.type('man met rode jas');
  await page.keyboard.press('Control+Enter');
  await timeline(anna)
    .getByRole('button', { name: /^Corrigeer de notitie van/ })
    .click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('man met groene jas');
  await page.keyboard.press('Control+Enter');
  await expect(line.filter({ hasText: 'rode jas' }).getByRole('deletion')).toBeVisible();
  await expect(line.filter({ hasText: 'rode jas' })).toContainText(/gecorrigeerd door Anna de Wit/);
  await expect(line.filter({ hasText: 'groene jas' }).getByRole('deletion')).toHaveCount(0);
});

test('an agreement with the police is named where it holds, and one that is over never as valid', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  // At his home, about which it was agreed.
  await press('241', '--lat', '52.50862', '--lon', '6.0812');
  await claimed(anna, 'Wim Hoekstra');
  await expect(workspace).toContainText('Geldt waar de knop nu is');
  await page.keyboard.press('F8');
  await expect(panel(anna)).toContainText('Noem AOL 2026-0417: twee eenheden, achterom');
  const script = panel(anna).getByRole('group', { name: /^Voorlezen/ });
  await expect(script).toContainText('AOL 2026-0417: twee eenheden, achterom');
  await page.keyboard.press('Escape');

  await press('252', '--lat', '50.84961', '--lon', '5.72138');
  await choose(anna, 'Yvonne Claessens');
  await claimed(anna, 'Yvonne Claessens');
  await expect(workspace).toContainText(/verlopen op \d\d\W+\d\d\W+\d{4}/);
  await page.keyboard.press('F8');
  await expect(panel(anna)).toContainText(
    /AOL 2025-0093 voor deze plaats is verlopen op .*niet noemen/,
  );
  await expect(script).toContainText('stil aanrijden');
  await expect(script).not.toContainText('AOL');
  await page.keyboard.press('Escape');

  // Elsewhere it does not hold, however valid.
  await press('241', '--lat', '52.51243', '--lon', '6.09184');
  await choose(anna, 'Wim Hoekstra');
  await expect(workspace).toContainText('Geldt niet waar de knop nu is');
  await page.keyboard.press('F8');
  await expect(script).toContainText('stil aanrijden');
  await expect(script).not.toContainText('AOL');
});
