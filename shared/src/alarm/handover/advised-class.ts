// As what it is asked of the police, by what was verified.
import type { Alarm } from '../state.ts';
import type { HandoverClass } from './state.ts';

/** What was verified goes as Prio 1, all else as a request for assistance: *bij twijfel doormelden*. */
export function adviseClass({ verification }: Pick<Alarm, 'verification'>): HandoverClass {
  return verification.status === 'verified' ? 'prio-1' : 'assistance';
}
