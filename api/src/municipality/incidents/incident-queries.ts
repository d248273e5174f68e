// What a municipality reads and writes of its incident files. All of it runs inside asActor: row-level
// security shows a file only to its circle, so what is not found here may well exist.
import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, isNull, lt, sql } from '../../db/drizzle.ts';
import {
  circleRole,
  initialsOf,
  type Colleague,
  type FillIn,
  type Incident,
  type IncidentSummary,
  type IncidentView,
} from '@achterwacht/shared/municipality/incident.ts';
import type { Visitor } from '../../access/as-actor.ts';
import type { Transaction } from '../../db/connect.ts';
import { centres, members, municipalities } from '../../db/schema/centres.ts';
import { incidentCircle, incidents, incidentViews } from '../../db/schema/incidents.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { openFacts, openPersonal, sealPersonal } from './sealed-personal.ts';

/** A page of the list: more cases than most municipalities have in a year. */
const mostListed = 100;
/** Of who looked; the newest, and more than anybody reads. */
const mostViews = 500;

export async function listIncidents(
  { db }: Transaction,
  keys: KeyRing,
  before: string | undefined,
): Promise<{ incidents: IncidentSummary[]; hasMore: boolean }> {
  const rows = await db
    .select()
    .from(incidents)
    .where(before === undefined ? undefined : lt(incidents.occurredAt, before))
    .orderBy(desc(incidents.occurredAt))
    .limit(mostListed + 1);
  return {
    incidents: rows.slice(0, mostListed).map((row) => {
      const { holder } = openPersonal(keys, row, row.personal);
      const { id, status } = row;
      const facts = openFacts(keys, row, row.facts);
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
  const [row] = await tx.db.select().from(incidents).where(eq(incidents.id, incidentId));
  return row ? { ...contentOf(keys, row), ...(await readCircle(tx, incidentId)) } : null;
}

type Row = typeof incidents.$inferSelect;

function contentOf(keys: KeyRing, row: Row): Omit<Incident, 'circle' | 'colleagues'> {
  const { id, status, version, changedBy, changedAt } = row;
  return {
    id,
    status,
    facts: openFacts(keys, row, row.facts),
    version,
    ...openPersonal(keys, row, row.personal),
    changed: changedBy && changedAt ? { by: changedBy, at: changedAt } : null,
  };
}

/** Every file he may see of these days, whole, oldest first: for a document that takes them along. */
export async function readAll(
  { db }: Transaction,
  keys: KeyRing,
  { from, to }: { from?: string | undefined; to?: string | undefined } = {},
): Promise<Omit<Incident, 'circle' | 'colleagues'>[]> {
  const day = sql`(${incidents.occurredAt} at time zone 'Europe/Amsterdam')::date`;
  const rows = await db
    .select()
    .from(incidents)
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

type Filled =
  | { status: 'filled'; version: number; changed: NonNullable<Incident['changed']> }
  | { status: 'not-found' }
  | { status: 'changed'; by: string };

export async function fillIn(
  { db }: Transaction,
  keys: KeyRing,
  { visitor, incidentId, asked, now }: Asking & { asked: FillIn },
): Promise<Filled> {
  const [row] = await db.select().from(incidents).where(eq(incidents.id, incidentId)).for('update');
  if (!row) return { status: 'not-found' };
  if (row.version !== asked.expectedVersion) return { status: 'changed', by: row.changedBy ?? '' };
  const { holder } = openPersonal(keys, row, row.personal);
  const changed = { by: visitor.name, at: now.toISOString() };
  const version = row.version + 1;
  await db
    .update(incidents)
    .set({
      status: asked.status,
      version,
      personal: sealPersonal(keys, row, { holder, words: asked.words }),
      changedBy: changed.by,
      changedAt: changed.at,
    })
    .where(eq(incidents.id, incidentId));
  return { status: 'filled', version, changed };
}

type Asking = { visitor: Visitor; incidentId: string; now: Date };

/** False: there is no such file or no such colleague. Somebody who is in already stays in. */
export async function letIn(
  { db }: Transaction,
  { visitor, incidentId, userId, now }: Asking & { userId: string },
): Promise<boolean> {
  const [row] = await db.select().from(incidents).where(eq(incidents.id, incidentId));
  const [member] = await db
    .select({ role: members.role })
    .from(members)
    .where(eq(members.userId, userId));
  if (!row || !circleRole.safeParse(member?.role).success) return false;
  const { centreId, municipalityId } = row;
  await db
    .insert(incidentCircle)
    .values({
      id: randomUUID(),
      incidentId,
      centreId,
      municipalityId,
      userId,
      addedBy: visitor.id,
      addedAt: now.toISOString(),
    })
    .onConflictDoNothing();
  return true;
}

export async function takeOut(
  tx: Transaction,
  { visitor, incidentId, userId, now }: Asking & { userId: string },
): Promise<'out' | 'not-found' | 'last'> {
  const { circle } = await readCircle(tx, incidentId);
  if (!circle.some((member) => member.userId === userId)) return 'not-found';
  if (circle.length === 1) return 'last';
  await tx.db
    .update(incidentCircle)
    .set({ removedBy: visitor.id, removedAt: now.toISOString() })
    .where(
      and(
        eq(incidentCircle.incidentId, incidentId),
        eq(incidentCircle.userId, userId),
        isNull(incidentCircle.removedAt),
      ),
    );
  return 'out';
}

/** In the transaction that shows it, so that nobody sees what is not written down. */
export async function logView(
  { db }: Transaction,
  { visitor, incidentId, now }: Asking,
  what: IncidentView['what'],
  origin: string,
): Promise<void> {
  await db.insert(incidentViews).values({
    incidentId,
    centreId: visitor.centreId,
    municipalityId: visitor.municipalityId!, // row-level security refuses one without
    at: now.toISOString(),
    userId: visitor.id,
    name: visitor.name,
    role: circleRole.parse(visitor.role),
    what,
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
