// From the first sound to a name and a number at the control room, by telephone alone; and once each, what
// says no on the way.
import type { Locator, Page } from '@playwright/test';
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
import { tone } from '../buttons.ts';
import { inLimburg } from '../product/control-room.ts';
import { expect, press, sounds, test, type Desk } from '../story.ts';

const heard = ({ workspace }: Desk) => workspace.getByRole('region', { name: 'Meeluisteren' });
/** As a person without a mouse gets there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('no way there by Tab');
}

const missingSteps = (form: Locator) =>
  form.getByRole('region', { name: /volgens de alarminstructie/ }).getByRole('listitem');

test('37 – a real incident: heard, judged, handed over by telephone, closed, by keyboard alone', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await speak('231');
  await expect(anna.card('Joke van Dam')).toContainText('geluid');
  await claimed(anna, 'Joke van Dam');
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);

  // The judgement says what it rests on, in words and in the sound.
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect(bar(anna)).toContainText('Schrijf in één regel waarop dit besluit rust.');
  await page.keyboard.type('man dreigt met een mes');
  await page.keyboard.press('Enter');
  await expect(bar(anna)).toContainText('Geverifieerd door geluid');
  await expect(bar(anna)).toContainText(/geluid \d\d:\d\d:\d\d/);

  await page.keyboard.press('F8');
  const handover = panel(anna);
  await expect(handover.getByRole('status')).toContainText('Klaargezet door Anna de Wit');
  await expect(handover).toContainText('Meldkamer Noord-Holland');
  await expect(handover).toContainText('laatst getest');
  for (const words of ['Joke van Dam', 'man dreigt met een mes', 'Prio 1', 'stil aanrijden'])
    await expect(handover.getByRole('group', { name: /^Voorlezen/ })).toContainText(words);
  await expect(handover.getByRole('radio', { name: /Prio 1/ })).toBeChecked();
  await expect(handover.getByRole('group', { name: /^Voorlezen/ })).toBeFocused();
  await page.keyboard.type('12345678');
  await expect(handover).toContainText('8 van 8 teruggelezen');

  // D4, E5: what is heard now is one key, history is said as that, and what reads otherwise is read again.
  const script = handover.getByRole('group', { name: /^Voorlezen/ });
  await expect(script).toContainText('gewonden onbekend. Eerder wapen gemeld, 2025.');
  await page.keyboard.press('w');
  await expect(script).toContainText('Wapen gemeld. ');
  await expect(script).not.toContainText('Eerder wapen');
  await expect(handover).toContainText('7 van 8 teruggelezen');
  await page.keyboard.press('p');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await expect(script).toContainText('Wapen gemeld, 2 personen.');
  // What is no number says nothing, and Esc takes back what was typed.
  const persons = workspace.getByRole('spinbutton', { name: 'personen' });
  for (const [typed, end] of [
    ['e', 'Enter'],
    ['3', 'Escape'],
  ] as const) {
    await page.keyboard.press('p');
    await page.keyboard.type(typed);
    await page.keyboard.press(end);
    await expect(persons).toHaveValue('2');
  }
  await script.focus();
  await page.keyboard.press('6');
  await expect(handover).toContainText('8 van 8 teruggelezen');

  // Confirmed is a name and a number, not less.
  const name = handover.getByLabel('Naam bij de meldkamer');
  await tabTo(page, name);
  await page.keyboard.type('Karel de Boer');
  await page.keyboard.press('Enter');
  await expect(handover).toContainText('Vul het incidentnummer in.');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2026-4471');
  await page.keyboard.press('Enter');
  await expect(handover.getByRole('status')).toContainText('Karel de Boer, 2026-4471');
  await expect(timeline(anna)).toContainText('Doormelding per telefoon als Prio 1');
  await expect(timeline(anna)).toContainText('Doorgemeld: bevestigd door Karel de Boer');
  await expect(anna.card('Joke van Dam')).toContainText('politie: bevestigd');

  // What they say, and when it was so: not before there was an alarm.
  await expect(handover).toBeFocused();
  await tabTo(page, handover.getByRole('button', { name: 'ter plaatse' }));
  await page.keyboard.press('Enter');
  await tabTo(page, handover.getByLabel(/^Minuten geleden/));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('59');
  await page.keyboard.press('Enter');
  // E13: said beside the moment that it is about, and gone once another one was taken.
  const early = 'Dat moment ligt in de toekomst of voor het alarm';
  await expect(handover.getByRole('form', { name: 'Status van de politie' })).toContainText(early);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(page.getByText(early)).toHaveCount(0);
  await expect(handover.getByRole('status')).toContainText('Ter plaatse');
  await expect(timeline(anna)).toContainText(/ter plaatse .+ Karel de Boer/);
  const further = handover.getByRole('textbox', { name: 'Nader bericht aan de politie' });
  await tabTo(page, further);
  await page.keyboard.type('dader vertrekt te voet');
  await page.keyboard.press('Enter');
  await expect(handover).toContainText('Nader bericht: dader vertrekt te voet');

  // It is over when they say so, and not before.
  await page.keyboard.press('Escape');
  await expect(handover).toBeHidden();
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form', { name: /afhandelen/ });
  const real = form.getByLabel('Daadwerkelijk incident');
  await tabTo(page, form.getByLabel('Loos – per ongeluk'));
  for (let presses = 0; presses < 6 && !(await real.isChecked()); presses++)
    await page.keyboard.press('ArrowDown');
  await expect(real).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(form.getByRole('status').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F8');
  await tabTo(page, handover.getByRole('button', { name: 'afgerond' }));
  await page.keyboard.press('Enter');
  await tabTo(page, handover.getByLabel('Nummer, indien genoemd'));
  await page.keyboard.type('PL1100-2026');
  await page.keyboard.press('Enter');
  await expect(handover.getByRole('status')).toContainText('Afgerond');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F9');
  await tabTo(page, form.getByLabel('Loos – per ongeluk'));
  for (let presses = 0; presses < 6 && !(await real.isChecked()); presses++)
    await page.keyboard.press('ArrowDown');
  await expect(real).toBeChecked();

  // What the plan requires of a real one is said here, holds, and is done from here.
  const steps = missingSteps(form);
  await expect(steps).toHaveCount(2);
  await expect(steps.first()).toContainText('Bel de OOV-piket');
  await page.keyboard.press('Enter');
  await expect(form).toContainText('Verplichte stap nog open: Bel de OOV-piket');
  await expect(workspace).not.toContainText('Afgehandeld:');
  for (const left of [1, 0]) {
    await tabTo(page, steps.first().getByRole('button', { name: /^Gedaan/ }));
    await page.keyboard.press('Enter');
    await expect(steps).toHaveCount(left);
  }
  await tabTo(page, form.getByRole('button', { name: 'Afhandelen' }));
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Afgehandeld: Daadwerkelijk incident');
});

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

test('the duress word verifies by itself, and no press is harmless after it', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  // Whoever listens must be able to recognise it.
  await expect(workspace).toContainText('rode fiets');
  const word = workspace.getByLabel('Gehoord woord');
  await word.fill('Rode fiets');
  await word.press('Enter');
  await expect(workspace).toContainText('geldt als dwang');
  await expect(bar(anna)).toContainText('Geverifieerd door dwangwoord');
  await page.keyboard.press('F9');
  await workspace.getByLabel('Loos – per ongeluk').check();
  await expect(workspace.getByRole('form').getByRole('status')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F8');
  await expect(panel(anna).getByRole('radio', { name: /Prio 1/ })).toBeChecked();
});

test('NIET BELLEN hides the number of whoever may be there, until who listens lifts it and says why; E2 – a number is dialled and its outcome is one key', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  const { page, workspace } = anna;
  await speak('231');
  await claimed(anna, 'Joke van Dam');
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  await expect(workspace).not.toContainText('06 21 00 12 31');

  // Not by a colleague who hears nothing.
  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Dossier openen' }).click();
  const lifts = bram.workspace.getByRole('button', { name: 'Bellen toestaan' });
  await expect(lifts).toHaveAccessibleDescription(/luistert/i);

  // Somebody elsewhere can be called all the same.
  await workspace.getByRole('button', { name: /gesprek met OOV-piket Haarlem/ }).click();
  await workspace.getByRole('button', { name: 'geen gehoor' }).click();
  await expect(workspace).toContainText(/Ronde 1\s*geen gehoor/);

  await workspace.getByRole('button', { name: 'Bellen toestaan' }).click();
  const form = workspace.getByRole('form');
  await form.getByRole('button', { name: 'Bellen toestaan' }).click();
  await expect(form).toContainText('Vul een reden in.');
  await form.getByLabel('Reden').fill('hij is weg, zij praat met de bode');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Bellen toegestaan door Anna de Wit');
  await expect(workspace).toContainText('06 21 00 12 31');

  // E2: it is dialled beside this screen, which goes on; what came of it is one digit, in the line of the number.
  let lines = 0;
  page.on('websocket', () => (lines += 1));
  await workspace.getByRole('link', { name: '06 21 00 02 31' }).click();
  const outcomes = workspace.getByRole('group', { name: 'Uitkomst, Joke van Dam' });
  await expect(outcomes).toBeFocused();
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();
  await expect(anna.card('Joke van Dam')).toContainText('U 0');
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  expect(lines).toBe(0);
  await page.keyboard.press('2');
  await expect(workspace).toContainText(/06 21 00 02 31[^]*Ronde 1\s*geen gehoor/);
  await expect(outcomes).toBeHidden();
  await expect(bar(anna)).toBeFocused();
  await workspace.getByRole('link', { name: '06 21 00 02 31' }).click();
  await page.keyboard.press('1');
  await expect(workspace).toContainText(/Ronde 2\s*opgenomen/);
});

test('one listens and one telephones: what one does the other sees, and they change places with the sound on', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  // A tone has no pauses between words: where it is quiet, somebody lost it.
  await speak('231', tone);
  await claimed(anna, 'Joke van Dam');
  await expect(heard(anna)).toContainText('Geluid');
  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Ik bel', exact: true }).click();
  const roles = ({ workspace }: Desk) =>
    workspace.getByRole('group', { name: 'Luisteraar en beller' });
  await expect(roles(anna)).toContainText('Bram Jansen');
  await expect(roles(bram)).toContainText(/Beller\s*u/);

  await bram.page.keyboard.press('F8');
  await expect(panel(bram).getByRole('group', { name: /^Voorlezen/ })).toBeFocused();
  await bram.page.keyboard.press('3');
  await anna.page.keyboard.press('F8');
  await expect(panel(anna)).toContainText('1 van 8 teruggelezen');
  await anna.page.keyboard.press('Escape');
  await anna.workspace.getByLabel('Notitie').fill('man zegt dat hij blijft');
  await anna.page.keyboard.press('Control+Enter');
  await expect(timeline(bram)).toContainText('man zegt dat hij blijft');

  // The one who telephones may listen as well, and has the marks beside the sound.
  await bram.page.keyboard.press('Escape');
  await bram.page.keyboard.press('F4');
  await expect(heard(bram)).toContainText('Geluid');
  await anna.page.keyboard.press('Control+m');
  await expect(anna.workspace.getByRole('group', { name: /^Markering \d/ })).toBeFocused();
  await anna.page.keyboard.press('3');
  await expect(bram.workspace.getByRole('list', { name: 'Markeringen' })).toContainText(
    'geschreeuw',
  );

  // They change places and back, on the lines that they have: one made anew would be quiet for a while.
  for (const { page } of [anna, bram]) await page.evaluate(countNegotiations);
  for (const [from, to] of [
    [anna, bram],
    [bram, anna],
  ] as const) {
    await from.workspace.getByRole('button', { name: 'Wisselen' }).click();
    await expect(roles(to)).toContainText(/Luisteraar\s*u/);
    for (const each of [anna, bram]) await expect(heard(each)).toContainText('Geluid');
  }
  for (const { page } of [anna, bram])
    expect(await page.evaluate(() => (window as unknown as Negotiating).negotiations)).toBe(0);
});

test('E6 – changing places brings the sound along and is told; sound that nobody hears is said at every post', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await speak('231', tone);
  await claimed(anna, 'Joke van Dam');
  await expect(heard(anna)).toContainText('Geluid');
  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Ik bel', exact: true }).click();
  await expect(bram.workspace.getByRole('meter')).toHaveCount(0);

  // The listener hands over her ear: it is at the other's desk, which did nothing for it.
  await anna.workspace.getByRole('button', { name: 'Wisselen' }).click();
  await expect(heard(bram)).toContainText('Geluid');
  await expect(
    bram.page.getByText(/gewisseld door Anna de Wit\. U luistert nu/).first(),
  ).toBeVisible();
  await expect(anna.page.getByText(/gewisseld door Anna de Wit\. U belt nu/).first()).toBeVisible();
  const banner = ({ page }: Desk) =>
    page.getByRole('alert').filter({ hasText: 'NIEMAND LUISTERT' });
  for (const each of [anna, bram]) await expect(banner(each)).toHaveCount(0);

  // Both stop: somebody is still speaking there, and it is said until somebody listens again.
  for (const { page } of [anna, bram]) await page.keyboard.press('F4');
  for (const each of [anna, bram]) {
    await expect(banner(each)).toContainText('Joke van Dam');
    await expect(bar(each)).toContainText(/Luisteraar\s*(u|Bram Jansen), hoort niets/);
    await expect
      .poll(async () => (await sounds(each.page)).some(({ frequency }) => frequency === 600))
      .toBe(true);
  }
  await banner(bram).getByRole('button', { name: 'Meeluisteren' }).click();
  await expect(heard(bram)).toContainText('Geluid');
  for (const each of [anna, bram]) await expect(banner(each)).toHaveCount(0);
});

type Negotiating = { negotiations: number };

/** In the page, from now on: a line or a track made anew is agreed on with the other side. */
function countNegotiations(): void {
  const { prototype } = RTCPeerConnection;
  const agree: (this: RTCPeerConnection, other: RTCSessionDescriptionInit) => Promise<void> =
    prototype.setRemoteDescription;
  const counted = window as unknown as Negotiating;
  counted.negotiations = 0;
  prototype.setRemoteDescription = function (description) {
    counted.negotiations += 1;
    return agree.call(this, description);
  };
}

test('a page for the police is shared once it was handed over: shown this once, and taken back', async ({
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
  await links.getByRole('button', { name: 'Intrekken' }).click();
  await expect(links).toContainText('ingetrokken');
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
  await expect(workspace).toContainText(/verlopen op \d\d-\d\d-\d{4}/);
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
