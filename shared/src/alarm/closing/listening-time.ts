// How long the owner has really listened. Nobody reports it: it follows from the changes that are reported, so no desk
// can claim more than it heard. Apart from the sound's own fold, because it runs on who owns the alarm too.
import type { AlarmEvent } from '../events.ts';
import { ownerOf } from '../ownership/state.ts';
import type { Alarm } from '../state.ts';

/**
 * Listening time runs while the owner hears live sound that the media-server receives too, and stops
 * with the first thing that ends any of this. What a desk that vanished claimed to hear is not counted:
 * nobody knows when it fell silent.
 */
export function withListeningTime(before: Alarm, after: Alarm, event: AlarmEvent): Alarm {
  const { milliseconds, runningSince } = before.listened;
  const runs = ownerHearsSound(after);
  if (runs === (runningSince !== null)) return after;
  if (runs) return { ...after, listened: { milliseconds, runningSince: event.at } };
  const vanished =
    (event.type === 'AlarmReleased' && event.data.why === 'owner-lost') ||
    (event.type === 'ListenInEnded' && event.data.why === 'desk-lost');
  const heard = vanished ? 0 : Date.parse(event.at) - Date.parse(runningSince ?? event.at);
  return { ...after, listened: { milliseconds: milliseconds + heard, runningSince: null } };
}

function ownerHearsSound(alarm: Alarm): boolean {
  const owner = ownerOf(alarm);
  if (alarm.closed || !owner || alarm.sound.status !== 'receiving') return false;
  return alarm.listeners.some(({ by, hears }) => by.id === owner.id && hears === 'sound');
}
