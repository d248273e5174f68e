// What a municipality reads of its incident files, and that somebody looked. All of it runs inside asActor: row-level
// security shows a file only to its circle, so what is not found here may well exist.
import { and, asc, desc, eq, isNull, lt, sql } from '../../db/drizzle.ts';
import {
  circleRole,
  initialsOf,
  type Colleague,
  type Incident,
  type IncidentSummary,
  type IncidentVersion,
  type IncidentView,
} from '@achterwacht/shared/municipality/incident.ts';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import { logAccess } from '../../access/access-log.ts';
import type { Visitor } from '../../access/as-actor.ts';
import type { Transaction } from '../../db/connect.ts';
import { centres, members, municipalities } from '../../db/schema/centres.ts';
import { incidentCircle, incidents, incidentViews } from '../../db/schema/incidents.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { versionsOf } from '@achterwacht/shared/incident/versions.ts';
import { readHistory } from '../../log/read-history.ts';
import { contentOf, selectFiles } from './file-content.ts';
import { incidentFiles } from './incident-row.ts';

/** A page of the list: more cases than most municipalities have in a year. */
const mostListed = 100;
/** Of who looked; the newest, and more than anybody reads. */
const mostViews = 500;

export async function listIncidents(
  tx: Transaction,
  keys: KeyRing,
  before: string | undefined,
): Promise<{ incidents: IncidentSummary[]; hasMore: boolean }> {
  const rows = await selectFiles(tx)
    .where(before === undefined ? undefined : lt(incidents.occurredAt, before))
    .orderBy(desc(incidents.occurredAt))
    .limit(mostListed + 1);
  return {
    incidents: rows.slice(0, mostListed).map((row) => {
      const { id, status, facts, holder } = contentOf(keys, row);
      return { id, status, facts, initials: holder && initialsOf(holder.name) };
    }),
    hasMore: rows.length > mostListed,
  };
}

/** Null: there is no such file, or he is not in its circle. */
export async function readIncident(
  tx: Transaction,
  keys: KeyRing,
  incidentId: string,
): Promise<Incident | null> {
  const [row] = await selectFiles(tx).where(eq(incidents.id, incidentId));
  return row ? { ...contentOf(keys, row), ...(await readCircle(tx, incidentId)) } : null;
}

/** Every file he may see of these days, whole, oldest first: for a document that takes them along. */
export async function readAll(
  tx: Transaction,
  keys: KeyRing,
  { from, to }: { from?: string | undefined; to?: string | undefined } = {},
): Promise<Omit<Incident, 'circle' | 'colleagues'>[]> {
  const day = sql`(${incidents.occurredAt} at time zone 'Europe/Amsterdam')::date`;
  const rows = await selectFiles(tx)
    .where(
      and(
        from === undefined ? undefined : sql`${day} >= ${from}::date`,
        to === undefined ? undefined : sql`${day} <= ${to}::date`,
      ),
    )
    .orderBy(asc(incidents.occurredAt));
  return rows.map((row) => contentOf(keys, row));
}

export async function readCircle(
  { db }: Transaction,
  incidentId: string,
): Promise<Pick<Incident, 'circle' | 'colleagues'>> {
  const rows = await db
    .select({
      userId: members.userId,
      name: members.name,
      role: members.role,
      inCircle: incidentCircle.id,
    })
    .from(members)
    .leftJoin(
      incidentCircle,
      and(
        eq(incidentCircle.userId, members.userId),
        eq(incidentCircle.incidentId, incidentId),
        isNull(incidentCircle.removedAt),
      ),
    )
    .where(eq(members.status, 'active'))
    .orderBy(asc(members.name));
  const people = rows.filter((row) => circleRole.safeParse(row.role).success);
  const colleagues = (rowsOf: typeof people): Colleague[] =>
    rowsOf.map(({ userId, name, role }) => ({ userId, name, role: circleRole.parse(role) }));
  return {
    circle: colleagues(people.filter((row) => row.inCircle !== null)),
    colleagues: colleagues(people.filter((row) => row.inCircle === null)),
  };
}

/** Whose file it is, by name. */
export async function readPlace(
  { db }: Transaction,
  { municipalityId }: Visitor,
): Promise<{ municipality: string; centre: string }> {
  const [row] = await db
    .select({ municipality: municipalities.name, centre: centres.name })
    .from(municipalities)
    .innerJoin(centres, eq(centres.id, municipalities.centreId))
    .where(eq(municipalities.id, municipalityId!)); // who sees a file has one
  return row!; // and it is there: the file refers to it
}

type Asking = { visitor: Visitor; incidentId: string; now: Date };

/** What the centre's access log calls each; what somebody wrote is an event. */
const lookOf = {
  opened: 'incident.opened',
  versions: 'incident.versions',
  printed: 'incident.printed',
  exported: 'incident.exported',
} as const satisfies Partial<Record<IncidentView['what'] | 'versions', AccessAction>>;

/**
 * In the transaction that shows it, so that nobody sees what is not written down: for those in its circle, who read the
 * file's own list, and for whoever asks at the centre who saw what of whom.
 */
export async function logView(
  tx: Transaction,
  { visitor, incidentId, now }: Asking,
  what: IncidentView['what'] | 'versions',
  origin: string,
): Promise<void> {
  await tx.db.insert(incidentViews).values({
    incidentId,
    centreId: visitor.centreId,
    municipalityId: visitor.municipalityId!, // row-level security refuses one without
    at: now.toISOString(),
    userId: visitor.id,
    name: visitor.name,
    role: circleRole.parse(visitor.role),
    what: what === 'versions' ? 'opened' : what,
    origin,
  });
  if (what === 'changed') return;
  const [file] = await tx.sql<{ whom: string }[]>`
    select subject_id as whom from incidents where id = ${incidentId}`;
  await logAccess(tx, visitor, {
    at: now,
    action: lookOf[what],
    object: incidentId,
    whom: file?.whom ?? null,
    result: 'shown',
    origin,
  });
}

export async function readViews(
  { db }: Transaction,
  incidentId: string,
): Promise<IncidentView[] | null> {
  const [seen] = await db
    .select({ here: sql`1` })
    .from(incidents)
    .where(eq(incidents.id, incidentId));
  if (!seen) return null;
  return db
    .select({
      at: incidentViews.at,
      name: incidentViews.name,
      role: incidentViews.role,
      what: incidentViews.what,
    })
    .from(incidentViews)
    .where(eq(incidentViews.incidentId, incidentId))
    .orderBy(desc(incidentViews.at), desc(incidentViews.id))
    .limit(mostViews);
}

/** Null: there is no such file, or he is not in its circle. */
export async function readVersions(
  tx: Transaction,
  keys: KeyRing,
  incidentId: string,
): Promise<IncidentVersion[] | null> {
  const events = await readHistory(incidentFiles, tx, keys, incidentId);
  return events.length > 0 ? versionsOf(events) : null;
}
