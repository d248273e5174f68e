// What calling a press harmless still waits for, in the words of whoever looks at it. The rule is
// `whyNotClose`; it is asked here in this person's place, for what is missing can be somebody's patience,
// a colleague, or a sound that will not come back, and each of them is another thing to do.
import type { Person } from '@achterwacht/shared/actor.ts';
import { secondsToListen, whyNotClose } from '@achterwacht/shared/alarm/closing/when-closable.ts';
import { listenerOf, type Hears } from '@achterwacht/shared/alarm/sound/state.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { HarmlessGround } from '@achterwacht/shared/alarm/verification/state.ts';
import type { Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import { m } from '../paraglide/messages.js';
import { hearsWords } from '../timeline/sound-text.ts';
import { refusalText } from '../words.ts';

export type Missing =
  | { type: 'nothing' }
  | { type: 'colleague' }
  /** The owner must hear sound for so long; `stands`: why the time does not run now. */
  | { type: 'listening'; seconds: number; stands: Hears | 'not-listening' | null }
  /** Too little was heard, and there is nothing to hear any more. */
  | { type: 'supervisor' }
  | { type: 'other'; refusal: Refusal };

/** Of an alarm that was proposed as harmless, for this person to confirm. */
export function missingFor(alarm: Alarm, person: Person, now: Date): Missing {
  const asked = { outcome: 'false-accident', summary: 'a summary is a field of its own' } as const;
  const refusal = whyNotClose(alarm, person, asked, now);
  if (!refusal) return { type: 'nothing' };
  const { sound, listened } = alarm;
  const seconds = secondsToListen(alarm, now);
  if (sound.recordings.length > 0 && seconds > 0) {
    if (sound.status !== 'receiving') return { type: 'supervisor' };
    const stands = listened.runningSince === null ? ownerHears(alarm) : null;
    return { type: 'listening', seconds, stands };
  }
  return refusal.code === 'tweede-persoon-nodig'
    ? { type: 'colleague' }
    : { type: 'other', refusal };
}

function ownerHears(alarm: Alarm): Hears | 'not-listening' {
  const owner = ownerOf(alarm);
  return (owner && listenerOf(alarm, owner)?.hears) ?? 'not-listening';
}

/** What is missing, said to this person; null when he can confirm. */
export function missingText(missing: Missing, alarm: Alarm, person: Person): string | null {
  switch (missing.type) {
    case 'nothing':
      return null;
    case 'colleague':
      return m.harmless_wait();
    case 'supervisor':
      return m.harmless_supervisor();
    case 'other':
      return refusalText(missing.refusal, alarm);
    case 'listening': {
      const { seconds, stands } = missing;
      const needed = whoListens(alarm, person, seconds);
      return stands === null
        ? needed
        : `${needed} ${m.harmless_stands({ why: standsWord(stands) })}`;
    }
  }
}

function whoListens(alarm: Alarm, person: Person, seconds: number): string {
  const owner = ownerOf(alarm);
  if (!owner) return m.harmless_listen_nobody({ seconds });
  return owner.id === person.id
    ? m.harmless_listen_you({ seconds })
    : m.harmless_listen_other({ name: owner.name, seconds });
}

const standsWord = (stands: Hears | 'not-listening') =>
  stands === 'not-listening' ? m.harmless_stands_not_listening() : hearsWords[stands]();

/** What comes after the proposal, told to whoever is about to make it on this ground. */
export function afterProposalText(
  alarm: Alarm,
  person: Person,
  ground: HarmlessGround,
  now: Date,
): string {
  const { id, name } = person;
  const at = now.toISOString();
  const proposed: Alarm = {
    ...alarm,
    verification: { status: 'false-pending', ground, by: { id, name }, at },
  };
  const missing = missingFor(proposed, person, now);
  switch (missing.type) {
    case 'nothing':
      return m.harmless_then_you();
    case 'colleague':
      return m.harmless_then_colleague();
    case 'listening':
      return ground === 'second-person'
        ? m.harmless_then_colleague_listening(missing)
        : m.harmless_then_you_listening(missing);
    case 'supervisor':
      return m.harmless_supervisor();
    case 'other':
      return refusalText(missing.refusal, alarm);
  }
}
