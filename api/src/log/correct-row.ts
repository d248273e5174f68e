// What a log folds to by this release, in place of what the row says; nothing happened to the subject.
import type { SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { seal } from '../sealing/seal.ts';
import { sealRow } from './fold-row.ts';
import { openersOf, partKeysOf } from './stream-keys.ts';
import type { Stored, Stream } from './stream.ts';

export async function correctRow<T extends SubjectTypes>(
  stream: Stream<T>,
  { sql }: Transaction,
  keys: KeyRing,
  { state, ...head }: Stored<T>,
): Promise<void> {
  const { subject } = stream;
  const { headHash, subjectId } = head;
  const held = { id: state.id, ...head };
  const [key = null] = openersOf(stream, keys, held);
  const sealed = sealRow(stream, key, state, partKeysOf(stream, keys, held));
  const said = stream.row.beside?.(state);
  const subjectKey = keys.find(subjectId);
  const beside = said && subjectKey ? seal(subjectKey, said.purpose, said.clear) : null;
  const deadlines = subject.deadlinesOf(state);
  await stream.row.correct(sql, state, { ...sealed, headHash, subjectId, beside });
  await sql`
    delete from log.deadlines where subject_id = ${state.id}
      and kind <> all(${deadlines.map(({ kind }) => kind)}::text[])`;
  await sql`
    insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
    select ${subject.name}, ${state.id}, kind, ${state.centreId}, at, revision
    from jsonb_to_recordset(${JSON.stringify(deadlines)}::text::jsonb)
      as row(kind text, at timestamptz, revision int)
    on conflict (subject_id, kind) do update set at = excluded.at, revision = excluded.revision`;
}
