// Of an alarm's sound, what can be listened back to.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';

/** When the first sound that is kept began, by the server's clock; null while there is none. */
export function soundStartedAt({ sound }: Alarm): number | null {
  const first = sound.recordings.find(({ erasedAt }) => erasedAt === null);
  return first ? Date.parse(first.startedAt) : null;
}
