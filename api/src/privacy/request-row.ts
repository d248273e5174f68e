// The row of a privacy request: its fold, and beside it what the list is ordered by.
import type { PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import {
  privacyRequestSubject,
  type PrivacyRequestTypes,
} from '@achterwacht/shared/subjects/privacy-request.ts';
import type { Stream } from '../log/stream.ts';

type State = Omit<PrivacyRequest, 'personal'>;

export const privacyRequestRows: Stream<PrivacyRequestTypes> = {
  subject: privacyRequestSubject,
  row: {
    table: 'privacy_requests',
    nameOf: (state) => (state as State).kind,
    columnsOf: ({ kind, dueAt, closed }) => ({ kind, due_at: dueAt, is_open: closed === null }),
    read: (state, personal) => ({
      ...(state as State),
      personal: personal as PrivacyRequest['personal'],
    }),
    write: (sql, request, { state, personal, headHash, subjectId }) => sql`subject as (
      insert into privacy_requests (id, centre_id, version, head_hash, subject_id, state, personal,
        fold_version, updated_at, kind, due_at, is_open)
      values (${request.id}, ${request.centreId}, ${request.version}, ${headHash}, ${subjectId},
        ${state}::text::jsonb, ${personal}, ${privacyRequestSubject.foldVersion},
        ${request.updatedAt}, ${request.kind}, ${request.dueAt}, ${request.closed === null})
      on conflict (id) do update set version = excluded.version, head_hash = excluded.head_hash,
        state = excluded.state, personal = coalesce(excluded.personal, privacy_requests.personal),
        fold_version = excluded.fold_version, updated_at = excluded.updated_at,
        due_at = excluded.due_at, is_open = excluded.is_open)`,
    correct: (sql, request, { state, personal }) => sql`
      update privacy_requests set state = ${state}::text::jsonb, personal = ${personal},
        fold_version = ${privacyRequestSubject.foldVersion}, updated_at = ${request.updatedAt},
        kind = ${request.kind}, due_at = ${request.dueAt}, is_open = ${request.closed === null}
      where id = ${request.id}`,
  },
};
