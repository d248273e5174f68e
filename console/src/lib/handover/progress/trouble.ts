// What stands between a judged alarm and the police, as the server found it when its moment passed: every
// desk says it across its whole width and by the system tone, until somebody has done something about it.
import { isPassedOn } from '@achterwacht/shared/alarm/handover/state.ts';
import type { DeadlineKind } from '@achterwacht/shared/alarm/deadlines/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isUpgradeOpen, upgradeDueSince } from '@achterwacht/shared/alarm/handover/upgrade.ts';

export type HandoverTrouble =
  'not-confirmed' | 'not-handed-over' | 'not-upgraded' | 'upgrade-unconfirmed' | 'unverifiable';

export function handoverTroubleOf(alarm: Alarm): HandoverTrouble | null {
  const { closed, handover, verification, declined } = alarm;
  if (closed) return null;
  const upgrade = upgradeTroubleOf(alarm);
  if (upgrade) return upgrade;
  const isUnanswered = handover.status === 'sent' || handover.status === 'calling';
  if (isUnanswered && hasPassed(alarm, 'handover-unconfirmed', handover.at)) return 'not-confirmed';
  if (isPassedOn(alarm) || declined) return null;
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

/** Passed on as assistance and verified since. */
function upgradeTroubleOf(alarm: Alarm): HandoverTrouble | null {
  const dueSince = upgradeDueSince(alarm);
  if (dueSince !== null)
    return hasPassed(alarm, 'upgrade-not-told', dueSince) ? 'not-upgraded' : null;
  const { upgrade } = alarm;
  const isUnconfirmed =
    upgrade !== null && isUpgradeOpen(alarm) && hasPassed(alarm, 'upgrade-unconfirmed', upgrade.at);
  return isUnconfirmed ? 'upgrade-unconfirmed' : null;
}

/** Of this time, not of one before it. */
function hasPassed({ passed }: Alarm, kind: DeadlineKind, since: string): boolean {
  const at = passed[kind];
  return at !== undefined && at >= since;
}
