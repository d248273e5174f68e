// Of an alarm's sound, what can be listened back to, and what its centre does not keep.
import { whyNotKept, type NotKeptBecause } from '@achterwacht/shared/alarm/sound/keeping.ts';
import { isThere } from '@achterwacht/shared/alarm/sound/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { m } from '../../paraglide/messages.js';

/** When the first sound that is kept began, by the server's clock; null while there is none. */
export function soundStartedAt({ sound }: Alarm): number | null {
  const first = sound.recordings.find(isThere);
  return first ? Date.parse(first.startedAt) : null;
}

/** Why there is nothing to listen back to. */
export const whyNoSound = ({ sound }: Alarm): string =>
  sound.recordings.some(({ notKept }) => notKept)
    ? m.refusal_niet_opgenomen()
    : m.refusal_geen_opname();

const notKeptWords = {
  test: m.sound_kept_not_test,
  setting: m.sound_kept_not,
  'not-claimed': m.sound_kept_from_claim,
} satisfies Record<NotKeptBecause, () => string>;

/** What its centre keeps less than all of it; null where all of it is kept. */
export function keptWords(alarm: Alarm): string | null {
  const why = whyNotKept(alarm);
  if (why) return notKeptWords[why]();
  return alarm.plan.recording?.recordBeforeClaim === false ? m.sound_kept_from_claim() : null;
}
