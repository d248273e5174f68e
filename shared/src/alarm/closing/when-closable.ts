// When an alarm may be closed. Most presses are harmless, so closing one is quick once its grounds
// are met; a duress is never closed because it is silent, and never by one person on his word alone
// where nothing could be heard.
import type { Person } from '../../actor.ts';
import { isPassedOn } from '../handover/state.ts';
import { type Outcome, isHarmless } from '../outcome.ts';
import { requiredSteps, stepRequired } from '../plan/steps.ts';
import { type Refusal, refusal } from '../refusal.ts';
import { listenedMilliseconds } from '../sound/state.ts';
import { type Alarm, isDuress } from '../state.ts';
import { notOwner } from '../ownership/at-work.ts';
import { outcomesFor } from './outcomes-for.ts';

export type Asked = { outcome: Outcome; summary: string };

export function whyNotClose(alarm: Alarm, person: Person, asked: Asked, now: Date): Refusal | null {
  if (!outcomesFor(alarm).includes(asked.outcome)) return refusal('uitkomst-past-niet');
  if (alarm.mode !== 'real') return null;
  const no = isDuress(alarm) ? whyNotCloseDuress(alarm, person, asked, now) : null;
  return no ?? whyNotByPlan(alarm, asked.outcome);
}

function whyNotCloseDuress(alarm: Alarm, person: Person, asked: Asked, now: Date): Refusal | null {
  if (isPassedOn(alarm)) return afterHandover(alarm, person, asked, now);
  return isHarmless(asked.outcome)
    ? asHarmless(alarm, person, asked.summary, now)
    : withoutPolice(person, asked.summary);
}

const decidesAlone = (person: Person, { summary }: Asked) =>
  person.role === 'supervisor' && summary !== '';

/** Also for who decides alone: a supervisor skips a step with a reason of its own, so that it is not forgotten. */
function whyNotByPlan(alarm: Alarm, outcome: Outcome): Refusal | null {
  const [first, ...others] = requiredSteps(alarm, outcome);
  return first ? stepRequired(first, 1 + others.length) : null;
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

/**
 * The police say when it is over. Where they found nobody, two people take two minutes for it; a supervisor
 * may decide otherwise at any time, and says why.
 */
function afterHandover(alarm: Alarm, person: Person, asked: Asked, now: Date): Refusal | null {
  if (decidesAlone(person, asked)) return null;
  if (alarm.handover.status === 'done') return notOwner(alarm, person);
  const seconds = secondsUntilNotFound(alarm, now);
  if (seconds === null)
    return refusal(person.role === 'supervisor' ? 'toelichting-ontbreekt' : 'politie-nog-bezig');
  if (seconds > 0) return refusal('niet-gevonden-wachten', { seconds });
  const { closingProposed } = alarm;
  if (closingProposed?.outcome !== asked.outcome) {
    const no = notOwner(alarm, person);
    return no ?? (asked.summary === '' ? refusal('toelichting-ontbreekt') : null);
  }
  return closingProposed.by.id === person.id
    ? refusal('tweede-persoon-nodig', { proposer: person.name })
    : null;
}

/** Nobody was found, and this person is the first to say that it ends: the second one closes. */
export function isProposal(alarm: Alarm, person: Person, asked: Asked): boolean {
  return (
    isDuress(alarm) &&
    alarm.mode === 'real' &&
    alarm.handover.status === 'not-found' &&
    !decidesAlone(person, asked) &&
    alarm.closingProposed?.outcome !== asked.outcome
  );
}

/** Null where the alarm's settings, of the release before, name no time for it. */
export function secondsUntilNotFound({ handover, plan }: Alarm, now: Date): number | null {
  const { notFoundSeconds } = plan.timings;
  if (handover.status !== 'not-found' || notFoundSeconds === undefined) return null;
  const waited = (now.getTime() - Date.parse(handover.at)) / 1000;
  return Math.max(0, Math.ceil(notFoundSeconds - waited));
}
