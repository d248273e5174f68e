// An older database that was put back has the keys of what was erased since, and the words in its messages. Whatever
// stands in the list of erasures is erased again before anything is read: run with the migrations, and by hand.
import type { Clock } from '../../clock.ts';
import { writeDown } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { readFromLog } from '../../log/read-stream.ts';
import { dataKeyOf } from '../../log/stream-keys.ts';
import { readErasures, type Erasure } from '../../sealing/erasures.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { alarms, type AlarmRow } from '../row/alarm-row.ts';
import { takeAway } from './take-away.ts';

type Parts = { database: Database; keysFolder: string; openKeys: () => KeyRing } & {
  clock: Pick<Clock, 'now'>;
};

export type Replayed = {
  erased: { id: string; number: number }[];
  /** Its words are gone, and its log cannot say so: the verifier tells more. */
  unreadable: { id: string; number: number }[];
};

type Due = { id: string; number: number } & Pick<Erasure, 'why'>;

/** An alarm at a time: stopped halfway, it goes on where it was. */
export async function replayErasures(parts: Parts): Promise<Replayed> {
  const replayed: Replayed = { erased: [], unreadable: [] };
  for (const due of await dueIn(parts.database, readErasures(parts.keysFolder))) {
    const { id, number } = due;
    const isWhole = await parts.database.transaction((tx) => eraseAgain(parts, tx, due));
    replayed[isWhole ? 'erased' : 'unreadable'].push({ id, number });
  }
  return replayed;
}

/**
 * Those that this database does not know to be erased. Where something happened to one after it was noted, it was
 * not erased after all: whoever noted it was cut off, and somebody opened it again.
 */
async function dueIn({ sql }: Database, erasures: readonly Erasure[]): Promise<Due[]> {
  const listed = erasures.filter(({ streamType }) => streamType === 'alarm');
  if (listed.length === 0) return [];
  return sql<Due[]>`
    select distinct on (alarms.id) alarms.id, number, why
    from jsonb_to_recordset(${JSON.stringify(listed)}::text::jsonb)
      as listed("streamId" uuid, at timestamptz, why text)
    join alarms on alarms.id = "streamId"
    where not state ? 'erased' and updated_at <= listed.at
    order by alarms.id, listed.at`;
}

/** False where neither its log nor its row could be read. */
async function eraseAgain(
  { openKeys, clock }: Parts,
  tx: Transaction,
  { id, why }: Due,
): Promise<boolean> {
  const keys = openKeys();
  const { sql } = tx;
  await sql`select from alarms where id = ${id} for update`;
  await takeAway(tx, id);
  const [row] = await sql<AlarmRow[]>`
    select id, state, personal, head_hash, subject_id, ${dataKeyOf(sql, 'alarms')} as data_key
    from alarms where id = ${id}`;
  if (!row) return true;
  // By its log and not by its row, which an older fold may have written.
  const before = await readFromLog(alarms, tx, keys, row).catch(() => null);
  if (!before) return false;
  await writeDown(alarms, { keys, clock }, tx, {
    id,
    subjectId: before.subjectId,
    before,
    facts: [{ type: 'ContentErased', data: { why } }],
    actor: { type: 'system', part: 'retention' },
  }).written;
  return true;
}
