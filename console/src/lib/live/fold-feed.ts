// How events become the board: strictly in the centre's order. What is known already is skipped, what
// does not follow is a hole: nothing is folded past it, and the desk asks again from where it stands.
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isReadable, isWithheld, type DeskItem, type FeedEvent } from '@achterwacht/shared/feed.ts';

export type BoardState = { sequence: number; alarms: ReadonlyMap<string, Alarm> };

export type Folded = BoardState & {
  applied: FeedEvent[];
  /**
   * `hole`: numbers are missing, say hello again. `stranger`: the event belongs to an alarm this desk
   * never saw (an old one that was reopened), `unreadable`: nobody can read it; fetch the board again, which
   * stands beyond it.
   */
  trouble: 'hole' | 'stranger' | 'unreadable' | null;
};

/**
 * What happens to alarms that were closed long ago and no desk shows: fetching the board for each would
 * have every desk ask again whenever recordings and words reach the end of their retention.
 */
const afterwards: ReadonlySet<FeedEvent['type']> = new Set([
  'NoteAdded',
  'NoteCorrected',
  'MarkerAdded',
  'SegmentStored',
  'SoundEnded',
  'RecordingErased',
  'ContentErased',
  'RecordingHeld',
  'RecordingReleased',
  'PlaybackRequested',
]);

export function foldFeed(state: BoardState, events: readonly DeskItem[]): Folded {
  const alarms = new Map(state.alarms);
  const applied: FeedEvent[] = [];
  let { sequence } = state;
  const result = (trouble: Folded['trouble']): Folded => ({ sequence, alarms, applied, trouble });

  for (const event of events) {
    if (event.sequence <= sequence) continue;
    if (event.sequence !== sequence + 1) return result('hole');
    if (isWithheld(event)) {
      sequence = event.sequence;
      continue;
    }
    if (!isReadable(event)) return result('unreadable');
    const known = alarms.get(event.alarmId) ?? null;
    if (known === null && afterwards.has(event.type)) {
      sequence = event.sequence;
      continue;
    }
    if (known === null && event.type !== 'AlarmRaised') return result('stranger');
    if (known !== null && event.version !== known.version + 1) return result('stranger');
    alarms.set(event.alarmId, evolve(known, event));
    sequence = event.sequence;
    applied.push(event);
  }
  return result(null);
}
