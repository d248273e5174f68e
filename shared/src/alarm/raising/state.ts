// What an alarm is from the moment at which it is raised.
import * as z from 'zod';

export const alarmKind = z.enum(['duress', 'missed-check', 'medical', 'fault', 'system', 'test']);
export type AlarmKind = z.infer<typeof alarmKind>;

export const alarmMode = z.enum(['real', 'test', 'exercise', 'synthetic']);
export type AlarmMode = z.infer<typeof alarmMode>;

/** SPOED, HOOG, LAAG on screen; words, never digits that could be read aloud as the police's Prio 1. */
export const priority = z.enum(['urgent', 'high', 'low']);
export type Priority = z.infer<typeof priority>;

export const reasonCategory = z.enum([
  'office',
  'threat',
  'night-work',
  'home-visits',
  'event',
  'other',
]);
export type ReasonCategory = z.infer<typeof reasonCategory>;

/** Whether somebody at home knows what the button does: asked when it is lent, and told with each of its alarms. */
export const knownAtHome = z.enum(['yes', 'no', 'unknown']);
export type KnownAtHome = z.infer<typeof knownAtHome>;
