// The canary: a row written every two seconds that travels the whole way of an event (database, bus,
// socket). A desk that does not see it knows that it draws the past, however healthy its socket looks.
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import type { Canary } from '@achterwacht/shared/feed.ts';
import { ofItems } from '../../jobs/item-job.ts';
import type { Job } from '../../jobs/job.ts';

const beatMilliseconds = 2_000;
/** Looked at this often, whichever process writes it. */
const everyMilliseconds = 500;
/** Desks call a beat late after ten. */
const timeoutMilliseconds = 5_000;

type Beat = { centreId: string; canary: Canary };

/** Writes the beat where none was written for two seconds, by whichever process comes first. */
export function canaryJob(
  { system, clock }: { system: Database; clock: Clock },
  send: (news: Beat) => Promise<void>,
): Job {
  return ofItems({
    name: 'canary',
    everyMilliseconds,
    timeoutMilliseconds,
    aside: 'canary',
    idOf: ({ centreId }) => centreId,
    // A centre whose log cannot be read has no canary here, and its desks say so; the others have theirs.
    everyTime: true,
    async *items() {
      yield await write(system, clock.now());
    },
    work: send,
  });
}

async function write({ sql }: Database, now: Date): Promise<Beat[]> {
  // A little early rather than a round late.
  const due = new Date(now.getTime() - beatMilliseconds + 100).toISOString();
  const rows = await sql<{ centre_id: string; last_sequence: string; beat_at: string }[]>`
    update log.feeds set beat_at = ${now.toISOString()}
    where name = 'live'
      and (beat_at is null or beat_at <= ${due} or beat_at > ${now.toISOString()})
    returning centre_id, last_sequence, beat_at`;
  return rows.map((row) => ({
    centreId: row.centre_id,
    canary: { at: iso(row.beat_at), sequence: Number(row.last_sequence) },
  }));
}
