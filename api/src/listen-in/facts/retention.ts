// Sound that has been kept as long as it may be. *Loos* and tests go after the centre's few days, real
// cases when the centre says so; what is held stays. Erased first and written down then: the line of proof
// in the alarm's log must not be older than the deed.
import type { Clock } from '../../clock.ts';
import type { HandleCommand } from '../../alarms/commands/handle-command.ts';
import type { Database } from '../../db/connect.ts';
import type { Log } from '../../log.ts';
import { besideItem, eachApart, mayBeTried } from '../../set-aside.ts';
import { isMediaAway, type MediaControl } from '../media-control.ts';

export const retentionMilliseconds = 60_000;
/** Of one round; the rest follows a minute later. */
const mostAtOnce = 100;

type Parts = {
  system: Database;
  clock: Clock;
  control: MediaControl;
  handleCommand: HandleCommand;
  log: Log;
};

/** Resolves with how many recordings were erased. */
export async function eraseOldSound(parts: Parts): Promise<number> {
  const { system, clock, control, handleCommand } = parts;
  const now = clock.now().toISOString();
  const rows = await system.sql<{ id: string; alarm_id: string }[]>`
    select recordings.id, alarm_id from recordings
    join alarms on alarms.id = alarm_id
    join centres on centres.id = alarms.centre_id
    ${besideItem(system.sql, 'erasure', 'recordings.id::text')}
    where erased_at is null and ${mayBeTried(system.sql, clock.now())}
      and not open and state #> '{sound,held}' = 'null'
      and closed_at <= ${now}::timestamptz - make_interval(days =>
        case when mode <> 'real' or state #>> '{closed,outcome}' in
            ('false-accident', 'false-technical', 'unannounced-test', 'test')
          then harmless_sound_days else real_sound_days end)
    order by aside.retry_at nulls first, started_at limit ${mostAtOnce}`;
  let erased = 0;
  const options = { idOf: ({ id }: (typeof rows)[number]) => id, endsRound: isMediaAway };
  await eachApart(parts, 'erasure', rows, options, async ({ id, alarm_id: alarmId }) => {
    await control.erase(id);
    const command = { type: 'EraseRecording', recordingId: id } as const;
    await handleCommand.forSystem({ part: 'listen-in' }, alarmId, command);
    await system.sql`update recordings set erased_at = ${now} where id = ${id}`;
    erased += 1;
  });
  return erased;
}
