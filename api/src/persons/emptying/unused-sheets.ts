// Sheets by which nobody was lent anything: written for a button that never came, or again after the last one was returned.
// Nothing of theirs comes back by itself, so that they go by the day on which somebody last wrote in them. Two weeks before
// it is somebody's task: whoever still needs one writes in it.
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import type { FindTasks } from '../../administration/find-tasks.ts';
import type { Sql, TransactionSql } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { besideItem, mayBeTried } from '../../jobs/set-aside.ts';
import { keptDays } from '../../retention/classes.ts';
import { eraser, type Erasable, type Eraser } from '../../retention/eraser.ts';
import { carryOut, type EmptyParts } from './carry-out.ts';
import { emptyFamily } from './reach-person.ts';
import { familyOf, neededByAny } from './what-needs.ts';

const warnedDays = 14;
const actor = { type: 'system', part: 'retention' } as const;

export const unusedSheetEraser =
  (parts: EmptyParts): Eraser =>
  (name, { background, clock }) =>
    eraser<Erasable>({
      async *items() {
        const { sql } = background;
        const now = clock.now();
        const due = await sql<Erasable[]>`
          select holders.id, holders.centre_id as "centreId", 'person/' || holders.id as object
          from holders join centres on centres.id = holders.centre_id
          ${besideItem(sql, 'erasure', 'holders.id::text')}
          where ${unused(sql)} and ${endsAt(sql)} <= ${now.toISOString()}
            and ${mayBeTried(sql, now)} order by aside.retry_at nulls first, holders.id`;
        for (const one of due) if (!(await isNeeded(parts, one.id))) yield [one];
      },
      async erase({ id }) {
        const family = await background.transaction((tx) => familyOf(tx, id));
        const neededBy = await background.transaction((tx) => neededByAny(tx, id, family));
        const command = { type: 'EmptySheet', why: 'unused', whole: false, neededBy } as const;
        const came = await carryOut(parts, id, { command, actor });
        // No line proves what was not done; it is looked for again.
        if (came !== 'emptied') throw new Error('a sheet that was needed after all');
        await emptyFamily(parts, family);
      },
      mark: async () => {},
    })(name, { background, clock });

async function isNeeded(parts: EmptyParts, id: string): Promise<boolean> {
  return parts.system.transaction(async (tx) => {
    const family = await familyOf(tx, id);
    return family.some(({ wears }) => wears) || (await neededByAny(tx, id, family)) !== null;
  });
}

/** Of one who stands for himself; no button of his is out, and his last loan has no end of its own to come. */
const unused = (sql: Sql | TransactionSql) => sql`
  state is not null and emptied_at is null and belongs_to is null
  and state -> 'returnedAt' = 'null'
  and not exists (select from loans where holder_id = holders.id and returned_at is null)`;

/** The day after the last change of it, or of one who goes with him, as long as it is kept. */
const endsAt = (sql: Sql | TransactionSql) => sql`
  (greatest(updated_at, (select max(kin.updated_at) from holders as kin where kin.belongs_to = holders.id))
    + make_interval(days => ${keptDays(sql, 'unused-sheets')}))`;

/** When it is emptied, where nothing comes between; null: no day is known. */
export async function unusedEndsAt(
  { sql }: { sql: TransactionSql },
  id: string,
): Promise<string | null> {
  const [row] = await sql<{ at: string }[]>`
    select ${endsAt(sql)} as at from holders join centres on centres.id = holders.centre_id
    where holders.id = ${id} and ${unused(sql)}`;
  return row ? iso(row.at) : null;
}

/** To whoever may not write a sheet none is shown. */
export const findEnding: FindTasks = async ({ sql }, { centreId, now }) => {
  const soon = new Date(now.getTime() + warnedDays * 86_400_000).toISOString();
  const rows = await sql<{ id: string; name: string; at: string }[]>`
    select holders.id, holders.name, ${endsAt(sql)} as at
    from holders join centres on centres.id = holders.centre_id
    where holders.centre_id = ${centreId} and ${unused(sql)} and ${endsAt(sql)} <= ${soon}
    order by at, holders.id limit 20`;
  return rows.map(({ id, name, at }): Task => ({
    kind: 'sheet-ends',
    about: { id, name },
    dueAt: iso(at),
  }));
};
