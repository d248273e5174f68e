// Whether what a deadline asked for is still worth telling. A gateway that was down for a minute must not
// call a supervisor out of bed for what a colleague settled meanwhile: a page that is too late by itself
// teaches people to take no page seriously.
import { isWaiting, ownerOf } from '../ownership/state.ts';
import { isPassedOn } from '../handover/state.ts';
import type { Alarm } from '../state.ts';
import type { DeadlineKind } from './state.ts';
import { isUpgradeOpen, upgradeDueSince } from '../handover/upgrade.ts';

export function isStillNeeded(alarm: Alarm, kind: DeadlineKind): boolean {
  if (alarm.closed) return false;
  switch (kind) {
    case 'unclaimed-louder':
    case 'unclaimed-supervisor':
    case 'unclaimed-on-call':
    case 'on-call-over':
      return isWaiting(alarm);
    case 'owner-idle-reminder':
    case 'owner-idle-supervisor':
    case 'no-decision-reminder':
    case 'no-decision-supervisor':
      return ownerOf(alarm) !== null && alarm.verification.status === 'open';
    case 'unverifiable-second':
    case 'unverifiable-supervisor':
      return alarm.verification.status === 'unverifiable' && !isPassedOn(alarm) && !alarm.declined;
    case 'verified-not-handed-over':
      return alarm.verification.status === 'verified' && !isPassedOn(alarm);
    case 'handover-unconfirmed':
      return alarm.handover.status === 'sent' || alarm.handover.status === 'calling';
    case 'upgrade-not-told':
      return upgradeDueSince(alarm) !== null;
    case 'upgrade-unconfirmed':
      return isUpgradeOpen(alarm) && alarm.upgrade !== null;
    case 'police-silent':
    case 'not-found-over':
    case 'parked-end':
    case 'no-activity':
      return true;
  }
}
