// What of an alarm's sound is kept, as its centre's setting said when it was raised. Listening is the same either way.
import type { Alarm } from '../state.ts';

export type NotKeptBecause = 'test' | 'setting' | 'not-claimed';

/** Null while its sound is kept. What is kept once stays so: the first claim is never undone. */
export function whyNotKept({
  mode,
  plan: { recording },
  times,
}: Pick<Alarm, 'mode' | 'plan' | 'times'>): NotKeptBecause | null {
  if (mode === 'test') return 'test';
  if (!recording) return null;
  if (!recording.record) return 'setting';
  return recording.recordBeforeClaim || times.claimed ? null : 'not-claimed';
}
