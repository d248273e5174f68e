// Whether this window may load a new version of the pages by itself. A page that is loaded is away for some seconds, and
// what somebody had in his hands is gone: nothing new is worth that while an alarm is open.
import { isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isTest } from '../alarms/describe.ts';

/**
 * What it waits for. `tried`: loaded already, and the same version came; from then on only a person loads it, or a centre
 * that gives an old page for a new one would load it for ever. `sound`: this browser keeps a page silent that is loaded
 * anew until somebody touches it, so somebody has to be there.
 */
export type WaitsFor = 'alarm' | 'line' | 'person' | 'sound' | 'tried';

type Situation = {
  hasAlarm: boolean;
  isLive: boolean;
  /** In any of his windows something is open, typed or not sent. */
  isBusy: boolean;
  /** Since somebody last touched this window. */
  untouchedMilliseconds: number;
  /** This window sounds. */
  isLeader: boolean;
  wasTried: boolean;
  isSilencedByLoading: boolean;
};

/** Whoever has just closed an alarm still reads; whoever moves the mouse is about to do something. */
export const touchedMilliseconds = 10_000;
/** The window that sounds goes after the others, so that one of them does meanwhile. */
const leaderQuietMilliseconds = 20_000;

export function reloadWaitsFor(now: Situation): WaitsFor | null {
  if (now.wasTried) return 'tried';
  if (now.isSilencedByLoading) return 'sound';
  if (now.hasAlarm) return 'alarm';
  // Without a line nobody knows of an alarm, and what is known from memory would be gone.
  if (!now.isLive) return 'line';
  const quiet = now.isLeader ? leaderQuietMilliseconds : touchedMilliseconds;
  return now.isBusy || now.untouchedMilliseconds < quiet ? 'person' : null;
}

/** One that waits for anybody, or that is this person's, a test of his as well. */
export const concerns = (alarm: Alarm, personId: string): boolean =>
  (isWaiting(alarm) && !isTest(alarm)) ||
  (alarm.closed === null && ownerOf(alarm)?.id === personId);
