// Verified since it was passed on: told as Prio 1, beside the handover, which stays what it was.
import type { PersonCommand } from '../commands.ts';
import type { AlarmFact } from '../events.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { StaffMember } from '../../staff-member.ts';
import type { Alarm } from '../state.ts';
import { isSameRoute, type HandoverRoute } from './state.ts';
import { isUpgradeOpen } from './upgrade.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** Verified since it was passed on: told as Prio 1 by each way once, like the handover itself. */
export function sendUpgrade(
  alarm: Alarm,
  { class: asked, channel, route }: Of<'SendHandover'>,
  withData: boolean,
  by: StaffMember,
): AlarmFact[] | Refusal {
  if (!isUpgradeOpen(alarm) || asked !== 'prio-1') return refusal('al-bevestigd');
  const { upgrade: before } = alarm;
  const sent = before?.status === 'sent' ? before : null;
  if (sent && isSameRoute(sent.route, route) && !withData)
    return refusal('al-doorgemeld', { by: sent.by.name, at: sent.at });
  if (!sent && channel === 'telephone' && !withData) {
    if (before?.status === 'calling' && isSameRoute(before.route, route)) return [];
    return [{ type: 'PoliceCallStarted', data: { by, class: 'prio-1', route }, personal: null }];
  }
  return [{ type: 'UpgradeSent', data: { by, channel, route, ...(withData && { withData }) } }];
}

export function confirmUpgrade(
  { upgrade, dataNotice }: Alarm,
  { channel, policeOperator, incidentNumber }: Of<'ConfirmHandover'>,
  route: HandoverRoute,
  by: StaffMember,
): AlarmFact[] {
  const heard: AlarmFact = {
    type: 'UpgradeConfirmed',
    data: { by, channel, incidentNumber },
    personal: { policeOperator },
  };
  // A control room's system that was told the one class is told the other.
  const hasSystem = dataNotice !== null && dataNotice.status !== 'withheld';
  const way = hasSystem
    ? { route: { ...route, regionCode: dataNotice.regionCode }, withData: true }
    : { route };
  const data = { by, channel, ...way };
  return upgrade?.status === 'sent' ? [heard] : [{ type: 'UpgradeSent', data }, heard];
}
