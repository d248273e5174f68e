// An older database that was put back has the keys of sheets that were emptied since. Whatever stands in the list of
// erasures is emptied again before anything is read: run with the migrations, and by hand.
import { emptied } from '@achterwacht/shared/person/decide.ts';
import type { Clock } from '../../clock.ts';
import { writeDown } from '../../commands/handle.ts';
import type { Database } from '../../db/connect.ts';
import { lock } from '../../log/read-stream.ts';
import { emptyPlan } from '../../plans/empty-plan.ts';
import { readErasures } from '../../sealing/erasures.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import { nameless, persons } from '../person-row.ts';
import { takeSheetAway } from './carry-out.ts';
import { takeOverPerson } from '../take-over-persons.ts';

type Parts = { database: Database; keysFolder: string; openKeys: () => KeyRing } & {
  clock: Pick<Clock, 'now'>;
};

/** One at a time: stopped halfway, it goes on where it was. @returns how many were emptied again. */
export async function replayEmptied(parts: Parts): Promise<number> {
  const { database, keysFolder, openKeys, clock } = parts;
  const listed = readErasures(keysFolder).filter(({ streamType }) => streamType === 'person');
  if (listed.length === 0) return 0;
  // Where something happened to one after it was noted, it was not emptied after all, or was written in again.
  const due = await database.sql<{ id: string; whole: boolean; asked: boolean }[]>`
    select holders.id, bool_or(coalesce(whole, false)) as whole, bool_or(why = 'request') as asked
    from jsonb_to_recordset(${JSON.stringify(listed)}::text::jsonb)
      as listed("streamId" uuid, at timestamptz, why text, whole boolean)
    join holders on holders.id = "streamId"
    where state is null or (updated_at <= listed.at
      and (emptied_at is null or (coalesce(whole, false) and name <> ${nameless})))
    group by holders.id`;
  for (const { id, whole, asked } of due) {
    const why = asked ? 'request' : 'loans-ended';
    const keys = openKeys();
    await withKeysMade(keys, () =>
      database.transaction(async (tx) => {
        await takeOverPerson({ keys, clock }, tx, id);
        const before = await lock(persons, tx, keys, id);
        if (!before) return;
        const actor = { type: 'system', part: 'retention' } as const;
        const facts = [emptied(before.state, why, whole)];
        const again = { id, subjectId: before.subjectId, before, facts, actor };
        await writeDown(persons, { keys, clock }, tx, again).written;
        await takeSheetAway(tx, id, whole);
        await emptyPlan({ keys, clock }, tx, before.state);
      }),
    );
  }
  return due.length;
}
