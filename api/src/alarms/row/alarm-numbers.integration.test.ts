// The numbers by which people speak of alarms: each centre counts its own, so that none can tell from the
// holes how much another has to do.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCentre } from '../../settings/new-centre.ts';
import type { Database } from '../../db/connect.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery } from '../../testing/messages.ts';
import { seedCentre } from '../../testing/seed-centre.ts';

let centre: AlarmCentre;
/** Fails the transaction of a press after it took its number. */
let isCutOff = false;
beforeEach(async () => {
  isCutOff = false;
  const through = (database: Database): Database => ({
    ...database,
    transaction: (work, kind) =>
      database.transaction(async (tx) => {
        const { sql, db } = tx;
        const result = await work({ sql, db, commitBehind: () => {} });
        if (isCutOff) throw new Error('cut off');
        return result;
      }, kind),
  });
  centre = await openAlarmCentre({ buttons: 12, through });
});
afterEach(() => centre.end());

const numbersOf = async (centreId: string) =>
  (
    await centre.system.sql<{ number: number }[]>`
      select number from alarms where centre_id = ${centreId} order by number`
  ).map(({ number }) => number);

const from1001 = (count: number) => Array.from({ length: count }, (_, index) => 1001 + index);

test('each centre counts its own, however busy its neighbour is', async () => {
  const zuid = await seedCentre(centre.system, centre.keys, { name: 'Zuid', buttons: 3 });
  const { keys, clock, toAlarm } = centre;
  for (const [index, button] of centre.buttons.entries()) {
    await centre.press(button);
    const other = zuid.buttons[index / 4];
    if (other)
      await toAlarm(delivery(keys, other, zuid.centreId, clock.now(), 1), { record: true });
  }
  expect(await numbersOf(centre.centreId)).toEqual(from1001(12));
  expect(await numbersOf(zuid.centreId)).toEqual(from1001(3));
});

test('all at once: no number twice and none left out', async () => {
  await Promise.all(centre.buttons.map((button) => centre.press(button)));
  expect(await numbersOf(centre.centreId)).toEqual(from1001(12));
});

test('a press that joins takes none; two alarms of one message take two', async () => {
  const [first, second] = centre.buttons;
  await centre.press(first);
  await centre.press(first);
  await centre.press(second, [decoded('low-battery'), decoded('panic')]);
  expect(await numbersOf(centre.centreId)).toEqual(from1001(3));
});

test('a decision that fails leaves a hole in its own centre only', async () => {
  const zuid = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  isCutOff = true;
  await expect(centre.press()).rejects.toThrow('cut off');
  isCutOff = false;
  await centre.press();
  const { keys, clock, toAlarm } = centre;
  await toAlarm(delivery(keys, zuid.buttons[0]!, zuid.centreId, clock.now(), 1), { record: true });
  expect(await numbersOf(centre.centreId)).toEqual([1002]);
  expect(await numbersOf(zuid.centreId)).toEqual([1001]);
});

test('a centre that is added counts from the start, by whichever role it is added', async () => {
  const { superuser, system } = centre.database;
  const phones = { phone: '088 000 09 09', policePhone: '088 000 09 10' };
  const id = await system.transaction((tx) =>
    createCentre(centre, tx, { name: 'Oost', ...phones, by: { type: 'system', part: 'demo' } }),
  );
  const [row] = await superuser<{ number: string }[]>`select next_alarm_number(${id}) as number`;
  expect(Number(row?.number)).toBe(1001);
});
