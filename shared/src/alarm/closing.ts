// When an alarm may be closed. Most presses are harmless, so closing one is quick once its grounds
// are met; a duress is never closed because it is silent, and never by one person on his word alone
// where nothing could be heard.
import type { Person } from '../actor.ts';
import { refusal, type Refusal } from './actions.ts';
import { listenedMilliseconds, type Alarm, type HarmlessGround, type Outcome } from './state.ts';

const harmless: ReadonlySet<Outcome> = new Set([
  'false-accident',
  'false-technical',
  'unannounced-test',
]);

/** Outcomes by which nobody needed help: what *loos* proposes. */
export const isHarmless = (outcome: Outcome) => harmless.has(outcome);

type Asked = { outcome: Outcome; summary: string };

/** Outcomes that a person can be offered for this alarm, most usual first. */
export function outcomesFor(alarm: Alarm): readonly Outcome[] {
  if (alarm.mode !== 'real') return ['test'];
  switch (alarm.kind) {
    case 'test':
      return ['test'];
    case 'fault':
    case 'system':
      return ['false-technical', 'unknown'];
    case 'medical':
      return ['medical', 'false-accident', 'false-technical', 'unknown'];
    default:
      return [
        'false-accident',
        'false-technical',
        'unannounced-test',
        'real-incident',
        'threat',
        'medical',
        'unknown',
      ];
  }
}

/**
 * Why this is no ground for *loos* here. The right code word, or somebody trusted who sees the holder;
 * a second person of the centre only where no code word could be asked for.
 */
export function whyNotGround(alarm: Alarm, ground: HarmlessGround): Refusal | null {
  const { codeWordAgreed } = alarm.plan;
  if (ground === 'code-word' && !codeWordAgreed) return refusal('geen-codewoord');
  if (ground === 'second-person' && codeWordAgreed) return refusal('codewoord-afgesproken');
  return null;
}

export function whyNotClose(alarm: Alarm, person: Person, asked: Asked, now: Date): Refusal | null {
  if (!outcomesFor(alarm).includes(asked.outcome)) return refusal('uitkomst-past-niet');
  const isDuress = alarm.kind === 'duress' || alarm.kind === 'missed-check';
  if (!isDuress || alarm.mode !== 'real') return null;
  if (alarm.handover.status !== 'none' && alarm.handover.status !== 'prepared')
    return afterHandover(alarm, person, asked);
  return isHarmless(asked.outcome)
    ? asHarmless(alarm, person, asked.summary, now)
    : withoutPolice(person, asked.summary);
}

function asHarmless(alarm: Alarm, person: Person, summary: string, now: Date): Refusal | null {
  const { verification, sound } = alarm;
  if (verification.status !== 'false-pending') return refusal('verificatie-ontbreekt');
  const isSecondPerson = person.id !== verification.by.id;
  const takesTwo = refusal('tweede-persoon-nodig', { proposer: verification.by.name });
  // Nothing could be heard: a colleague's eyes instead, whatever the ground.
  if (sound.recordings.length === 0) return isSecondPerson ? null : takesTwo;
  const seconds = secondsToListen(alarm, now);
  if (seconds > 0) {
    // The line is gone for good: a second person who is a supervisor ends it, and says why.
    if (sound.status === 'receiving' || person.role !== 'supervisor')
      return refusal('minimale-luistertijd', { seconds });
    if (!isSecondPerson) return takesTwo;
    return summary === '' ? refusal('toelichting-ontbreekt') : null;
  }
  return verification.ground === 'second-person' && !isSecondPerson ? takesTwo : null;
}

/** Seconds of live sound that the owner has still to hear before *loos* can be closed. */
export function secondsToListen(alarm: Alarm, now: Date): number {
  const needed = alarm.plan.minimumListeningSeconds * 1000;
  return Math.max(0, Math.ceil((needed - listenedMilliseconds(alarm, now)) / 1000));
}

/** A real incident belongs with the police; a supervisor may decide otherwise and says why. */
function withoutPolice(person: Person, summary: string): Refusal | null {
  if (person.role !== 'supervisor') return refusal('doormelding-ontbreekt');
  return summary === '' ? refusal('toelichting-ontbreekt') : null;
}

function afterHandover(alarm: Alarm, person: Person, asked: Asked): Refusal | null {
  if (alarm.handover.status === 'done') return null;
  return withoutPolice(person, asked.summary);
}
