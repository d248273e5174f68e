// The words that a police page is told in: apart from the schemas, because a telephone that knows these loads no schema library.
import type { HandoverClass } from '../alarm/handover/state.ts';
import type { PoliceStatus } from '../alarm/police-reports/state.ts';
import type { Doubt } from '../alarm/signals/belief.ts';

export const pageStatuses = [
  'received',
  'under-way',
  'on-scene',
  'not-found',
  'safe',
  'closed',
] as const satisfies readonly PoliceStatus[];

export const pageClasses = ['prio-1', 'assistance'] as const satisfies readonly HandoverClass[];

export const pageDoubts = [
  'unbelieved',
  'place-unbelieved',
  'not-encrypted',
] as const satisfies readonly Doubt[];

/** Why something stands on the page beside what the alarm says. */
export const noticeReasons = [
  'heard',
  'no-longer-verified',
  'further',
  'possibly-false',
  'now-verified',
  'from-police',
] as const;
