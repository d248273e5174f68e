// The next events of one feed of a centre into one projection, and how far it is with them, in one transaction.
import type { Database, Transaction, TransactionSql } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { Line, Place, Projection } from './projection.ts';

export type Feed = { centreId: string; feed: 'live' | 'file' };

/** `taken`: another process is at it. Otherwise how many were read, and whether there are more. */
export type Folded = 'taken' | { events: number; isAtHead: boolean };

/** The first of the events that could not be folded; of one alone it is that one. */
export class NotFolded extends Error {
  readonly sequence: number;

  constructor(sequence: number, cause: unknown) {
    super(`not folded from ${sequence}`, { cause });
    this.sequence = sequence;
  }
}

/** @throws NotFolded where the projection cannot take them, and whatever the database says where it is away. */
export function foldBatch(
  system: Database,
  projection: Projection,
  at: Feed,
  { limit, now }: { limit: number; now: Date },
): Promise<Folded> {
  return system.transaction(async (tx) => {
    const { sql } = tx;
    const key = `projection/${projection.name}/${projection.version}/${at.centreId}/${at.feed}`;
    const [lock] = await sql<{ is_ours: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) as is_ours`;
    if (!lock!.is_ours) return 'taken';
    // One after the other: a cursor read before the lock may have moved since, and an event that is committed after
    // the lines are read and before the head is would be passed.
    const [place] = await readPlace(sql, projection, at);
    if (!place) return 'taken';
    const [after, until] = [Number(place.sequence), Number(place.head)];
    const lines = await readLines(sql, projection, { ...at, after, until, limit });
    const { version } = projection;
    await applyLines(tx, projection, { centreId: at.centreId, version }, lines);
    const isAtHead = lines.length < limit;
    const last = lines.at(-1);
    // Numbers that nobody took leave holes, also before the feed's head: they are passed.
    const sequence = isAtHead ? until : last!.sequence;
    await moveTo(tx, projection, at, { sequence, eventAt: last?.at ?? null, isAtHead, now });
    // Read from now on; whoever reads the version before in this very moment still sees all of it.
    if (isAtHead && !place.caught_up_at) await forgetVersionsBefore(tx, projection, at.centreId);
    return { events: lines.length, isAtHead };
  });
}

/** Runs of one subject's events go to its source together; the order between subjects stays. */
export async function applyLines(
  tx: Transaction,
  projection: Projection,
  place: Place,
  lines: readonly Line[],
): Promise<void> {
  let start = 0;
  for (let end = 1; end <= lines.length; end += 1) {
    const { streamType, sequence } = lines[start]!;
    if (end < lines.length && lines[end]!.streamType === streamType) continue;
    const source = projection.over.find((one) => one.streamType === streamType)!;
    try {
      await source.apply(tx, place, lines.slice(start, end));
    } catch (error) {
      throw new NotFolded(sequence, error);
    }
    start = end;
  }
}

type From = Feed & {
  after: number;
  /** Included. */
  until: number;
  limit: number;
};

/** What the projection reads of a feed, in order. */
export async function readLines(
  sql: TransactionSql,
  { over }: Projection,
  { centreId, feed, after, until, limit }: From,
): Promise<Line[]> {
  const ofFeed = over.filter((source) => source.feed === feed);
  const whole = ofFeed.filter(({ types }) => types === 'all').map(({ streamType }) => streamType);
  const wanted = ofFeed.flatMap(({ streamType, types }) =>
    types === 'all' ? [] : types.map((type) => ({ streamType, type })),
  );
  const rows = await sql<(Omit<Line, 'sequence'> & { sequence: string })[]>`
    select sequence, stream_type as "streamType", stream_id as "streamId", type, at, text
    from log.events
    where centre_id = ${centreId} and feed = ${feed}
      and sequence > ${after} and sequence <= ${until}
      and (stream_type = any(${whole}::text[]) or (stream_type, type) in (select * from unnest(
        ${wanted.map(({ streamType }) => streamType)}::text[], ${wanted.map(({ type }) => type)}::text[])))
    order by sequence limit ${limit}`;
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: iso(row.at) }));
}

const readPlace = (sql: TransactionSql, { name, version }: Projection, { centreId, feed }: Feed) =>
  sql<{ head: string; sequence: string; caught_up_at: string | null }[]>`
    select last_sequence as head, coalesce(cursors.sequence, 0) as sequence, cursors.caught_up_at
    from log.feeds
    left join projection_cursors as cursors on cursors.name = ${name}
      and cursors.version = ${version} and cursors.centre_id = feeds.centre_id
      and cursors.feed = feeds.name
    where feeds.centre_id = ${centreId} and feeds.name = ${feed}`;

type Moved = { sequence: number; eventAt: string | null; isAtHead: boolean; now: Date };

async function moveTo(
  { sql }: Transaction,
  { name, version }: Projection,
  { centreId, feed }: Feed,
  { sequence, eventAt, isAtHead, now }: Moved,
): Promise<void> {
  await sql`
    insert into projection_cursors as cursors
      (name, version, centre_id, feed, sequence, event_at, caught_up_at)
    values (${name}, ${version}, ${centreId}, ${feed}, ${sequence}, ${eventAt},
      ${isAtHead ? now.toISOString() : null})
    on conflict (name, version, centre_id, feed) do update set sequence = excluded.sequence,
      event_at = coalesce(excluded.event_at, cursors.event_at),
      caught_up_at = coalesce(cursors.caught_up_at, excluded.caught_up_at),
      failed_sequence = null, failed_since = null, error_code = null`;
}

/** Once all of its feeds have caught up: the rows of the versions before are of no use to anybody. */
async function forgetVersionsBefore(
  { sql }: Transaction,
  { name, version, over, tables }: Projection,
  centreId: string,
): Promise<void> {
  const feeds = new Set(over.map(({ feed }) => feed));
  const caughtUp = await sql`
    select from projection_cursors where name = ${name} and version = ${version}
      and centre_id = ${centreId} and caught_up_at is not null`;
  if (caughtUp.length < feeds.size) return;
  for (const { table } of tables)
    await sql`
      delete from ${sql(table)} where centre_id = ${centreId} and projection_version < ${version}`;
  await sql`
    delete from projection_cursors where name = ${name} and centre_id = ${centreId}
      and version < ${version}`;
}
