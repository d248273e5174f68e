// Lines of the access log that were kept for as long as they may be: a seal at a time, so that the chain goes on saying
// what it sealed. Its hash stays; what the lines said does not.
import type { Eraser } from '../../retention/eraser.ts';
import { eraser } from '../../retention/eraser.ts';
import { keptDays } from '../../retention/classes.ts';
import type { ErasingParts } from '../../retention/eraser.ts';
import { besideItem, mayBeTried } from '../../jobs/set-aside.ts';

const most = 100;

type Sealed = { id: string; centreId: string; object: string; number: number };

export const linesEraser: Eraser = (name, parts: ErasingParts) => {
  const { sql } = parts.background;
  return eraser<Sealed>({
    async *items() {
      const now = parts.clock.now();
      yield await sql<Sealed[]>`
        select access_seals.centre_id || '/' || number as id, access_seals.centre_id as "centreId",
          'access-seal/' || number as object, number
        from access_seals join centres on centres.id = access_seals.centre_id
        ${besideItem(sql, 'erasure', "access_seals.centre_id || '/' || number")}
        where erased_at is null
          and access_seals.at < ${now.toISOString()}::timestamptz - make_interval(days => ${keptDays(sql, name)})
          and ${mayBeTried(sql, now)}
        order by aside.retry_at nulls first, number limit ${most}`;
    },
    erase: async () => {},
    async mark({ sql: tx }, { centreId, number }, at) {
      await tx`
        with seal as (
          update access_seals set erased_at = ${at.toISOString()}
          where centre_id = ${centreId} and number = ${number} and erased_at is null
          returning line_ids)
        delete from access_log using seal where access_log.id = any(line_ids)`;
    },
  })(name, parts);
};
