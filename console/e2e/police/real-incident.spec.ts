// One real incident from the first sound to its end, without a mouse.
import type { Locator, Page } from '@playwright/test';
import { bar, claimed, panel, timeline, listeningIn } from '../people/at-work.ts';
import { expect, test } from '../story.ts';

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
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);

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
  await expect(handover.getByLabel('Naam bij de meldkamer')).toBeFocused();

  // D4, E5: what is heard now is one key, history is said as that, and what reads otherwise is read again.
  const script = handover.getByRole('group', { name: /^Voorlezen/ });
  await expect(script).toContainText('gewonden onbekend. Eerder wapen gemeld, 2025.');
  await script.focus();
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
