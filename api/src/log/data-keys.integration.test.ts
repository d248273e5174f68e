// What is sealed of an alarm stands under a key of its own, kept with it and read with it: whoever takes that row away
// ends this alarm's words everywhere, and no other's of the same holder.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyLog } from '../streams.ts';
import { closeAlarm } from '../testing/close-alarm.ts';
import { readEverywhere } from '../testing/read-everywhere.ts';
import { asBeforeOwnKeys } from '../alarms/erasing/test-older-alarm.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

type Row = { stream_id: string; subject_id: string; stream_type: string; wrapped: string };
const kept = () => centre.system.sql<Row[]>`
  select stream_id, subject_id, stream_type, wrapped from log.data_keys order by stream_id`;
const takeAway = (alarmId: string) =>
  centre.database.superuser`delete from log.data_keys where stream_id = ${alarmId}`;
const note = (alarmId: string, text: string, commandId = randomUUID()) =>
  centre.ask(
    centre.anna,
    alarmId,
    { type: 'AddNote', noteId: randomUUID(), text, happenedAt: null },
    commandId,
  );

async function press(): Promise<string> {
  const { alarmId } = await centre.press();
  return alarmId;
}

test('of two alarms of one holder each has its own, and the end of one leaves the other', async () => {
  const loos = await press();
  await note(loos, 'hoort een radio');
  await closeAlarm(centre, loos);
  const real = await press();
  await note(real, 'hoort roepen');
  const rows = await kept();
  expect(rows.map((row) => row.stream_id).sort()).toEqual([loos, real].sort());
  expect(new Set(rows.map(({ wrapped }) => wrapped)).size).toBe(2);
  expect(new Set(rows.map(({ subject_id }) => subject_id)).size).toBe(1);
  expect(await readEverywhere(centre)).toMatch(
    /kind drukte.*hoort een radio|hoort een radio.*kind drukte/,
  );

  await takeAway(loos);
  const said = await readEverywhere(centre);
  expect(said).not.toMatch(/hoort een radio|kind drukte|zij staat ernaast/);
  expect(said).toContain('hoort roepen');
  expect(said).toContain('Drager Noord1');
});

test('what is said again under the same command is read with it', async () => {
  const alarmId = await press();
  const commandId = randomUUID();
  const first = await note(alarmId, 'hoort een radio', commandId);
  expect(await note(alarmId, 'hoort een radio', commandId)).toEqual(first);
});

test('one that a release before began reads on, and what is said of it from now on stands under its own', async () => {
  const alarmId = await press();
  await note(alarmId, 'hoort een radio');
  await asBeforeOwnKeys(centre, alarmId);
  expect(await readEverywhere(centre)).toContain('hoort een radio');
  expect(await kept()).toEqual([]);
  await note(alarmId, 'hoort roepen');
  expect(await kept()).toMatchObject([{ stream_id: alarmId, stream_type: 'alarm' }]);
  expect(await readEverywhere(centre)).toMatch(/hoort een radio.*hoort roepen/);
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
  await takeAway(alarmId);
  const said = await readEverywhere(centre);
  expect(said).toContain('hoort een radio');
  expect(said).not.toContain('hoort roepen');
});

test('two who write the first words of a bare alarm at once are both heard', async () => {
  const { events } = await centre.raiseBare(undecided());
  const [raised] = events;
  expect(await kept()).toEqual([]);
  const said = Array.from({ length: 6 }, (_, index) => `regel ${index}`);
  const answers = await Promise.all(said.map((text) => note(raised!.alarmId, text)));
  expect(answers.map(({ status }) => status)).toEqual(said.map(() => 'accepted'));
  expect(await kept()).toHaveLength(1);
  const read = await readEverywhere(centre);
  for (const text of said) expect(read).toContain(text);
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});

function undecided() {
  const { centreId, buttons, clock } = centre;
  return {
    id: randomUUID(),
    centreId,
    buttonId: buttons[0]!.id,
    protocol: 'dc09' as const,
    account: buttons[0]!.account,
    disposition: 'pending' as const,
    receivedAt: clock.now(),
    signals: [{ kind: 'panic' as const }],
  };
}

test('the log is whole without the key, and so is the row', async () => {
  const alarmId = await press();
  await note(alarmId, 'hoort een radio');
  await takeAway(alarmId);
  const { faults } = await verifyLog(centre.system, centre.keys);
  expect(faults).toEqual([]);
});
