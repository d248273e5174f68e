// What was said of *loos* and tests, and of all other cases, each once the centre's term for it is over; no centre has one
// until it sets it. What somebody holds stays, and so does what only its holder's key would take away.
import type { ContentTerm } from '@achterwacht/shared/alarm/erasing/state.ts';
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { Announce } from '../../announce.ts';
import { isLineLost } from '../../db/errors.ts';
import { keptDays } from '../../retention/classes.ts';
import { eraser, type Erasable, type Eraser } from '../../retention/eraser.ts';
import { besideItem, mayBeTried } from '../../jobs/set-aside.ts';
import { findAlarm } from '../row/alarm-row.ts';
import { eraseContent, standsUnderOwnKey, type EraseParts } from './erase-content.ts';

const sliceSize = 100;
const actor = { type: 'system', part: 'retention' } as const;

type Parts = EraseParts & { announce: Announce };

export function contentErasers(parts: Parts): Record<'harmless-content' | 'real-content', Eraser> {
  return { 'harmless-content': erasing(parts, 'harmless'), 'real-content': erasing(parts, 'real') };
}

function erasing(parts: Parts, term: ContentTerm): Eraser {
  return eraser<Erasable>({
    async *items() {
      let after = '00000000-0000-0000-0000-000000000000';
      for (;;) {
        const slice = await keptLongEnough(parts, term, after);
        const own = [];
        for (const one of slice) if (await goesWithOwnKey(parts, one)) own.push(one);
        yield own;
        const last = slice.at(-1);
        if (!last || slice.length < sliceSize) return;
        after = last.id;
      }
    },
    async erase({ id, centreId }) {
      const erased = await eraseContent(parts, { alarmId: id, why: 'retention', term, actor });
      // The proof is of what is gone, and of nothing else.
      if (erased.status === 'refused') throw new Error(`refused: ${erased.refusal.code}`);
      if (erased.status === 'under-holders-key') throw new Error('not under its own key alone');
      if (erased.status === 'erased') parts.announce(placeOfAlarms(centreId), erased.events);
    },
    // Its own log says it.
    mark: () => Promise.resolve(),
  });
}

/** Also one that cannot be read: it fails by itself then, and keeps none of the others. */
function goesWithOwnKey({ system, keys }: Parts, { id }: Erasable): Promise<boolean> {
  return system
    .transaction(async (tx) => {
      const stored = await findAlarm(tx, keys, id);
      return stored !== null && (await standsUnderOwnKey(tx, keys, stored));
    })
    .catch((error: unknown) => {
      if (isLineLost(error)) throw error;
      return true;
    });
}

/** In the order of their ids, for one that is left must not be asked for again. */
function keptLongEnough(
  { system, clock }: Parts,
  term: ContentTerm,
  after: string,
): Promise<Erasable[]> {
  const { sql } = system;
  return sql<Erasable[]>`
    select alarms.id, alarms.centre_id as "centreId", 'alarm/' || alarms.id as object
    from alarms join centres on centres.id = alarms.centre_id
    ${besideItem(sql, 'erasure', 'alarms.id::text')}
    where ${mayBeTried(sql, clock.now())} and alarms.id > ${after}
      and not open and not state ? 'erased' and state #> '{sound,held}' = 'null'
      and exists (select from log.data_keys where stream_id = alarms.id)
      and ${term === 'harmless'} = (mode <> 'real' or state #>> '{closed,outcome}' in
        ('false-accident', 'false-technical', 'unannounced-test'))
      and closed_at <= ${clock.now().toISOString()}::timestamptz
        - make_interval(days => ${keptDays(sql, `${term}-content`)})
    order by alarms.id limit ${sliceSize}`;
}
