// A press before the first: from the frame to the statements of a raised alarm, on several lines to
// the database at once, each in a transaction that is rolled back. Whoever presses just after a start then
// finds open lines, prepared statements and compiled code; without it that press waits five times as long.
//
// It happens in a centre that exists only inside its transaction, so it takes no lock and no alarm number
// from anybody, and under the master key, so it makes no key on disk.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import type { Logger } from '../../logger.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { AcceptedLimits } from '../../messages/limits/accepted-limits.ts';
import { crc16Arc } from './decoders/frame/crc16-arc.ts';
import { createDc09Intake } from './receive-dc09.ts';
import { createRecordAlone } from '../../messages/record/record-alone.ts';
import { recordMessage } from '../../messages/record/record-message.ts';
import { ForeignCounts } from '../../messages/limits/foreign-counts.ts';
import { RefusedLimits } from '../../messages/limits/refused-limits.ts';
import { createToAlarm } from '../../alarms/press/to-alarm.ts';

type Parts = { system: Database; keys: KeyRing; clock: Clock; log: Logger };

/** `lines`: how many connections are opened for it. Never fails: a start without it is only slower. */
export async function rehearsePresses(parts: Parts, lines: number): Promise<void> {
  const ends = await Promise.allSettled(Array.from({ length: lines }, () => rehearse(parts)));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed)
    parts.log.warn(
      { error: failed.reason as unknown },
      'no press was rehearsed: the first is slow',
    );
}

class Over extends Error {}

async function rehearse(parts: Parts): Promise<void> {
  const whole = parts.system.transaction(async (tx) => {
    const centreId = randomUUID();
    await tx.sql`
      insert into centres (id, name, phone, police_phone, is_default, timings)
      select ${centreId}, name, phone, police_phone, false, timings from centres
      order by is_default desc, name limit 1`;
    await tx.sql`insert into log.feeds (centre_id, last_sequence) values (${centreId}, 0)`;
    await press(parts, tx, centreId);
    throw new Over();
  });
  await whole.catch((error: unknown) => {
    if (!(error instanceof Over)) throw error;
  });
}

async function press(
  { system: real, keys: realKeys, clock, log }: Parts,
  tx: Transaction,
  centreId: string,
): Promise<void> {
  const { master } = realKeys;
  const keys: KeyRing = {
    ...realKeys,
    find: () => master,
    findOrMake: () => master,
    findMade: () => master,
  };
  const inside: Transaction = {
    sql: tx.sql,
    get db() {
      return tx.db;
    },
    commitBehind: () => {},
  };
  const system: Database = {
    ...real,
    // The one difference between the two is `begin`, which nothing here asks for.
    sql: tx.sql as Database['sql'],
    transaction: (work) => work(inside),
  };
  const faultPoint = () => {};
  const toAlarm = createToAlarm({ system, keys, clock, faultPoint });
  const button = await makeButton(tx, centreId);
  const intake = createDc09Intake({
    recordAlone: createRecordAlone(system, keys),
    keys,
    directory: {
      find: () => ({ ...button, centreId, key: null, subjectId: button.buttonId }),
      reload: () => Promise.resolve(),
      refresh: () => Promise.resolve(),
      refreshAll: () => Promise.resolve(),
      defaultCentreId: centreId,
    },
    contacts: { heard: () => {}, write: () => Promise.resolve() },
    // Both of its ways, and one after the other: the line rolls back when the second is done.
    takeIn: async (message) => {
      await recordMessage(system.sql, keys, message);
      await toAlarm(message, { record: true });
    },
    announce: () => {},
    faultPoint,
    log,
    accepted: new AcceptedLimits(),
    refused: new RefusedLimits(),
    foreign: new ForeignCounts(randomUUID),
    onRefusedCall: () => {},
    count: () => {},
  });
  const raw = frame(button.account);
  await intake.receiveDc09({
    protocol: 'dc09',
    transport: 'tcp',
    remoteAddress: '127.0.0.1',
    receivedAt: clock.now(),
    raw,
    opening: raw,
  });
}

async function makeButton({ sql }: Transaction, centreId: string) {
  const account = randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase();
  const buttonId = randomUUID();
  await sql`
    insert into buttons (id, centre_id, serial, protocol, account, model)
    values (${buttonId}, ${centreId}, ${account}, 'dc09', ${account}, 'achterwacht')`;
  return { buttonId, account };
}

/** A panic with a position, in clear and without a time, which this program would not hold against it. */
function frame(account: string): Uint8Array {
  const body = `"SIA-DCS"0001L0#${account}[#${account}|Nri1/PA01][X005E07.3500][Y52N09.3000]`;
  const digits = (number: number) => number.toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`\n${digits(crc16Arc(Buffer.from(body)))}${digits(body.length)}${body}\r`);
}
