// Where somebody was is kept of alarms and tests only: what is in the database after each message, and what is
// taken out of it that a release kept which knew no better.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import { readBoard } from '../../alarms/alarm-queries.ts';
import { connect } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery, fixAt } from '../../testing/messages.ts';
import { countErased, readProofs } from '../../retention/proofs.ts';
import { roundOf } from '../../testing/rounds.ts';
import { set } from '../../testing/settings.ts';
import { erasePlaces } from './erase-places.ts';
import { strayMessageEraser } from './erase-stray.ts';
import { listSignals } from '../list-signals.ts';
import { sealContent } from './message-content.ts';
import { recordMessage } from './record-message.ts';

let centre: AlarmCentre;
let sequence = 0;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

const position = fixAt(52.370217, 4.895168);

async function receive(kind: SignalKind, code: string | null = null): Promise<void> {
  const { system, keys, centreId, clock, buttons, toAlarm } = centre;
  clock.advance(60_000);
  sequence += 1;
  const signals = [decoded(kind, { position, code })];
  const message = delivery(keys, buttons[0]!, centreId, clock.now(), sequence, signals);
  // As it goes on the wire: recorded alone, and decided beside it.
  await recordMessage(system.sql, keys, message);
  await toAlarm(message, { record: true });
}

/** Of each message, oldest first, whether it says where somebody was, in words or in bytes. */
async function kept(): Promise<boolean[]> {
  const listed = await listSignals(centre.system.sql, centre.keys, { limit: 20 });
  return listed.reverse().map(({ latitude, raw }) => {
    expect(latitude === null).toBe(raw === '');
    return latitude !== null;
  });
}

/** Whom the map shows. */
async function located(): Promise<string[]> {
  const { system, keys, centreId, clock } = centre;
  const { alarms } = await system.transaction(
    (tx) => readBoard(tx, keys, centreId, clock.now()),
    'snapshot',
  );
  return alarms
    .filter(({ personal }) => personal?.position || personal?.place)
    .map(({ kind }) => kind);
}

test.each(['status', 'position', 'low-battery', 'tamper', 'comms', 'restore'] as const)(
  'D7 of a %s it is not kept, and it puts nobody on the map',
  async (kind) => {
    await receive(kind);
    expect(await kept()).toEqual([false]);
    expect(await located()).toEqual([]);
    const logged = await centre.system.sql`select text from log.events`;
    expect(JSON.stringify(logged)).not.toContain('52.37');
  },
);

test.each([
  ['panic', null, ['duress']],
  ['no-activity', null, ['missed-check']],
  ['test', '601', ['test']],
  ['test', 'RP', []],
  // Not understood: it may be any of them.
  ['unknown', 'XX', ['fault']],
] as const)('D7 of a %s %s it is kept', async (kind, code, onMap) => {
  await receive(kind, code);
  expect(await kept()).toEqual([true]);
  expect(await located()).toEqual(onMap);
});

test('D7 of what a button says of itself it is kept while its press is open, and no longer', async () => {
  await receive('panic');
  await receive('position');
  await receive('low-battery');
  await centre.system.sql`update alarms set open = false`;
  await receive('position');
  expect(await kept()).toEqual([true, true, true, false]);
});

test('D7 what was kept before is taken out once, and nothing else is', async () => {
  const { system, keys, buttons, database } = centre;
  await receive('panic');
  await receive('position');
  await receive('test', 'RP');
  await system.sql`update alarms set open = false`;
  for (const kind of ['status', 'low-battery'] as const) {
    await receive(kind);
    // As the release before wrote it.
    const [row] = await system.sql<{ id: string; signal: string }[]>`
      select messages.id, signals.id as signal from messages
      join signals on message_id = messages.id order by messages.received_at desc limit 1`;
    const signals = [{ id: row!.signal, decoded: decoded(kind, { position }) }];
    const sealed = sealContent(keys, row!.id, buttons[0]!.holderId, {
      raw: Buffer.from('x'),
      signals,
    });
    await system.sql`update messages set content = ${sealed.bytes} where id = ${row!.id}`;
  }
  await system.sql`update messages set places_judged = null`;

  const owner = connect(database.ownerUrl, { name: 'test-owner', ...limitsOf.migrate });
  expect(await erasePlaces(owner, () => keys)).toBe(2);
  const noKeys = () => {
    throw new Error('nothing is left to judge');
  };
  expect(await erasePlaces(owner, noKeys)).toBe(0);
  await owner.end();
  const rows = await listSignals(system.sql, keys, { limit: 20 });
  expect(rows.reverse().map(({ kind, raw }) => [kind, raw === ''])).toEqual([
    ['panic', false],
    ['position', false],
    ['test', false],
    ['status', true],
    ['low-battery', true],
  ]);
});

test('what a message without an alarm said is gone after its term, a day in one line; of an alarm it stays', async () => {
  const { system, clock, centreId } = centre;
  await receive('status');
  await receive('status');
  clock.advance(86_400_000);
  await receive('status');
  await receive('panic');
  const round = () =>
    roundOf(strayMessageEraser('stray-messages', { background: system, clock }), centre);
  const left = async () =>
    (
      await system.sql<{ kind: string; kept: boolean }[]>`
        select kind, content is not null as kept from messages
        join signals on message_id = messages.id order by messages.received_at`
    ).map(({ kind, kept: isKept }) => [kind, isKept]);
  clock.advance(27 * 86_400_000);
  expect(await round()).toMatchObject({ done: 0 });
  clock.advance(86_400_000);
  expect(await round()).toMatchObject({ done: 1 });
  expect(await round()).toMatchObject({ done: 0 });
  expect(await left()).toEqual([
    ['status', false],
    ['status', false],
    ['status', true],
    ['panic', true],
  ]);
  const proofs = await readProofs(system, new Date(0));
  expect(proofs).toMatchObject([{ class: 'stray-messages', object: 'messages/2026-03-02' }]);
  // What the centre sets counts from the next round on.
  await set(centre, 'retention', { ...usualRetention, strayMessageDays: 366 });
  clock.advance(40 * 86_400_000);
  expect(await round()).toMatchObject({ done: 0 });
  await set(centre, 'retention', { ...usualRetention, strayMessageDays: 7 });
  expect(await round()).toMatchObject({ done: 1 });
  const counted = await countErased(system, centreId);
  expect(counted.find((row) => row.class === 'stray-messages')).toMatchObject({ count: 2 });
});
