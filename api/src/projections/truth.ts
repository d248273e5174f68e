// How far a projection is true, said beside whatever is read of it: a screen that shows old figures says so.
import type { Truth } from '@achterwacht/shared/routes/answer-times.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { Projection } from './projection.ts';

type Row = {
  version: number;
  feed: string;
  event_at: string | null;
  is_caught_up: boolean;
  is_at_head: boolean;
  has_failed: boolean;
};

export type Read = Truth & {
  /** Of the rows that are to be read. */
  version: number;
};

/**
 * The version that is read of a centre, and how far it is true: the projection's own once it has caught up, until then
 * the one before. To be asked in the transaction that reads, as one moment.
 */
export async function readTruth(
  { sql }: Transaction,
  clock: Clock,
  { name, version, over }: Projection,
  centreId: string,
): Promise<Read> {
  const rows = await sql<Row[]>`
    select version, cursors.feed, event_at, caught_up_at is not null as is_caught_up,
      sequence >= last_sequence as is_at_head, failed_since is not null as has_failed
    from projection_cursors as cursors
    join log.feeds on feeds.centre_id = cursors.centre_id and feeds.name = cursors.feed
    where cursors.name = ${name} and cursors.centre_id = ${centreId} and version <= ${version}`;
  const feeds = new Set(over.map(({ feed }) => feed));
  const versions = Map.groupBy(rows, (row) => row.version);
  const complete = [...versions]
    .filter(([, cursors]) => cursors.filter((row) => row.is_caught_up).length >= feeds.size)
    .map(([one]) => one);
  const shown = complete.length > 0 ? Math.max(...complete) : version;
  const cursors = versions.get(shown) ?? [];
  const isCurrent = cursors.length >= feeds.size && cursors.every((row) => row.is_at_head);
  const own = versions.get(version) ?? [];
  return {
    version: shown,
    trueAt: isCurrent ? clock.now().toISOString() : earliest(cursors),
    state: own.some((row) => row.has_failed)
      ? 'stopped'
      : shown !== version || !complete.includes(version)
        ? 'folding-anew'
        : isCurrent
          ? 'current'
          : 'behind',
  };
}

/** As far as the feed that is furthest back. */
function earliest(cursors: readonly Row[]): string | null {
  const moments = cursors.map(({ event_at: at }) => (at === null ? null : iso(at)));
  return moments.includes(null) ? null : (moments.toSorted()[0] ?? null);
}
