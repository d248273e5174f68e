// Seals the messages that a release wrote in clear which did not seal them. Run with the migrations; an
// index finds such rows, so it costs nothing where there are none.
import type { Database } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { sealContent, type Content } from './message-content.ts';

const batchSize = 500;

type Row = {
  id: string;
  raw: Uint8Array;
  signals: Content['signals'];
  button_id: string | null;
  holder_id: string | null;
};

/** Gives how many there were. Stopped halfway, it goes on where it was the next time. */
export async function sealClearMessages(owner: Database, openKeys: () => KeyRing): Promise<number> {
  let sealed = 0;
  for (;;) {
    const rows = await clearMessages(owner);
    if (rows.length === 0) break;
    const keys = openKeys();
    await keepSealed(
      owner,
      rows.map((row) => ({ id: row.id, ...sealContent(keys, row.id, subjectOf(keys, row), row) })),
    );
    sealed += rows.length;
  }
  // What was overwritten stands in its pages until somebody tidies up.
  if (sealed > 0) await owner.sql`vacuum messages, signals`;
  return sealed;
}

function clearMessages({ sql }: Database): Promise<Row[]> {
  return sql<Row[]>`
    select messages.id, raw, heard.signals, heard.button_id, loan.holder_id from messages
    cross join lateral (
      select (array_agg(button_id))[1] as button_id, coalesce(
          jsonb_agg(jsonb_build_object('id', id, 'decoded', decoded)) filter (where decoded is not null),
          '[]'::jsonb) as signals
      from signals where message_id = messages.id) as heard
    left join lateral (
      select holder_id from loans
      where loans.button_id = heard.button_id and starts_at <= messages.received_at
      order by returned_at is null desc, starts_at desc limit 1) as loan on true
    where raw is not null order by messages.id limit ${batchSize}`;
}

/** As for a message that comes in now, except that no key is made for what is old. */
function subjectOf(keys: KeyRing, { holder_id: holderId, button_id: buttonId }: Row) {
  return [holderId, buttonId].find((id) => id !== null && keys.find(id)) ?? null;
}

async function keepSealed(
  owner: Database,
  contents: { id: string; subjectId: string | null; bytes: Uint8Array }[],
): Promise<void> {
  const sealed = contents.map(({ id, subjectId, bytes }) => ({
    id,
    subject_id: subjectId,
    content: Buffer.from(bytes).toString('base64'),
  }));
  await owner.transaction(async ({ sql }) => {
    // Without the hash: it is no keyed one, and nobody sends again what came before an update.
    await sql`
      update messages set raw = null, content_hash = null, subject_id = row.subject_id,
        content = decode(row.content, 'base64')
      from jsonb_to_recordset(${JSON.stringify(sealed)}::text::jsonb)
        as row(id uuid, subject_id uuid, content text)
      where messages.id = row.id`;
    await sql`
      update signals set decoded = null where message_id = any(${sealed.map(({ id }) => id)}::uuid[])`;
  });
}
