// Keeps every projection where its feeds are. Each is by itself, of one feed of a centre at a time: one that meets an
// event that it cannot fold stands still before it, is shown with since when and paged for, and is tried again ever
// less often until a release can; it never skips. All others go on.
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { ReportTrouble } from '../messages/own-parts.ts';
import { isPassing, errorCodeOf } from './errors.ts';
import { foldBatch, NotFolded, type Feed } from './fold-batch.ts';
import type { Projection } from './projection.ts';

/** Enough that a transaction is no burden, few enough that one is through in some ten milliseconds. */
const mostEvents = 500;
/** Of one before the next has its turn. */
const mostBatches = 20;

type Parts = { system: Database; clock: Clock; report: ReportTrouble };

export type Behind = Feed & {
  projection: Projection;
  /** Numbers of the feed that it has not seen; most are none of its business. */
  numbers: number;
};

/** Names it for as long as it lives. */
export const idOf = ({ projection, centreId, feed }: Behind) =>
  `${projection.name}/${projection.version}/${centreId}/${feed}`;

/** Where a feed has numbers that its projection has not seen; one question for all. */
export async function findBehind(
  { system }: Pick<Parts, 'system'>,
  projections: readonly Projection[],
): Promise<Behind[]> {
  const wanted = projections.flatMap((projection) =>
    [...new Set(projection.over.map(({ feed }) => feed))].map((feed) => ({ projection, feed })),
  );
  const rows = await system.sql<{ place: number; centreId: string; numbers: number }[]>`
    select place, feeds.centre_id as "centreId",
      (last_sequence - coalesce(cursors.sequence, 0))::float8 as numbers
    from jsonb_to_recordset(${JSON.stringify(
      wanted.map(({ projection: { name, version }, feed }, place) => ({
        place,
        name,
        version,
        feed,
      })),
    )}::text::jsonb) as wanted(place int, name text, version int, feed text)
    join log.feeds on feeds.name = wanted.feed
    left join projection_cursors as cursors on cursors.name = wanted.name
      and cursors.version = wanted.version and cursors.centre_id = feeds.centre_id
      and cursors.feed = wanted.feed
    where coalesce(cursors.sequence, -1) < feeds.last_sequence
    order by place, feeds.centre_id`;
  return rows.map(({ place, ...row }) => ({ ...wanted[place]!, ...row }));
}

/**
 * Folds what waits, a bounded part of it.
 * @returns whether there is more.
 * @throws where it stands still, and where the database is away.
 */
export async function keepUp(parts: Parts, behind: Behind): Promise<boolean> {
  const { system, clock } = parts;
  let limit = mostEvents;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    try {
      const folded = await foldBatch(system, behind.projection, behind, {
        limit,
        now: clock.now(),
      });
      if (folded === 'taken' || folded.isAtHead) return false;
      limit = Math.min(mostEvents, limit * 2);
    } catch (error) {
      if (!(error instanceof NotFolded) || isPassing(error.cause)) throw error;
      if (limit === 1) {
        await standStill(parts, behind, error);
        throw error;
      }
      // One of these; all before it are folded first.
      limit = Math.floor(limit / 2);
      batch -= 1;
    }
  }
  return true;
}

/** Told first and noted then: whoever dies in between tells it once more, and it joins what is open. */
async function standStill(
  { system, clock, report }: Parts,
  { projection, centreId, feed }: Behind,
  { sequence, cause }: NotFolded,
): Promise<void> {
  const { name, version } = projection;
  const [before] = await system.sql<{ failed_since: string | null }[]>`
    select failed_since from projection_cursors
    where name = ${name} and version = ${version} and centre_id = ${centreId} and feed = ${feed}`;
  if (!before?.failed_since)
    await report('projections', {
      warning: 'projection-stopped',
      text: `${name} stands still at ${sequence} of ${feed}`,
    });
  await system.sql`
    insert into projection_cursors as cursors (name, version, centre_id, feed, sequence,
      failed_sequence, failed_since, error_code)
    values (${name}, ${version}, ${centreId}, ${feed}, 0, ${sequence},
      ${clock.now().toISOString()}, ${errorCodeOf(cause)})
    on conflict (name, version, centre_id, feed) do update set
      failed_sequence = excluded.failed_sequence, error_code = excluded.error_code,
      failed_since = coalesce(cursors.failed_since, excluded.failed_since)`;
}
