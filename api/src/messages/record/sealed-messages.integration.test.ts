// A message's content in the database: under whose key it comes to stand, what is left of it once he was
// erased, and what becomes of rows that an older release wrote in clear.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery, fixAt } from '../../testing/messages.ts';
import { openButtonDirectory } from '../../buttons/register/button-directory.ts';
import { listSignals } from '../list-signals.ts';
import { recordMessage } from './record-message.ts';
import { recoverMessages } from '../../testing/rounds.ts';
import { sealClearMessages } from './seal-clear-messages.ts';
import { createToAlarm } from '../../alarms/press/to-alarm.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
});
afterEach(() => centre.end());

const fix = fixAt(52.370217, 4.895168);
const press = () => [decoded('panic', { position: fix, text: 'hij heeft een mes' })];

const subjects = async () =>
  (
    await centre.system.sql<{ subject_id: string | null }[]>`
      select subject_id from messages order by received_at`
  ).map((row) => row.subject_id);

/** As `achterwacht signals` lists them, in another process than the one that sealed. */
const listed = () => listSignals(centre.system.sql, centre.keys.reopen(), { limit: 10 });

async function recover(keys: KeyRing = centre.keys): Promise<void> {
  const { system, clock, announce, log } = centre;
  const toAlarm = createToAlarm({ system, keys, clock, faultPoint: () => {} });
  clock.advance(2_000);
  await recoverMessages(
    { system, keys, toAlarm, raiseBare: centre.raiseBare, announce, log },
    clock.now(),
  );
}

/** Recorded, and cut off before anything was decided. */
async function leaveUndecided(): Promise<void> {
  const { system, keys, centreId, clock } = centre;
  const message = delivery(keys, centre.buttons[0]!, centreId, clock.now(), 1, press());
  await recordMessage(system.sql, keys, message);
}

test('stands under the key of who wears the button, and is listed as it came', async () => {
  await centre.press(centre.buttons[0], press());
  expect(await subjects()).toEqual([centre.buttons[0]!.holderId]);
  expect(await listed()).toMatchObject([
    {
      kind: 'panic',
      latitude: fix.latitude,
      longitude: fix.longitude,
      raw: `${centre.buttons[0]!.account} 1`,
    },
  ]);
});

test('the register knows who wears a button, and has his key before anybody presses', async () => {
  const { system, keys, clock } = centre;
  const [worn, free] = centre.buttons;
  await centre.database.superuser`delete from loans where button_id = ${free!.id}`;
  const directory = await openButtonDirectory({
    press: system,
    background: system,
    keys,
    clock,
  });
  expect(directory.find(worn!.account)?.subjectId).toBe(worn!.holderId);
  expect(directory.find(free!.account)?.subjectId).toBe(free!.id);
  expect(keys.reopen().find(free!.id)).not.toBeNull();

  await centre.database
    .superuser`update loans set starts_at = ${clock.now().toISOString()}::timestamptz + interval '1 minute'`;
  await directory.reload();
  expect(directory.find(worn!.account)?.subjectId).toBe(worn!.id);
  await centre.database.superuser`update loans set starts_at = ${clock.now().toISOString()}`;
  await directory.refresh(worn!.account);
  expect(directory.find(worn!.account)?.subjectId).toBe(worn!.holderId);
});

test('lent to another since the register was read: it comes to stand under his key', async () => {
  const [first, second] = centre.buttons;
  await centre.database.superuser`
    update loans set holder_id = ${second!.holderId} where button_id = ${first!.id}`;
  await centre.press(first, press());
  expect(await subjects()).toEqual([second!.holderId]);

  // The recovery does the same with what was recorded alone.
  await leaveUndecided();
  expect(await subjects()).toEqual([second!.holderId, first!.holderId]);
  await recover();
  expect(await subjects()).toEqual([second!.holderId, second!.holderId]);
  centre.keys.erase(first!.holderId);
  expect(await listed()).toMatchObject([{ latitude: fix.latitude }, { latitude: fix.latitude }]);
});

test('a device nobody knows: under the master key', async () => {
  const { keys, centreId, clock, toAlarm } = centre;
  const stranger = { id: randomUUID(), account: 'CAFE', holderId: randomUUID() };
  await toAlarm(
    { ...delivery(keys, stranger, centreId, clock.now(), 1, press()), buttonId: null },
    { record: true },
  );
  expect(await subjects()).toEqual([null]);
  expect(await listed()).toMatchObject([{ account: 'CAFE', latitude: fix.latitude }]);
});

