// When an alarm may be closed. Most presses are harmless, so closing one is quick once its grounds
// are met; a duress is never closed because it is silent, and never by one person on his word alone
// where the button cannot be listened in to.
import type { Person } from '../actor.ts';
import { refusal, type Refusal } from './actions.ts';
import type { Alarm, Outcome } from './state.ts';

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

export function whyNotClose(alarm: Alarm, person: Person, asked: Asked): Refusal | null {
  if (!outcomesFor(alarm).includes(asked.outcome)) return refusal('uitkomst-past-niet');
  const isDuress = alarm.kind === 'duress' || alarm.kind === 'missed-check';
  if (!isDuress || alarm.mode !== 'real') return null;
  if (alarm.handover.status !== 'none' && alarm.handover.status !== 'prepared')
    return afterHandover(alarm, person, asked);
  return isHarmless(asked.outcome)
    ? asHarmless(alarm, person)
    : withoutPolice(person, asked.summary);
}

function asHarmless(alarm: Alarm, person: Person): Refusal | null {
  const { verification } = alarm;
  if (verification.status !== 'false-pending') return refusal('verificatie-ontbreekt');
  // Nobody listens in yet, so the plan's listening time can only be met where there is no sound to
  // listen to; such a button always takes a second person.
  if (alarm.button.sound)
    return refusal('minimale-luistertijd', { seconds: alarm.plan.minimumListeningSeconds });
  if (person.id === verification.by.id)
    return refusal('tweede-persoon-nodig', { proposer: verification.by.name });
  return null;
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
