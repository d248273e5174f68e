// A14: making a key waits for the disk twice, and whoever waits so holds no lock. Counted in every transaction: the
// key files that are there when it ends are those that were there when it began.
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBoard } from '../alarm-queries.ts';
import type { Database } from '../../db/connect.ts';
import { frameOf } from '../../testing/instance/device.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { openIntake } from '../../testing/intake.ts';
import { createRaiseByHand } from '../by-hand/by-hand.ts';

let centre: AlarmCentre;
let transactions: number;
let madeInside: number;
const keyFiles = () => readdirSync(join(centre.keys.folder, 'subjects')).length;

function counting(database: Database): Database {
  return {
    ...database,
    transaction: (work, kind) =>
      database.transaction(async (tx) => {
        const before = keyFiles();
        try {
          return await work(tx);
        } finally {
          transactions += 1;
          madeInside += keyFiles() - before;
        }
      }, kind),
  };
}

beforeEach(async () => {
  centre = await openAlarmCentre({ through: counting });
  transactions = 0;
  madeInside = 0;
});
afterEach(() => centre.end());

const alarms = async () =>
  (
    await centre.asActor(centre.anna, 'alarm.read', (tx) =>
      readBoard(tx, centre.keys, centre.centreId, centre.clock.now()),
    )
  ).alarms;

test('A14 presses of accounts that nobody knows, and what nobody can read', async () => {
  const intake = await openIntake(centre);
  const before = keyFiles();
  for (let index = 0; index < 25; index += 1)
    await intake.receive(frameOf({ account: `F000${index}`, key: undefined }, { sequence: 1 }));
  transactions = 0;
  await intake.round();
  await intake.settled();
  // Twenty of their own and the collective one, each in one try: a key is there before it is missed.
  expect(await alarms()).toHaveLength(21);
  expect(keyFiles() - before).toBe(21);
  expect(transactions).toBe(25 + 1);
  expect(madeInside).toBe(0);
});

test('A14 a press of somebody who was erased, and a person who is in no register', async () => {
  const { asActor, keys, clock, announce } = centre;
  keys.erase(centre.buttons[0]!.holderId);
  await centre.press();
  const raise = createRaiseByHand({ asActor, keys, clock, announce });
  const asked = { alarmId: randomUUID(), place: 'Raaks', reason: 'belt zelf' };
  const byHand = await raise(centre.anna, { ...asked, whom: { type: 'unknown', name: 'Joost' } });
  expect(byHand).toMatchObject({ status: 'accepted' });
  expect((await alarms()).map(({ personal }) => personal !== null)).toEqual([true, true]);
  expect(madeInside).toBe(0);
});

test('A14 the first words about an alarm of the last resort, and what joins it', async () => {
  const [button] = centre.buttons;
  const { events } = await centre.raiseBare({
    id: randomUUID(),
    centreId: centre.centreId,
    buttonId: button!.id,
    protocol: 'dc09',
    account: button!.account,
    receivedAt: centre.clock.now(),
    disposition: 'pending',
    signals: [{ kind: 'panic' }],
  });
  const { alarmId } = events[0]!;
  expect(keyFiles()).toBe(1);
  await centre.press();
  const note = { type: 'AddNote', noteId: randomUUID(), text: 'bel', happenedAt: null } as const;
  expect(await centre.ask(centre.anna, alarmId, note)).toMatchObject({ status: 'accepted' });
  expect(await alarms()).toMatchObject([{ id: alarmId, personal: { holder: {} } }]);
  expect([keyFiles(), madeInside]).toEqual([2, 0]);
});
