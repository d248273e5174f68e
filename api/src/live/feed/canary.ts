// The canary: a row written every two seconds that travels the whole way of an event (database, bus,
// socket). A desk that does not see it knows that it draws the past, however healthy its socket looks.
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import type { Canary } from '@achterwacht/shared/feed.ts';
import type { Log } from '../../log.ts';
import { eachApart } from '../../set-aside.ts';

const beatMilliseconds = 2_000;

type Beat = { centreId: string; canary: Canary };

/** Writes the beat where none was written for two seconds, by whichever process comes first. */
export async function beat(
  parts: { system: Database; clock: Clock; log: Log },
  send: (news: Beat) => Promise<void>,
): Promise<void> {
  const { system, clock } = parts;
  const now = clock.now();
  // A little early rather than a round late.
  const due = new Date(now.getTime() - beatMilliseconds + 100).toISOString();
  const rows = await system.sql<{ centre_id: string; last_sequence: string; beat_at: string }[]>`
    update log.feeds set beat_at = ${now.toISOString()}
    where name = 'live'
      and (beat_at is null or beat_at <= ${due} or beat_at > ${now.toISOString()})
    returning centre_id, last_sequence, beat_at`;
  // A centre whose log cannot be read has no canary here, and its desks say so; the others have theirs.
  const options = { idOf: (row: (typeof rows)[number]) => row.centre_id, everyTime: true };
  await eachApart(parts, 'canary', rows, options, (row) =>
    send({
      centreId: row.centre_id,
      canary: { at: iso(row.beat_at), sequence: Number(row.last_sequence) },
    }),
  );
}
