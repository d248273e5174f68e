// Who may act for an alarm with the police, and when.
import { notAtWork } from '../ownership/at-work.ts';
import { refusal } from '../refusal.ts';
import { whileOpen } from '../rule.ts';
import { isPassedOn } from './state.ts';

/** A test never leaves the building; a drill goes to the practice line. */
export const mayHandOver = whileOpen((alarm, person) =>
  alarm.mode === 'test' || alarm.mode === 'synthetic'
    ? refusal('test-niet-doormelden')
    : notAtWork(alarm, person),
);

/** Of what they know of already. */
export const withPolice = whileOpen((alarm, person) =>
  isPassedOn(alarm) ? notAtWork(alarm, person) : refusal('nog-niet-doorgemeld'),
);
