// Data goes beside the telephone and never in its place: only where there is a system, once, and said.
import type { Locator } from '@playwright/test';
import {
  callsNow,
  choose,
  claimed,
  heldUntil,
  isSent,
  judge,
  makeReady,
  panel,
  readyToHandOver,
  timeline,
} from '../people/at-work.ts';
import { inLimburg } from '../product/control-room.ts';
import { expect, press, test, type Desk } from '../story.ts';

const lines = (desk: Desk): Locator =>
  panel(desk).getByRole('list', { name: 'Gegevens naast de telefoon' });

test('the second that the button is held tells the control room by data as well, once, over a line that is cut', async ({
  desk,
  controlRoom,
}) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await readyToHandOver(anna, ...inLimburg);
  await expect(panel(anna)).toContainText('Meldkamer Limburg');
  await expect(lines(anna)).toContainText('Gegevens gaan mee naar meldkamer Limburg');
  expect(controlRoom.received()).toEqual([]);

  // It is read over there, and the line ends before the answer.
  controlRoom.become('cuts');
  await heldUntil(anna, isSent(anna));
  await expect(lines(anna)).toContainText('onderweg naar meldkamer Limburg, nog niet ontvangen');
  await expect.poll(() => controlRoom.received().length).toBeGreaterThan(0);
  await expect(lines(anna)).toContainText('onderweg');
  controlRoom.become('takes');
  await expect(lines(anna)).toContainText(
    /ontvangen door het systeem van meldkamer Limburg, \d\d:/,
  );
  const [first, ...repeats] = controlRoom.received();
  expect(repeats.length).toBeGreaterThan(0);
  for (const { id, body } of repeats)
    expect({ id, body }).toEqual({ id: first!.id, body: first!.body });
  expect(first).toMatchObject({
    type: 'alarm.handover',
    data: { class: 'prio-1', mode: 'real', heard: 'bode ziet een man met een mes' },
  });
  await expect(timeline(anna)).toContainText('(telefoon, gegevens gaan mee)');
  await expect(timeline(anna).getByText('Gegevens ontvangen door het systeem')).toHaveCount(1);

  // The same control room's other number is another telephone and no other case.
  await panel(anna).getByRole('button', { name: 'Geen gehoor: volgend nummer' }).click();
  await heldUntil(anna, () => expect(timeline(anna)).toContainText('Doormelding per telefoon'));
  await panel(anna).getByLabel('Naam bij de meldkamer').fill('Karel de Boer');
  await panel(anna).getByLabel('Incidentnummer').fill('2026-4471');
  await page.keyboard.press('Enter');
  await expect(panel(anna).getByRole('status')).toContainText('Karel de Boer');
  await panel(anna)
    .getByRole('textbox', { name: 'Nader bericht aan de politie' })
    .fill('dader vertrekt te voet');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => controlRoom.received().filter(({ type }) => type === 'alarm.message'))
    .toMatchObject([{ data: { text: 'dader vertrekt te voet' } }]);
  const handovers = controlRoom.received().filter(({ type }) => type === 'alarm.handover');
  expect(new Set(handovers.map(({ id }) => id)).size).toBe(1);
});

test('where a control room has no system, or it is told by telephone alone, the desk says that nothing went by data', async ({
  desk,
  controlRoom,
}) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await judge(anna, '2', 'bode ziet een man met een mes');
  await makeReady(anna);
  await expect(panel(anna)).toContainText('Meldkamer Noord-Holland');
  await expect(lines(anna)).toHaveText('Geen koppeling met deze meldkamer: alleen telefoon.');
  await callsNow(anna);
  await expect(lines(anna)).toHaveText('Geen koppeling met deze meldkamer: alleen telefoon.');
  await expect(timeline(anna)).toContainText('Belt de meldkamer: Prio 1');
  await anna.page.keyboard.press('Escape');

  // Where there is one, it was named by telephone before the button was held.
  await press('232', ...inLimburg);
  await choose(anna, 'Marten Koopmans');
  await claimed(anna, 'Marten Koopmans');
  await judge(anna, '2', 'bode ziet een man met een mes');
  await makeReady(anna);
  await panel(anna).getByLabel('Naam bij de meldkamer').fill('Karel de Boer');
  await panel(anna).getByLabel('Incidentnummer').fill('2026-4471');
  await anna.page.keyboard.press('Enter');
  await expect(panel(anna).getByRole('status')).toContainText('Karel de Boer');
  await expect(lines(anna)).toHaveText('Er is niets per gegevens verstuurd.');
  expect(controlRoom.received()).toEqual([]);
});
