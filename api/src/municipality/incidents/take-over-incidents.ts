// Incident files that a release wrote which kept no history of them get one, with the migrations: what stands in their
// rows, and in those of their circle, is told by their first event. Also what that release writes afterwards, when
// somebody went back to it for a while or it still ran. A file at a time: stopped halfway, it goes on where it was.
import { foldOf } from '@achterwacht/shared/subject.ts';
import type { IncidentFact } from '@achterwacht/shared/incident/events.ts';
import type { IncidentFile } from '@achterwacht/shared/incident/state.ts';
import { incidentSubject, type IncidentTypes } from '@achterwacht/shared/subjects/incident.ts';
import type { Clock } from '../../clock.ts';
import { writeDown } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { and, asc, eq, sql } from '../../db/drizzle.ts';
import { incidentCircle, incidents } from '../../db/schema/incidents.ts';
import { readHistory } from '../../log/read-history.ts';
import type { Stored } from '../../log/stream.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { factsOf, personalOf, selectFiles, type IncidentRow } from './file-content.ts';
import { incidentFiles } from './incident-row.ts';

/** Of which rows say something that their history does not. */
const withoutHistory = sql`(${incidents.state} is null
  or ${incidents.version} <> (${incidents.state} ->> 'version')::int
  or ${incidents.alarmVersion} is distinct from (${incidents.state} ->> 'alarmVersion')::int
  or array(select row(user_id, removed_at is not null) from incident_circle
      where incident_id = ${incidents.id} order by 1)
    <> array(select row((member ->> 'userId')::uuid, member ? 'removedAt')
      from jsonb_array_elements(${incidents.state} -> 'circle' || (${incidents.state} -> 'left'))
        as member order by 1))`;

export type TakenOver = { files: number; setAside: { id: string; why: string }[] };

/** @param onProgress How many are done, of how many. */
export async function takeOverIncidents(
  owner: Database,
  openKeys: () => KeyRing,
  clock: Pick<Clock, 'now'>,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<TakenOver> {
  const rows = await owner.db
    .select({ id: incidents.id })
    .from(incidents)
    .where(withoutHistory)
    .orderBy(asc(incidents.id));
  const taken: TakenOver = { files: 0, setAside: [] };
  for (const [index, { id }] of rows.entries()) {
    try {
      await owner.transaction((tx) => takeOverIncident(tx, openKeys(), clock, id));
      taken.files += 1;
    } catch (error) {
      // One that cannot be told must not keep a centre from starting.
      taken.setAside.push({ id, why: String(error) });
    }
    onProgress(index + 1, rows.length);
  }
  return taken;
}

/**
 * The same of one file, for whoever is about to change it. Nothing where its history says it all.
 * @throws where its key is damaged: what is told without its words would be without them for good.
 */
export async function takeOverIncident(
  tx: Transaction,
  keys: KeyRing,
  clock: Pick<Clock, 'now'>,
  incidentId: string,
): Promise<void> {
  const [row] = await selectFiles(tx)
    .where(and(eq(incidents.id, incidentId), withoutHistory))
    .for('update', { of: incidents });
  if (!row) return;
  const { id, subjectId } = row;
  if (keys.isDamaged(subjectId)) throw new Error('key damaged');
  const before = await storedBefore(tx, keys, row);
  const fact = await factOf(tx, keys, row, before?.state ?? null);
  const actor = { type: 'system', part: 'take-over' } as const;
  await writeDown(incidentFiles, { keys, clock }, tx, {
    id,
    subjectId,
    before,
    facts: [fact],
    actor,
  }).written;
}

/** As its log says: what its row says is what it does not. */
async function storedBefore(
  tx: Transaction,
  keys: KeyRing,
  { id, subjectId, headHash, dataKey }: IncidentRow,
): Promise<Stored<IncidentTypes> | null> {
  const events = await readHistory(incidentFiles, tx, keys, id);
  const state = foldOf<IncidentTypes>(incidentSubject, events);
  return state && headHash !== null ? { state, headHash, subjectId, dataKey } : null;
}

async function factOf(
  { db }: Transaction,
  keys: KeyRing,
  row: IncidentRow,
  before: IncidentFile | null,
): Promise<IncidentFact> {
  const { centreId, municipalityId, alarmId, alarmVersion, occurredAt, status } = row;
  const { changedBy, changedAt } = row;
  const members = await db
    .select()
    .from(incidentCircle)
    .where(eq(incidentCircle.incidentId, row.id))
    .orderBy(asc(incidentCircle.addedAt), asc(incidentCircle.id));
  const circle = [];
  const left = [];
  for (const { userId, addedBy, addedAt, removedBy, removedAt } of members) {
    const letIn = { userId, addedBy, addedAt };
    if (removedAt === null) circle.push(letIn);
    else left.push({ ...letIn, removedBy, removedAt });
  }
  const personal = personalOf(keys, row);
  // That release writes its words over what it could not read: whom it concerns, and the number.
  const policeNumber = personal?.policeNumber ?? before?.personal?.policeNumber ?? null;
  const holder = personal?.holder ?? before?.personal?.holder ?? null;
  const isWritten = before && row.version !== before.version;
  return {
    type: 'IncidentTakenOver',
    data: {
      centreId,
      municipalityId,
      alarmId,
      alarmVersion,
      occurredAt,
      facts: factsOf(row),
      status,
      changed: changedBy && changedAt ? { by: changedBy, at: changedAt } : null,
      wordsVersion: before ? before.wordsVersion + (isWritten ? 1 : 0) : row.version,
      circle,
      left,
    },
    personal: personal && { ...personal, holder, policeNumber },
  };
}
