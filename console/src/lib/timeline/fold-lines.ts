// Which events of an alarm stand in its timeline. What a listener hears comes and goes with every pause
// between two words; all of it is in the log and under the filter for sound, and elsewhere only how it is
// now; so does a button that says every few seconds where it is. A timeline that people read under pressure
// must not be filled by either.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';

const ofSound: ReadonlySet<AlarmEvent['type']> = new Set<AlarmEvent['type']>([
  'ListenInStarted',
  'ListenInEnded',
  'HearingChanged',
  'AlarmAudible',
  'MarkerAdded',
  'SoundStarted',
  'SoundResumed',
  'SoundMeasured',
  'SoundLost',
  'SoundEnded',
  'SegmentStored',
  'RecordingErased',
  'RecordingHeld',
  'RecordingReleased',
  'PlaybackRequested',
]);

export const isOfSound = ({ type }: Pick<AlarmEvent, 'type'>) => ofSound.has(type);

/** Of each listener the last that he hears, and of positions the last, at their own moment; all else as it came. */
export function folded<E extends AlarmEvent>(events: readonly E[]): E[] {
  const latest = new Map(events.map((event) => [threadOf(event), event]));
  return events.filter((event) => {
    const thread = threadOf(event);
    return thread === null || latest.get(thread) === event;
  });
}

/** What follows each other only as news of the same; null for what stands by itself. */
function threadOf(event: AlarmEvent): string | null {
  if (event.type === 'HearingChanged') return event.data.by.id;
  if (event.type !== 'SignalAdded' || event.data.signal.kind !== 'position') return null;
  return event.data.signal.unbelieved ? 'position of another' : 'position';
}
