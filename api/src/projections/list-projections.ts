// Every projection with its cursors: how far each is and how far it has to go.
import type { Database } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { Projection } from './projection.ts';

export type ListedProjection = {
  name: string;
  version: number;
  centreId: string;
  feed: string;
  sequence: number;
  /** Numbers of the feed that it has not seen; most are none of its business. */
  behind: number;
  isCaughtUp: boolean;
  failed: { sequence: number; since: string; errorCode: string } | null;
};

/** Of the present versions; one that has not begun is at 0. */
export async function listProjections(
  { sql }: Pick<Database, 'sql'>,
  projections: readonly Projection[],
): Promise<ListedProjection[]> {
  const wanted = projections.flatMap(({ name, version, over }) =>
    [...new Set(over.map(({ feed }) => feed))].map((feed) => ({ name, version, feed })),
  );
  const rows = await sql<
    (Omit<ListedProjection, 'failed'> & {
      failed_sequence: string | null;
      failed_since: string | null;
      error_code: string | null;
    })[]
  >`
    select wanted.name, wanted.version, feeds.centre_id as "centreId", wanted.feed,
      coalesce(sequence, 0)::float8 as sequence,
      (last_sequence - coalesce(sequence, 0))::float8 as behind,
      caught_up_at is not null as "isCaughtUp", failed_sequence, failed_since, error_code
    from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb)
      as wanted(name text, version int, feed text)
    join log.feeds on feeds.name = wanted.feed
    left join projection_cursors as cursors on cursors.name = wanted.name
      and cursors.version = wanted.version and cursors.centre_id = feeds.centre_id
      and cursors.feed = wanted.feed
    order by wanted.name, feeds.centre_id, wanted.feed`;
  return rows.map(
    ({ failed_sequence: sequence, failed_since: since, error_code: errorCode, ...row }) => ({
      ...row,
      failed:
        sequence !== null && since !== null
          ? { sequence: Number(sequence), since: iso(since), errorCode: errorCode ?? 'unknown' }
          : null,
    }),
  );
}
