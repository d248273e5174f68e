// F3 over a real database: what it finds, by what, and what it keeps back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { closeAlarm } from '../../testing/close-alarm.ts';
import { seedCentre } from '../../testing/seed-centre.ts';
import { searchDesk } from './search-desk.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
});
afterEach(() => centre.end());

const found = (search: string, person = centre.anna) =>
  centre.asActor(person, 'alarm.command', (tx) => searchDesk(tx, search, centre.clock.now()));
const numbers = async (search: string) => (await found(search)).alarms.map(({ number }) => number);

test('a closed alarm by its number, its holder, his function and his button; an open one is on the board', async () => {
  const { alarmId } = await centre.press();
  expect(await numbers('1001')).toEqual([]);
  await closeAlarm(centre, alarmId, { outcome: 'threat' });
  for (const search of ['1001', '#1001', 'drager noord1', 'Noord1'])
    expect(await numbers(search)).toEqual([1001]);
  const [alarm] = (await found('#1001')).alarms;
  expect(alarm).toMatchObject({
    alarmId,
    outcome: 'threat',
    serial: 'Noord1',
    name: 'Drager Noord1',
  });
  expect(await numbers('#1002')).toEqual([]);
  expect(await numbers('100')).toEqual([]);
});

test('a person by a telephone number as somebody says it, with the alarm that goes on', async () => {
  const { holderId } = centre.buttons[0]!;
  await centre.database
    .superuser`update holders set phone = '+31 6 1234 5678' where id = ${holderId}`;
  for (const search of ['06 1234 5678', '0612345678', '12345678', '+31612345678'])
    expect((await found(search)).persons).toMatchObject([{ holderId, openAlarmId: null }]);
  expect((await found('06 1234 5679')).persons).toEqual([]);
  expect((await found('12 34')).persons).toEqual([]);
  const { alarmId } = await centre.press();
  expect((await found('0612345678')).persons).toMatchObject([{ holderId, openAlarmId: alarmId }]);
});

test('a button that nobody wears, by its number', async () => {
  const { id } = centre.buttons[2]!;
  expect((await found('Noord3')).buttons).toEqual([]);
  await centre.database.superuser`delete from loans where button_id = ${id}`;
  const { persons, buttons } = await found('Noord3');
  expect(persons.every(({ button }) => button === null)).toBe(true);
  expect(buttons).toEqual([{ id, serial: 'Noord3', openAlarmId: null }]);
});

test('a harmless one is kept back while an alarm of the same person waits for its judgement', async () => {
  const first = await centre.press();
  await closeAlarm(centre, first.alarmId);
  expect(await numbers('Noord1')).toEqual([1001]);
  centre.clock.advance(3_600_000);
  const { alarmId } = await centre.press();
  expect(await numbers('Noord1')).toEqual([]);
  expect(await numbers('1001')).toEqual([]);
  const expectedVersion = 10_000;
  await centre.ask(centre.anna, alarmId, { type: 'Claim', expectedVersion });
  await centre.ask(centre.anna, alarmId, {
    type: 'JudgeUnverifiable',
    note: 'ruis',
    expectedVersion,
  });
  expect(await numbers('Noord1')).toEqual([1001]);
});

test('what was erased is found by its number alone, and names nobody', async () => {
  const { alarmId } = await centre.press();
  await closeAlarm(centre, alarmId, { outcome: 'threat' });
  await centre.database.superuser`
    update alarms set state = state || '{"erased":{"at":"2026-03-02T09:00:00.000Z","why":"request"}}'
    where id = ${alarmId}`;
  expect(await numbers('Noord1')).toEqual([]);
  expect((await found('1001')).alarms).toMatchObject([{ name: null }]);
});

test('nothing of another centre', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const { alarmId } = await centre.press();
  await closeAlarm(centre, alarmId, { outcome: 'threat' });
  expect(await found('1001', south.anna)).toEqual({ persons: [], buttons: [], alarms: [] });
  expect(await found('Noord1', south.anna)).toEqual({ persons: [], buttons: [], alarms: [] });
});
