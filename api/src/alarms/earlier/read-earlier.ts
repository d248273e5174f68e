// The alarms that came before one, of the same holder and of the same button, for whoever works on it.
import { mayTellHarmless } from '@achterwacht/shared/alarm/earlier.ts';
import { isHarmless, outcome } from '@achterwacht/shared/alarm/outcome.ts';
import { situationOf } from '@achterwacht/shared/alarm/situation/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Earlier, EarlierAlarm, ReportedThen } from '@achterwacht/shared/routes/earlier.ts';
import type { Transaction } from '../../db/connect.ts';
import { contentClass } from '../../log/stream-keys.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { readAlarm, type AlarmRow } from '../row/alarm-row.ts';

const mostTold = 10;
export const harmlessOutcomes = outcome.options.filter(isHarmless);

/** Only once somebody has claimed it, as all that is known of its holder. */
export async function readEarlier(
  tx: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<Earlier | 'not-found' | 'not-claimed'> {
  const [alarm] = await tx.sql<{ state: Alarm; subjectId: string; isHolder: boolean }[]>`
    select state, subject_id as "subjectId",
      exists (select from holders where holders.id = alarms.subject_id) as "isHolder"
    from alarms where id = ${alarmId}`;
  if (!alarm) return 'not-found';
  if (!alarm.state.times.claimed) return 'not-claimed';
  const withoutHarmless = !mayTellHarmless(alarm.state);
  // Of one whose words are erased nobody needs to know whose it was.
  if (alarm.state.erased) return { alarms: [], withoutHarmless };
  const rows = await tx.sql<AlarmRow[]>`
    select alarms.id, state, personal, head_hash, alarms.subject_id, wrapped as data_key
    from alarms
    left join log.data_keys on data_keys.stream_id = alarms.id and data_keys.class = ${contentClass}
    where (alarms.subject_id = ${alarm.subjectId} or button_id = ${alarm.state.button.id})
      and alarms.id <> ${alarmId} and mode = 'real'
      and alarms.kind in ('duress', 'missed-check', 'medical')
      and raised_at <= (select raised_at from alarms where id = ${alarmId})
      -- What is erased is tied to nobody any more.
      and state -> 'erased' is null
      and (${!withoutHarmless}
        or coalesce(state #>> '{closed,outcome}', '') <> all(${harmlessOutcomes}))
    order by raised_at desc, number desc limit ${mostTold}`;
  const holderId = alarm.isHolder ? alarm.subjectId : null;
  return { alarms: rows.map((row) => told(keys, row, holderId)), withoutHarmless };
}

function told(keys: KeyRing, row: AlarmRow, holderId: string | null): EarlierAlarm {
  const { state: alarm } = readAlarm(keys, row);
  const isHis = row.subject_id === holderId;
  return {
    alarmId: alarm.id,
    number: alarm.number,
    raisedAt: alarm.times.received ?? alarm.updatedAt,
    kind: alarm.kind,
    outcome: alarm.closed?.outcome ?? null,
    of: isHis ? 'holder' : 'button',
    reported: isHis ? reportedThen(alarm) : [],
  };
}

/** A word that turned out to be of a harmless one is no history of danger. */
function reportedThen(alarm: Alarm): ReportedThen[] {
  if (alarm.closed && isHarmless(alarm.closed.outcome)) return [];
  const situation = situationOf(alarm);
  return (['weapon', 'children', 'injured'] as const).filter((part) => situation[part] === 'yes');
}