test('whoever was erased is listed without place and bytes', async () => {
  await centre.press(centre.buttons[0], press());
  await centre.press(centre.buttons[1], press());
  centre.keys.erase(centre.buttons[0]!.holderId);
  const rows = await listed();
  expect(rows.find((row) => row.account === centre.buttons[0]!.account)).toMatchObject({
    kind: 'panic',
    latitude: null,
    longitude: null,
    raw: null,
    disposition: 'accepted',
  });
  expect(rows.find((row) => row.account === centre.buttons[1]!.account)).toMatchObject({
    latitude: fix.latitude,
    raw: `${centre.buttons[1]!.account} 2`,
  });
});

test('a call for help whose sender was erased before it was decided is raised all the same', async () => {
  await leaveUndecided();
  centre.keys.erase(centre.buttons[0]!.holderId);
  await recover(centre.keys.reopen());
  const [alarm] = await centre.system.sql<{ kind: string; state: { warnings: string[] } }[]>`
    select kind, state from alarms`;
  expect(alarm).toMatchObject({ kind: 'duress', state: { warnings: ['no-position'] } });
  expect(await listed()).toMatchObject([{ disposition: 'accepted', latitude: null, raw: null }]);
});

test('shown without what could not be decided, and kept with it', async () => {
  const { system, keys, clock, raiseBare, announce, log } = centre;
  await leaveUndecided();
  const toAlarm = () => Promise.reject(new Error('no decision'));
  clock.advance(6_000);
  await recoverMessages({ system, keys, toAlarm, raiseBare, announce, log }, clock.now());
  expect(centre.announced).toMatchObject([{ data: { bare: true }, personal: null }]);
  expect(await listed()).toMatchObject([{ latitude: fix.latitude }]);
});

test('the same content has the same hash only where the master key is the same', async () => {
  const { keys, centreId, clock } = centre;
  const hash = (ring: KeyRing) =>
    delivery(ring, centre.buttons[0]!, centreId, clock.now(), 1, press()).contentHash;
  const elsewhere = await openAlarmCentre();
  expect(hash(keys)).toBe(hash(keys.reopen()));
  expect(hash(keys)).not.toBe(hash(elsewhere.keys));
  await elsewhere.end();
});

test('what an older release wrote in clear is sealed, once, and recovered as before', async () => {
  const { system, keys, database } = centre;
  const clear = await Promise.all(
    centre.buttons.map(async (button, index) => {
      await centre.press(button, press());
      const [message] = await system.sql<{ id: string }[]>`
        select id from messages where account = ${button.account}`;
      await system.sql`
        update messages set raw = ${Buffer.from(`clear ${index}`)}, content = null, subject_id = null
        where id = ${message!.id}`;
      await system.sql`
        update signals set decoded = ${JSON.stringify(press()[0])}::text::jsonb
        where message_id = ${message!.id}`;
      return message!.id;
    }),
  );
  // The second was never decided, and nobody wears its button.
  await centre.database.superuser`delete from loans where button_id = ${centre.buttons[1]!.id}`;
  await system.sql`update messages set handled_at = null where id = ${clear[1]!}`;
  await system.sql`update alarms set open = false where button_id = ${centre.buttons[1]!.id}`;

  const owner = connect(database.ownerUrl, { name: 'test-owner', ...limitsOf.migrate });
  expect(await sealClearMessages(owner, () => keys)).toBe(2);
  const noKeys = () => {
    throw new Error('nothing is left to seal');
  };
  expect(await sealClearMessages(owner, noKeys)).toBe(0);
  await owner.end();

  expect(
    await system.sql`
      select from messages join signals on message_id = messages.id
      where raw is not null or decoded is not null or content is null`,
  ).toHaveLength(0);
  expect((await subjects()).sort()).toEqual([centre.buttons[0]!.holderId, null].sort());
  expect((await listed()).map(({ raw, latitude }) => [raw, latitude]).sort()).toEqual([
    ['clear 0', fix.latitude],
    ['clear 1', fix.latitude],
  ]);

  centre.announced.length = 0;
  await recover();
  expect(centre.announced).toMatchObject([
    { type: 'AlarmRaised', personal: { position: { fix: { latitude: fix.latitude } } } },
  ]);
});
