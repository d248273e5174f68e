// The row of a municipality: its fold, and beside it what lists, presses and the release before read.
import type { Municipality } from '@achterwacht/shared/municipality/state.ts';
import {
  municipalitySubject,
  type MunicipalityTypes,
} from '@achterwacht/shared/subjects/municipality.ts';
import type { TransactionSql } from '../../db/connect.ts';
import type { FoldColumns, Stream } from '../../log/stream.ts';

type State = Omit<Municipality, 'personal'>;

export const municipalityRows: Stream<MunicipalityTypes> = {
  subject: municipalitySubject,
  row: {
    table: 'municipalities',
    // One that was not taken over yet has none.
    nameOf: (state) => (state as State | null)?.name ?? '?',
    columnsOf: ({ name, code, ended }) => ({ name, code, ended_at: ended?.at ?? null }),
    read(written, personal) {
      for (const field of ['name', 'language'] satisfies (keyof State)[])
        if (!(field in written)) throw new Error(`a municipality without ${field}`);
      return { ...(written as State), personal: personal as Municipality['personal'] };
    },
    write: (sql, municipality, columns) =>
      sql`subject as (${
        // The machine itself, where it sets up a centre, needs no right to change one.
        municipality.version === 1 && !municipality.takenOver
          ? inserted(sql, municipality, columns)
          : updated(sql, municipality, columns)
      })`,
    correct: (sql, { id, name, code, ended, updatedAt }, { state, personal }) => sql`
      update municipalities set name = ${name}, code = ${code}, ended_at = ${ended?.at ?? null},
        state = ${state}::text::jsonb, personal = ${personal},
        fold_version = ${municipalitySubject.foldVersion}, updated_at = ${updatedAt}
      where id = ${id}`,
  },
};

const inserted = (sql: TransactionSql, municipality: Municipality, columns: FoldColumns) => sql`
  insert into municipalities (id, centre_id, name, code, version, head_hash, subject_id, state,
    personal, fold_version, updated_at)
  values (${municipality.id}, ${municipality.centreId}, ${municipality.name}, ${municipality.code},
    ${municipality.version}, ${columns.headHash}, ${columns.subjectId}, ${columns.state}::text::jsonb,
    ${columns.personal}, ${municipalitySubject.foldVersion}, ${municipality.updatedAt})`;

const updated = (sql: TransactionSql, municipality: Municipality, columns: FoldColumns) => sql`
  update municipalities set name = ${municipality.name}, code = ${municipality.code},
    ended_at = ${municipality.ended?.at ?? null}, version = ${municipality.version},
    head_hash = ${columns.headHash}, subject_id = ${columns.subjectId},
    state = ${columns.state}::text::jsonb,
    -- Whom nothing was said about stays as he is; where nobody is named any more nobody stays.
    personal = case when ${municipality.personal === null} then null
      else coalesce(${columns.personal}, personal) end,
    fold_version = ${municipalitySubject.foldVersion}, updated_at = ${municipality.updatedAt}
  where id = ${municipality.id}`;
