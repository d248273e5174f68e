// The part of the fold that is about the handover to the police.
import type { AlarmEvent } from '../events.ts';
import type { SomeFolds, EventOf } from '../rule.ts';
import type { Alarm } from '../state.ts';
import { noticeIs, withDataNotice } from './notice.ts';
import { type Confirmation, type Handover, isPassedOn } from './state.ts';

/** An alarm of which the police were not told yet. */
export const unreported = {
  handover: { status: 'none' },
  confirmations: [],
  upgrade: null,
  dataNotice: null,
  declined: null,
} satisfies Pick<Alarm, 'handover' | 'confirmations' | 'upgrade' | 'dataNotice' | 'declined'>;

export const handoverFolds = {
  HandoverPrepared: (alarm, event) =>
    changed(alarm, event, { status: 'prepared', by: event.data.by, at: event.at }),
  PoliceCallStarted: (alarm, event) => calling(alarm, event),
  PoliceCallEnded: (alarm, event) => callEnded(alarm, event),
  HandoverSent: (alarm, event) => handedOver(alarm, event),
  NoticeSettled: (alarm, { data: { version, status }, at }) =>
    noticeIs(alarm, version, { status, at }),
  HandoverConfirmed: (alarm, event) => handoverConfirmed(alarm, event),
  UpgradeSent: (alarm, event) => upgradeSent(alarm, event),
  UpgradeConfirmed: (alarm, event) => upgradeConfirmed(alarm, event),
  HandoverDeclined: (alarm, { data, at }) => ({ ...alarm, declined: { ...data, at } }),
} satisfies SomeFolds;

export function changed(alarm: Alarm, { version }: AlarmEvent, handover: Handover): Alarm {
  return {
    ...alarm,
    handover,
    closingProposed: null,
    changedAt: { ...alarm.changedAt, handover: version },
  };
}

/** Of what was told already it is the call by which they hear that it is verified now. */
function calling(alarm: Alarm, event: EventOf<'PoliceCallStarted'>): Alarm {
  const { by, route } = event.data;
  const { at } = event;
  if (isPassedOn(alarm))
    return {
      ...changed(alarm, event, alarm.handover),
      upgrade: { status: 'calling', route, by, at },
    };
  const call = { ...event.data, channel: 'telephone' as const, at };
  return changed(alarm, event, { status: 'calling', ...call });
}

function callEnded(alarm: Alarm, event: EventOf<'PoliceCallEnded'>): Alarm {
  const { handover, upgrade } = alarm;
  if (handover.status === 'calling')
    return changed(alarm, event, { status: 'prepared', by: event.data.by, at: event.at });
  const after = changed(alarm, event, handover);
  return upgrade?.status === 'calling' ? { ...after, upgrade: null } : after;
}

function handedOver(alarm: Alarm, event: EventOf<'HandoverSent'>): Alarm {
  const { at } = event;
  const { withData, ...sent } = event.data;
  const after = changed({ ...alarm, declined: null }, event, { status: 'sent', ...sent, at });
  return withData ? withDataNotice(after, event, sent.route, sent.class) : after;
}

/** How far they are stays as it is: somebody may be under way already. */
function upgradeSent(alarm: Alarm, event: EventOf<'UpgradeSent'>): Alarm {
  const { by, route, withData } = event.data;
  const { version, at } = event;
  const after = {
    ...changed(alarm, event, alarm.handover),
    upgrade: { status: 'sent' as const, route, by, at },
    policeMessages: [...alarm.policeMessages, { version, why: 'now-verified' as const, by, at }],
  };
  return withData ? withDataNotice(after, event, route, 'prio-1') : after;
}

function upgradeConfirmed(alarm: Alarm, event: EventOf<'UpgradeConfirmed'>): Alarm {
  const { version, at, data, personal } = event;
  const upgrade = { status: 'confirmed' as const, version, by: data.by, at };
  const heard = { ...changed(alarm, event, alarm.handover), upgrade };
  if (!personal || !alarm.personal) return heard;
  const { policeOperators } = alarm.personal;
  return {
    ...heard,
    personal: {
      ...alarm.personal,
      policeOperators: { ...policeOperators, [version]: personal.policeOperator },
    },
  };
}

function handoverConfirmed(alarm: Alarm, event: EventOf<'HandoverConfirmed'>): Alarm {
  const { version, at, data } = event;
  const { policeOperator, incidentNumber } = data;
  const confirmation = { version, policeOperator, incidentNumber, at };
  return {
    ...changed(alarm, event, confirmed(alarm.handover, confirmation)),
    confirmations: [...alarm.confirmations, confirmation],
  };
}

/** By number and name; a unit that was sooner keeps its place. */
export function confirmed(
  handover: Handover,
  { policeOperator, incidentNumber, at }: Confirmation,
): Handover {
  switch (handover.status) {
    case 'none':
    case 'prepared':
      return handover;
    case 'calling':
    case 'sent': {
      const { status: _status, ...sent } = handover;
      return { status: 'confirmed', sent, policeOperator, incidentNumber, at };
    }
    default:
      return { ...handover, policeOperator, incidentNumber };
  }
}
