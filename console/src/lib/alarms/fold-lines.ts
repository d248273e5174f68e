// Which events of an alarm stand in its timeline. What a listener hears comes and goes with every pause
// between two words; all of it is in the log and under the filter for sound, and elsewhere only how it is
// now, for a timeline that people read under pressure must not be filled by silence.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';

const ofSound: ReadonlySet<AlarmEvent['type']> = new Set<AlarmEvent['type']>([
  'ListenInStarted',
  'ListenInEnded',
  'HearingChanged',
  'AlarmAudible',
  'MarkerAdded',
  'SoundStarted',
  'SoundResumed',
  'SoundLost',
  'SoundEnded',
  'SegmentStored',
  'RecordingErased',
  'RecordingHeld',
  'RecordingReleased',
  'PlaybackRequested',
]);

export const isOfSound = ({ type }: Pick<AlarmEvent, 'type'>) => ofSound.has(type);

/** Of each listener the last that he hears, at its own moment; all else as it came. */
export function folded<E extends AlarmEvent>(events: readonly E[]): E[] {
  const latest = new Map<string, E>();
  for (const event of events)
    if (event.type === 'HearingChanged') latest.set(event.data.by.id, event);
  return events.filter(
    (event) => event.type !== 'HearingChanged' || latest.get(event.data.by.id) === event,
  );
}
