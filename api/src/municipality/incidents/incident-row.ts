// The row of an incident file: its fold, and beside it what the release before reads there. Who may open it stands in
// rows of its own again, which the policies ask; nothing else writes there.
import type { IncidentFile } from '@achterwacht/shared/incident/state.ts';
import { incidentSubject, type IncidentTypes } from '@achterwacht/shared/subjects/incident.ts';
import type { TransactionSql } from '../../db/connect.ts';
import type { FoldColumns, Stream } from '../../log/stream.ts';

type State = Omit<IncidentFile, 'personal'>;

export const incidentFiles: Stream<IncidentTypes> = {
  subject: incidentSubject,
  row: {
    table: 'incidents',
    // One that was not taken over yet has none.
    nameOf: (state) => `incident of #${(state as State | null)?.facts.alarmNumber ?? '?'}`,
    read(written, personal) {
      for (const field of ['facts', 'circle', 'wordsVersion'] satisfies (keyof State)[])
        if (!(field in written)) throw new Error(`an incident file without ${field}`);
      return { ...(written as State), personal: personal as IncidentFile['personal'] };
    },
    columnsOf: (file) => ({
      alarm_id: file.alarmId,
      alarm_version: file.alarmVersion,
      occurred_at: file.occurredAt,
      status: file.status,
      changed_by: file.changed?.by ?? null,
      changed_at: file.changed?.at ?? null,
    }),
    write: (sql, file, columns) =>
      sql`subject as (${
        // Whoever goes on with a file needs no right to make one.
        file.version === 1 ? inserted(sql, file, columns) : updated(sql, file, columns)
      })${circleChanges(sql, file)}`,
    correct: (sql, file, { state, personal }) => sql`
      with ${circleCorrected(sql, file)}
      update incidents set status = ${file.status}, facts = ${JSON.stringify(file.facts)}::text::jsonb,
        alarm_version = ${file.alarmVersion}, changed_by = ${file.changed?.by ?? null},
        changed_at = ${file.changed?.at ?? null}, personal = ${personal},
        state = ${state}::text::jsonb, fold_version = ${incidentSubject.foldVersion},
        updated_at = ${file.updatedAt}
      where id = ${file.id}`,
  },
};

/** Its first event; where a release without histories made it, the row is there. */
const inserted = (sql: TransactionSql, file: IncidentFile, columns: FoldColumns) => sql`
  insert into incidents (id, centre_id, municipality_id, alarm_id, alarm_version, occurred_at,
    status, version, facts, subject_id, personal, changed_by, changed_at, state, head_hash,
    fold_version, updated_at)
  values (${file.id}, ${file.centreId}, ${file.municipalityId}, ${file.alarmId},
    ${file.alarmVersion}, ${file.occurredAt}, ${file.status}, ${file.version},
    ${JSON.stringify(file.facts)}::text::jsonb, ${columns.subjectId}, ${columns.personal},
    ${file.changed?.by ?? null}, ${file.changed?.at ?? null}, ${columns.state}::text::jsonb,
    ${columns.headHash}, ${incidentSubject.foldVersion}, ${file.updatedAt})
  on conflict (id) do update set version = excluded.version, facts = excluded.facts,
    personal = coalesce(excluded.personal, incidents.personal), state = excluded.state,
    head_hash = excluded.head_hash, fold_version = excluded.fold_version,
    updated_at = excluded.updated_at`;

const updated = (sql: TransactionSql, file: IncidentFile, columns: FoldColumns) => sql`
  update incidents set status = ${file.status}, version = ${file.version},
    facts = ${JSON.stringify(file.facts)}::text::jsonb, alarm_version = ${file.alarmVersion},
    -- What nothing was said about stays as it is.
    personal = coalesce(${columns.personal}, personal), changed_by = ${file.changed?.by ?? null},
    changed_at = ${file.changed?.at ?? null}, state = ${columns.state}::text::jsonb,
    head_hash = ${columns.headHash}, fold_version = ${incidentSubject.foldVersion},
    updated_at = ${file.updatedAt}
  where id = ${file.id}`;

/** Whom this change let in or took out; the rows of everybody else say so already. */
function circleChanges(sql: TransactionSql, file: IncidentFile) {
  const { id, centreId, municipalityId, version } = file;
  const letIn = file.circle.filter(({ addedIn }) => addedIn === version);
  const takenOut = file.left.filter(({ removedIn }) => removedIn === version);
  const lettingIn = letIn.length
    ? sql`, let_in as (
        insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_by,
          added_at)
        select gen_random_uuid(), ${id}, ${centreId}, ${municipalityId}, "userId", "addedBy",
          "addedAt"
        from jsonb_to_recordset(${JSON.stringify(letIn)}::text::jsonb)
          as member("userId" uuid, "addedBy" uuid, "addedAt" timestamptz))`
    : sql``;
  return takenOut.length
    ? sql`${lettingIn}, taken_out as (
        update incident_circle set removed_by = "removedBy", removed_at = "removedAt"
        from jsonb_to_recordset(${JSON.stringify(takenOut)}::text::jsonb)
          as member("userId" uuid, "removedBy" uuid, "removedAt" timestamptz)
        where incident_id = ${id} and user_id = "userId" and incident_circle.removed_at is null)`
    : lettingIn;
}

/** All that the fold says of it, over what its rows say; whom it does not know is taken out. */
const circleCorrected = (sql: TransactionSql, file: IncidentFile) => sql`member as (
    select * from jsonb_to_recordset(${JSON.stringify([...file.circle, ...file.left])}::text::jsonb)
      as member("userId" uuid, "addedBy" uuid, "addedAt" timestamptz, "removedBy" uuid,
        "removedAt" timestamptz)
  ), put_right as (
    update incident_circle set removed_by = "removedBy", removed_at = "removedAt" from member
    where incident_id = ${file.id} and user_id = "userId" and added_at = "addedAt"
      and (removed_by, removed_at) is distinct from ("removedBy", "removedAt")
  ), put_back as (
    insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_by,
      added_at, removed_by, removed_at)
    select gen_random_uuid(), ${file.id}, ${file.centreId}, ${file.municipalityId}, "userId",
      "addedBy", "addedAt", "removedBy", "removedAt"
    from member where not exists (select from incident_circle
      where incident_id = ${file.id} and user_id = "userId" and added_at = "addedAt")
  ), unknown as (
    update incident_circle set removed_at = ${file.updatedAt}
    where incident_id = ${file.id} and removed_at is null and not exists (select from member
      where user_id = "userId" and added_at = "addedAt")
  )`;
