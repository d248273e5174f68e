// The two ways of a message to the disk, and what one of them does when the other fails or hangs.
import { afterEach, expect, test } from 'vitest';
import { connect, type Database } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { delivery } from '../testing/messages.ts';
import type { SeededButton } from '../testing/seed-centre.ts';
import { createTakeIn } from './take-in.ts';
import { createToAlarm } from '../alarms/press/to-alarm.ts';
import type { Handled } from './handled.ts';
import { recoverMessages } from '../testing/rounds.ts';

let centre: AlarmCentre;
afterEach(() => centre.end());

const broken = () => Promise.reject(new Error('broken'));
/** Statements sent outside a transaction: the message alone. */
const withoutRecording = (database: Database): Database => ({
  ...database,
  sql: new Proxy(database.sql, { apply: broken }),
});
const withoutDeciding = (database: Database): Database => ({ ...database, transaction: broken });

async function open(through?: (database: Database) => Database) {
  centre = await openAlarmCentre(through ? { through } : {});
  const message = delivery(centre.keys, centre.buttons[0]!, centre.centreId, centre.clock.now(), 1);
  const decisions: Handled[] = [];
  const kept = async () =>
    (
      await centre.database.system.sql<{ disposition: string; alarms: number }[]>`
        select disposition, (select count(*)::int from alarms) as alarms from messages`
    )[0];
  return { decisions, kept, takeIn: () => centre.takeIn(message, (made) => decisions.push(made)) };
}

test('a decision that hangs on a lock does not keep the device waiting', async () => {
  const { takeIn, kept, decisions } = await open();
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
  const holding = centre.database.system.transaction(async ({ sql }) => {
    await sql`select from buttons for update`;
    hasLock();
    await released;
  });
  await locked;

  await takeIn();
  expect(await kept()).toEqual({ disposition: 'pending', alarms: 0 });

  release?.();
  await holding;
  await expect.poll(() => decisions.length).toBe(1);
  expect(await kept()).toEqual({ disposition: 'accepted', alarms: 1 });
});

test('a decision that fails is left to the recovery, and the message is there', async () => {
  const { takeIn, kept, decisions } = await open(withoutDeciding);
  await takeIn();
  expect(decisions).toEqual([]);
  expect(await kept()).toEqual({ disposition: 'pending', alarms: 0 });

  centre.clock.advance(1_000);
  const whole = centre.database.system;
  const { announce, log, clock, keys, raiseBare } = centre;
  const toAlarm = createToAlarm({ system: whole, keys, clock, faultPoint: () => {} });
  await recoverMessages({ system: whole, keys, toAlarm, raiseBare, announce, log }, clock.now());
  expect(await kept()).toEqual({ disposition: 'accepted', alarms: 1 });
});

test('recording alone fails: the decision answers for it', async () => {
  const { takeIn, kept } = await open(withoutRecording);
  await takeIn();
  expect(await kept()).toEqual({ disposition: 'accepted', alarms: 1 });
});

test('neither gets through: nothing may be acknowledged', async () => {
  const { takeIn, kept } = await open((database) => withoutDeciding(withoutRecording(database)));
  await expect(takeIn()).rejects.toThrow('broken');
  expect(await kept()).toBeUndefined();
});

test('of one button one decision waits for its lock, and the next button has the other connection', async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
  const [held, other] = centre.buttons;
  const holding = centre.system.transaction(async ({ sql }) => {
    await sql`select from buttons where id = ${held!.id} for update`;
    hasLock();
    await released;
  });
  await locked;
  // As many as a press has, and no end to the waiting but the test's own.
  const endless = { ...limitsOf.press, lockMilliseconds: 60_000, statementMilliseconds: 60_000 };
  const press = connect(centre.database.systemUrl, { name: 'press', ...endless });
  const { keys, clock, recordAlone, log, centreId } = centre;
  const toAlarm = createToAlarm({ system: press, keys, clock, faultPoint: () => {} });
  const takeIn = createTakeIn({ recordAlone, toAlarm, log });
  const decided: string[] = [];
  const take = ({ id, ...button }: SeededButton, sequence: number) =>
    takeIn(delivery(keys, { id, ...button }, centreId, clock.now(), sequence), () => {
      decided.push(id);
    });
  for (let sequence = 1; sequence <= 5; sequence += 1) await take(held!, sequence);
  await take(other!, 1);
  await expect.poll(() => decided).toEqual([other!.id]);

  release();
  await holding;
  await expect.poll(() => decided).toEqual([other!.id, ...Array<string>(5).fill(held!.id)]);
  await press.end();
});
