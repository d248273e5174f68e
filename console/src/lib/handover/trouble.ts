// What stands between a judged alarm and the police, as the server found it when its moment passed: every
// desk says it across its whole width and by the system tone, until somebody has done something about it.
import { isHandedOver, type Alarm, type DeadlineKind } from '@achterwacht/shared/alarm/state.ts';

export type HandoverTrouble = 'not-confirmed' | 'not-handed-over' | 'unverifiable';

export function handoverTroubleOf(alarm: Alarm): HandoverTrouble | null {
  const { closed, handover, verification, declined } = alarm;
  if (closed) return null;
  if (handover.status === 'sent')
    return hasPassed(alarm, 'handover-unconfirmed', handover.at) ? 'not-confirmed' : null;
  if (isHandedOver(alarm) || declined) return null;
  // The police were done and somebody pressed again: it begins anew.
  const anew = handover.status === 'none' ? handover.since : undefined;
  switch (verification.status) {
    case 'verified':
      return hasPassed(alarm, 'verified-not-handed-over', anew ?? verification.at)
        ? 'not-handed-over'
        : null;
    case 'unverifiable':
      return hasPassed(alarm, 'unverifiable-second', anew ?? verification.at)
        ? 'unverifiable'
        : null;
    default:
      return null;
  }
}

/** Of this time, not of one before it. */
function hasPassed({ passed }: Alarm, kind: DeadlineKind, since: string): boolean {
  const at = passed[kind];
  return at !== undefined && at >= since;
}
