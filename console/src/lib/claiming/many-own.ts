// Whether somebody works as many alarms already as a person can: one more is asked first, for whoever holds a key down owns
// a queue that nobody else looks at any more.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isTest } from '../alarms/describe.ts';

/** One that he listens to, and one beside it. */
const mostUnasked = 2;

/** @param own What is open and his; parked and tested ones are no work at this moment. */
export const isAsked = (own: readonly Alarm[]): boolean =>
  own.filter((alarm) => alarm.ownership.status === 'owned' && !isTest(alarm)).length >= mostUnasked;
