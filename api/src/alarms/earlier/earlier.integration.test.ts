// What came before an alarm, over HTTP's own rules and a real database: whose it is, what is kept back and until when, and
// that every look is written down.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { closeAlarm } from '../../testing/close-alarm.ts';
import { readEarlier } from './read-earlier.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
});
afterEach(() => centre.end());

const expectedVersion = 10_000;
const asked = async (alarmId: string, person = centre.anna) => {
  const earlier = await centre.asActor(person, 'alarm.dossier', (tx) =>
    readEarlier(tx, centre.keys, alarmId),
  );
  if (typeof earlier === 'string') return earlier;
  const { alarms, withoutHarmless } = earlier;
  return { told: alarms.map(({ outcome, of }) => `${outcome} ${of}`), withoutHarmless, alarms };
};
const ask = async (alarmId: string, command: PersonCommand) =>
  expect(await centre.ask(centre.anna, alarmId, command)).toMatchObject({ status: 'accepted' });
const claim = (alarmId: string) => ask(alarmId, { type: 'Claim', expectedVersion });
/** A press that is over. */
async function over(outcome: Outcome, button = centre.buttons[0]!): Promise<string> {
  const { alarmId } = await centre.press(button);
  await closeAlarm(centre, alarmId, { outcome });
  centre.clock.advance(3_600_000);
  return alarmId;
}

test('nothing is told before somebody has it, and nothing of another centre or of no alarm', async () => {
  await over('real-incident');
  const { alarmId } = await centre.press();
  expect(await asked(alarmId)).toBe('not-claimed');
  expect(await asked(randomUUID())).toBe('not-found');
});

test('harmless ones are in no answer before the judgement, nor is that there are any', async () => {
  await over('false-accident');
  await over('threat');
  await over('false-technical');
  const { alarmId } = await centre.press();
  await claim(alarmId);
  const before = await asked(alarmId);
  expect(before).toMatchObject({ told: ['threat holder'], withoutHarmless: true });

  await ask(alarmId, { type: 'JudgeUnverifiable', note: '', expectedVersion });
  expect(await asked(alarmId)).toMatchObject({
    told: ['false-technical holder', 'threat holder', 'false-accident holder'],
    withoutHarmless: false,
  });

  // Of somebody without any the answer says the same until then.
  const other = await centre.press(centre.buttons[1]);
  await claim(other.alarmId);
  expect(await asked(other.alarmId)).toMatchObject({ told: [], withoutHarmless: true });
});

test('what was said of danger then is told of his own alarm, and of nobody else who wore the button', async () => {
  const [worn, lentTo] = centre.buttons;
  const { alarmId: first } = await centre.press(worn);
  await claim(first);
  const enter = { type: 'EnterSituation', heard: { weapon: 'yes', children: 'no' } } as const;
  await ask(first, enter);
  await closeAlarm({ ...centre, ask: skipClaim }, first, { outcome: 'real-incident' });
  centre.clock.advance(3_600_000);

  const { alarmId } = await centre.press(worn);
  await claim(alarmId);
  const his = await asked(alarmId);
  expect(his).toMatchObject({ alarms: [{ alarmId: first, of: 'holder', reported: ['weapon'] }] });
  await closeAlarm({ ...centre, ask: skipClaim }, alarmId, { outcome: 'threat' });

  // The button goes to somebody else: his alarms there stand as the button's, and say nothing of him.
  await centre.database.superuser`
    update loans set holder_id = ${lentTo!.holderId} where button_id = ${worn!.id}`;
  await centre.database.superuser`delete from loans where button_id = ${lentTo!.id}`;
  centre.clock.advance(3_600_000);
  const { alarmId: next } = await centre.press(worn);
  await claim(next);
  expect(await asked(next)).toMatchObject({
    told: ['threat button', 'real-incident button'],
    alarms: [{ reported: [] }, { reported: [] }],
  });
});
const skipClaim: AlarmCentre['ask'] = (person, alarmId, command, commandId) =>
  command.type === 'Claim' && person === centre.anna
    ? Promise.resolve({ status: 'accepted' } as Awaited<ReturnType<AlarmCentre['ask']>>)
    : centre.ask(person, alarmId, command, commandId);

test('an exercise, a fault, what came later and what was erased is no history', async () => {
  const erased = await over('threat');
  const exercise = await over('threat');
  const fault = await over('threat');
  const { alarmId } = await centre.press();
  await claim(alarmId);
  const set = centre.database.superuser;
  await set`update alarms set mode = 'exercise' where id = ${exercise}`;
  await set`update alarms set kind = 'fault' where id = ${fault}`;
  await set`
    update alarms set state = state || '{"erased":{"at":"2026-03-02T09:00:00.000Z","why":"request"}}'
    where id = ${erased}`;
  expect(await asked(alarmId)).toMatchObject({ told: [] });

  // An open one of his is told, and the newer of the two is no history of the older.
  await set`update loans set holder_id = ${centre.buttons[0]!.holderId}
    where button_id = ${centre.buttons[1]!.id}`;
  centre.clock.advance(1_000);
  const later = await centre.press(centre.buttons[1]);
  await claim(later.alarmId);
  expect(await asked(later.alarmId)).toMatchObject({ told: ['null holder'] });
  expect(await asked(alarmId)).toMatchObject({ told: [] });
});

test('ten at most, the newest', async () => {
  const alarmId = await over('threat');
  await centre.database.superuser`
    insert into alarms (id, centre_id, municipality_id, button_id, number, kind, mode, open, version,
      head_hash, subject_id, state, raised_at, updated_at)
    select gen_random_uuid(), centre_id, municipality_id, button_id, number + n, kind, mode, open, version,
      head_hash, subject_id, state, raised_at + n * interval '1 minute', updated_at
    from alarms cross join generate_series(1, 20) as n where id = ${alarmId}`;
  const next = await centre.press();
  await claim(next.alarmId);
  const { alarms } = (await asked(next.alarmId)) as { alarms: { number: number }[] };
  expect(alarms).toHaveLength(10);
});
