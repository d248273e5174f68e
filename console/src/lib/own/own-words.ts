// What became of his own alarm, said to whoever pressed: nothing that blames, and nothing that a desk says in its own words.
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { OwnAlarm } from '@achterwacht/shared/routes/persons.ts';
import { m } from '../paraglide/messages.js';
import { clockTimeOn } from '../time/format.ts';

export const ownOutcomeWords = {
  'real-incident': m.own_outcome_real_incident,
  threat: m.own_outcome_threat,
  medical: m.own_outcome_medical,
  'false-accident': m.own_outcome_false_accident,
  'false-technical': m.own_outcome_false_technical,
  'unannounced-test': m.own_outcome_unannounced_test,
  test: m.own_outcome_test,
  unknown: m.own_outcome_unknown,
} satisfies Record<Outcome, () => string>;

const kindWords = {
  duress: null,
  'missed-check': m.own_alarm_missed_check,
  medical: m.own_alarm_medical,
  test: m.own_alarm_test,
} satisfies Record<OwnAlarm['kind'], (() => string) | null>;

export const ownKindText = ({ kind, mode }: OwnAlarm) =>
  (mode === 'test' ? m.own_alarm_test : kindWords[kind])?.() ?? null;

/** When somebody did something about it, in that order. */
export function momentsText({ raisedAt, claimedAt, handedOverAt, closedAt }: OwnAlarm): string {
  const at = (moment: string) => ({ at: clockTimeOn(moment, raisedAt) });
  return [
    claimedAt && m.own_alarm_claimed(at(claimedAt)),
    handedOverAt && m.own_alarm_police(at(handedOverAt)),
    m.own_alarm_closed(at(closedAt)),
  ]
    .filter(Boolean)
    .join(', ');
}
