// As what an alarm can be closed, by what it is about.
import type { Outcome } from '../outcome.ts';
import type { AlarmKind } from '../raising/state.ts';
import type { Alarm } from '../state.ts';

const ofPress: readonly Outcome[] = [
  'false-accident',
  'false-technical',
  'unannounced-test',
  'real-incident',
  'threat',
  'medical',
  'unknown',
];

const offered = {
  duress: ofPress,
  'missed-check': ofPress,
  medical: ['medical', 'false-accident', 'false-technical', 'unknown'],
  fault: ['false-technical', 'unknown'],
  system: ['false-technical', 'unknown'],
  test: ['test'],
} satisfies Record<AlarmKind, readonly Outcome[]>;

/** Outcomes that a person can be offered for this alarm, most usual first. */
export function outcomesFor({ mode, kind }: Alarm): readonly Outcome[] {
  return mode === 'real' ? offered[kind] : ['test'];
}
