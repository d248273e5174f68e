// Takes the places out of messages that are of no alarm and no test, where a release kept them that knew no
// better. Run with the migrations; an index finds what was not judged yet, so it costs nothing afterwards.
import type { Database, Transaction } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { openContent, sealContent, withoutPlaces } from './message-content.ts';

const batchSize = 500;

type Row = {
  id: string;
  subject_id: string | null;
  content: Uint8Array | null;
  may_know_place: boolean;
};

/** Gives how many said where somebody was. Stopped halfway, it goes on where it was the next time. */
export async function erasePlaces(owner: Database, openKeys: () => KeyRing): Promise<number> {
  let erased = 0;
  for (;;) {
    const batch = await owner.transaction((tx) => eraseBatch(tx, openKeys));
    if (batch === null) break;
    erased += batch;
  }
  // What was overwritten stands in its pages until somebody tidies up.
  if (erased > 0) await owner.sql`vacuum messages`;
  return erased;
}

/** Null where none is left. */
async function eraseBatch({ sql }: Transaction, openKeys: () => KeyRing): Promise<number | null> {
  const rows = await sql<Row[]>`
    select messages.id, messages.subject_id, content,
      exists (select from signals left join alarms on alarms.id = signals.alarm_id
        where message_id = messages.id and (
          signals.kind in ('panic', 'duress', 'hold-up', 'emergency', 'medical', 'no-activity', 'test')
          or alarms.kind <> 'fault'
          or (alarms.state ->> 'priority' <> 'low' and alarms.state -> 'withoutPlace' is null)
        )) as may_know_place
    from messages where places_judged is null and handled_at is not null
    order by id limit ${batchSize} for update`;
  if (rows.length === 0) return null;
  const changed = rows.flatMap(({ id, subject_id: subjectId, content: bytes, ...row }) => {
    if (row.may_know_place || !bytes) return [];
    const keys = openKeys();
    const content = openContent(keys, id, { subjectId, bytes });
    const kept = content && withoutPlaces(content);
    if (kept === null || kept === content) return [];
    const sealed = sealContent(keys, id, subjectId, kept);
    return [{ id, subject_id: sealed.subjectId, content: base64(sealed.bytes) }];
  });
  await sql`
    update messages set subject_id = row.subject_id, content = decode(row.content, 'base64')
    from jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb)
      as row(id uuid, subject_id uuid, content text)
    where messages.id = row.id`;
  await sql`
    update messages set places_judged = true where id = any(${rows.map(({ id }) => id)}::uuid[])`;
  return changed.length;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
