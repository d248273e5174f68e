// Sound that has been kept as long as it may: *loos* and tests by one class, real cases by another; what is held stays.
// Where what was said of its alarm was erased, what was recorded until then goes at once. The media-server erases it, and
// the alarm's log says so.
import type { RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import type { Clock } from '../../clock.ts';
import type { HandleCommand } from '../../alarms/commands/handle-command.ts';
import type { Database } from '../../db/connect.ts';
import { keptDays } from '../../retention/classes.ts';
import { eraser, type Erasable, type Eraser } from '../../retention/eraser.ts';
import { besideItem, mayBeTried } from '../../jobs/set-aside.ts';
import { isMediaAway, type MediaControl } from '../media-control.ts';

const sliceSize = 100;

type Parts = {
  system: Database;
  clock: Clock;
  /** Null where sound cannot be had: then there is none. */
  control: MediaControl | null;
  handleCommand: HandleCommand;
};

type Sound = Extract<RetentionClassName, 'harmless-sound' | 'real-sound'>;
type Recording = Erasable & { alarmId: string };

export function soundErasers(parts: Parts): Record<Sound, Eraser> {
  return {
    'harmless-sound': erasing(parts, 'harmless-sound'),
    'real-sound': erasing(parts, 'real-sound'),
  };
}

function erasing({ system, clock, control, handleCommand }: Parts, name: Sound): Eraser {
  return eraser<Recording>({
    async *items() {
      // Where nobody erases it, it is not said to be erased.
      if (!control?.hasCome()) return;
      for (;;) {
        const slice = await keptLongEnough(system, name, clock.now());
        yield slice;
        if (slice.length < sliceSize) return;
      }
    },
    async erase({ id, alarmId }) {
      await control?.erase(id);
      const command = { type: 'EraseRecording', recordingId: id } as const;
      await handleCommand.forSystem({ part: 'listen-in' }, alarmId, command);
    },
    async mark({ sql }, { id }, at) {
      await sql`update recordings set erased_at = ${at.toISOString()} where id = ${id}`;
    },
    endsRound: isMediaAway,
  });
}

/** Of an alarm that is not open and nobody holds; the longest kept first. */
function keptLongEnough({ sql }: Database, name: Sound, now: Date): Promise<Recording[]> {
  return sql<Recording[]>`
    select recordings.id, alarm_id as "alarmId", alarms.centre_id as "centreId",
      'recording/' || recordings.id as object
    from recordings
    join alarms on alarms.id = alarm_id
    join centres on centres.id = alarms.centre_id
    ${besideItem(sql, 'erasure', 'recordings.id::text')}
    where erased_at is null and ${mayBeTried(sql, now)}
      and (started_at <= (state #>> '{erased,at}')::timestamptz or (not open and state #> '{sound,held}' = 'null' and closed_at <=
        ${now.toISOString()}::timestamptz - make_interval(days => ${keptDays(sql, name)})))
      and ${name === 'harmless-sound'} = (mode <> 'real' or coalesce(state #>> '{closed,outcome}' in
        ('false-accident', 'false-technical', 'unannounced-test', 'test'), false))
    order by aside.retry_at nulls first, started_at limit ${sliceSize}`;
}
