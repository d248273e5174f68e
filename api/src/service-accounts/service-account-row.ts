// The row of a service account: its fold, and its name for telling that another has it.
import type { ServiceAccount } from '@achterwacht/shared/service-account/state.ts';
import {
  serviceAccountSubject,
  type ServiceAccountTypes,
} from '@achterwacht/shared/subjects/service-account.ts';
import type { Stream } from '../log/stream.ts';

export const serviceAccountRows: Stream<ServiceAccountTypes> = {
  subject: serviceAccountSubject,
  row: {
    table: 'service_accounts',
    nameOf: (state) => (state as ServiceAccount).name,
    columnsOf: ({ name }) => ({ name }),
    read: (state, personal) => ({
      ...(state as ServiceAccount),
      personal: personal as ServiceAccount['personal'],
    }),
    write: (sql, account, { state, personal, headHash, subjectId }) => sql`subject as (
      insert into service_accounts (id, centre_id, name, version, head_hash, subject_id, state,
        personal, fold_version, updated_at)
      values (${account.id}, ${account.centreId}, ${account.name}, ${account.version}, ${headHash},
        ${subjectId}, ${state}::text::jsonb, ${personal}, ${serviceAccountSubject.foldVersion},
        ${account.updatedAt})
      on conflict (id) do update set name = excluded.name, version = excluded.version,
        head_hash = excluded.head_hash, state = excluded.state,
        -- What nothing was said about stays as it is.
        personal = coalesce(excluded.personal, service_accounts.personal),
        fold_version = excluded.fold_version, updated_at = excluded.updated_at)`,
    correct: (sql, account, { state, personal }) => sql`
      update service_accounts set name = ${account.name}, state = ${state}::text::jsonb,
        personal = ${personal}, fold_version = ${serviceAccountSubject.foldVersion},
        updated_at = ${account.updatedAt}
      where id = ${account.id}`,
  },
};
