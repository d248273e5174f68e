// Decisions about the police: handing over, what they answer, and the page that shows them the alarm.
// A handover is never taken back; what turns out otherwise is told as a further message.
import { refusal, type Refusal } from './refusal.ts';
import type { PersonCommand, SystemCommand } from './commands.ts';
import type { AlarmFact } from './events.ts';
import type { StaffMember } from './staff-member.ts';
import {
  isTold,
  type Alarm,
  type Handover,
  type HandoverChannel,
  type HandoverClass,
  type HandoverRoute,
} from './state.ts';
import { isUpgradeOpen } from './upgrade.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export type HandoverCommand = Of<
  | 'StartHandover'
  | 'SendHandover'
  | 'ConfirmHandover'
  | 'EndPoliceCall'
  | 'DeclineHandover'
  | 'AddPoliceMessage'
  | 'ReportPoliceStatus'
  | 'TickReadBack'
  | 'ShareLink'
  | 'RevokeLink'
>;

/** Whoever states a moment may have a clock that runs ahead of ours by this much. */
const aheadMilliseconds = 5_000;

/** What was verified goes as Prio 1, all else as a request for assistance: *bij twijfel doormelden*. */
export function adviseClass({ verification }: Pick<Alarm, 'verification'>): HandoverClass {
  return verification.status === 'verified' ? 'prio-1' : 'assistance';
}

/** Facts, or the one thing that says no. That this person may ask at all was decided before. */
export function decideAboutHandover(
  alarm: Alarm,
  command: HandoverCommand,
  by: StaffMember,
  now: Date,
): AlarmFact[] | Refusal {
  switch (command.type) {
    case 'StartHandover':
      // The script may be opened again at any moment; only the first time is a fact.
      return alarm.handover.status === 'none' ? [{ type: 'HandoverPrepared', data: { by } }] : [];
    case 'SendHandover':
      return send(alarm, command, by);
    case 'ConfirmHandover':
      return confirm(alarm, command, by);
    case 'EndPoliceCall': {
      const isCalling = alarm.handover.status === 'calling' || alarm.upgrade?.status === 'calling';
      return isCalling ? [{ type: 'PoliceCallEnded', data: { by } }] : [];
    }
    case 'DeclineHandover':
      return [{ type: 'HandoverDeclined', data: { by }, personal: { reason: command.reason } }];
    case 'AddPoliceMessage':
      return [
        {
          type: 'PoliceMessageAdded',
          data: { why: 'further', by, operator: null },
          personal: { text: command.text },
        },
      ];
    case 'ReportPoliceStatus':
      return report(alarm, command, 'telephone', by, now);
    case 'TickReadBack': {
      const { field, on } = command;
      return alarm.readBack.includes(field) === on
        ? []
        : [{ type: 'ReadBackTicked', data: { by, field, on } }];
    }
    case 'ShareLink': {
      const { linkId, until } = command;
      if (alarm.policeLinks.some((link) => link.linkId === linkId)) return [];
      if (Date.parse(until) <= now.getTime()) return refusal('einde-in-verleden');
      return [{ type: 'LinkShared', data: { linkId, by, until } }];
    }
    case 'RevokeLink': {
      const { linkId } = command;
      const link = alarm.policeLinks.find((each) => each.linkId === linkId);
      if (!link) return refusal('link-onbekend');
      return link.revokedAt ? [] : [{ type: 'LinkRevoked', data: { linkId, by } }];
    }
  }
}

function send(alarm: Alarm, command: Of<'SendHandover'>, by: StaffMember): AlarmFact[] | Refusal {
  const { handover } = alarm;
  const { channel, route, overrideReason } = command;
  const withData = tellsByData(alarm, command);
  if (handover.status === 'sent') {
    // Another route or way is the next attempt; the same one again would be a second alarm there.
    const isSame = handover.channel === channel && isSameCall(handover, command);
    if (isSame && !withData)
      return refusal('al-doorgemeld', { by: handover.by.name, at: handover.at });
  } else if (isTold(alarm)) return upgrade(alarm, command, withData, by);
  const sending = { class: command.class, channel, route, ...(withData && { withData }) };
  const facts = sent(alarm, sending, overrideReason, by);
  if ('code' in facts || handover.status === 'sent' || channel !== 'telephone' || withData)
    return facts;
  // By telephone alone nobody knows yet whether anybody took it down.
  if (handover.status === 'calling' && isSameCall(handover, command)) return [];
  const personal = overrideReason === null ? null : { reason: overrideReason };
  return [{ type: 'PoliceCallStarted', data: { by, class: command.class, route }, personal }];
}

/** The same telephone of the same control room. */
export function isSameRoute(one: HandoverRoute, other: HandoverRoute): boolean {
  return one.which === other.which && one.regionCode === other.regionCode;
}

function isSameCall(
  call: { class: HandoverClass; route: HandoverRoute },
  { class: as, route }: Of<'SendHandover'>,
): boolean {
  return call.class === as && isSameRoute(call.route, route);
}

/** Verified since it was passed on: told as Prio 1 by each way once, like the handover itself. */
function upgrade(
  alarm: Alarm,
  { class: asked, channel, route }: Of<'SendHandover'>,
  withData: boolean,
  by: StaffMember,
): AlarmFact[] | Refusal {
  if (!isUpgradeOpen(alarm) || asked !== 'prio-1') return refusal('al-bevestigd');
  const { upgrade: before } = alarm;
  const told = before?.status === 'sent' ? before : null;
  if (told && isSameRoute(told.route, route) && !withData)
    return refusal('al-doorgemeld', { by: told.by.name, at: told.at });
  if (!told && channel === 'telephone' && !withData) {
    if (before?.status === 'calling' && isSameRoute(before.route, route)) return [];
    return [{ type: 'PoliceCallStarted', data: { by, class: 'prio-1', route }, personal: null }];
  }
  return [{ type: 'UpgradeSent', data: { by, channel, route, ...(withData && { withData }) } }];
}

/** A system is told once: the second number of the same control room is another telephone, not another case. */
function tellsByData(
  { dataNotice }: Alarm,
  { channel, withData, route, class: asked }: Of<'SendHandover'>,
): boolean {
  if (!withData && channel !== 'webhook') return false;
  if (!dataNotice || dataNotice.status === 'failed') return true;
  return dataNotice.regionCode !== route.regionCode || dataNotice.class !== asked;
}

function confirm(
  alarm: Alarm,
  command: Of<'ConfirmHandover'>,
  by: StaffMember,
): AlarmFact[] | Refusal {
  const { handover } = alarm;
  const { channel, policeOperator, incidentNumber } = command;
  const confirmed: AlarmFact = {
    type: 'HandoverConfirmed',
    data: { by, channel, policeOperator, incidentNumber },
  };
  const sending = {
    class: command.class ?? ('class' in handover ? handover.class : adviseClass(alarm)),
    channel,
    route: command.route ?? routeOf(handover),
  };
  if (handover.status === 'sent' && handover.class === sending.class) return [confirmed];
  if ('sent' in handover) {
    const facts = [
      ...(handover.incidentNumber === null ? [confirmed] : []),
      ...(isUpgradeOpen(alarm) && sending.class === 'prio-1'
        ? confirmUpgrade(alarm, command, sending.route, by)
        : []),
    ];
    return facts.length > 0 ? facts : refusal('al-bevestigd');
  }
  // By telephone alone: who has just taken it down was told it as well.
  const first = sent(alarm, sending, command.overrideReason ?? null, by);
  return 'code' in first ? first : [...first, confirmed];
}

function confirmUpgrade(
  { upgrade: told, dataNotice }: Alarm,
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
  return told?.status === 'sent' ? [heard] : [{ type: 'UpgradeSent', data }, heard];
}

function routeOf(handover: Handover): HandoverRoute {
  if ('route' in handover) return handover.route;
  return 'sent' in handover ? handover.sent.route : { regionCode: null, which: 'first' };
}

function sent(
  alarm: Alarm,
  sending: {
    class: HandoverClass;
    channel: HandoverChannel;
    route: HandoverRoute;
    withData?: boolean;
  },
  overrideReason: string | null,
  by: StaffMember,
): AlarmFact[] | Refusal {
  const { handover } = alarm;
  // A reason was asked when it went as that for the first time.
  const isAsBefore = 'class' in handover && handover.class === sending.class;
  if (!isAsBefore && sending.class !== adviseClass(alarm) && overrideReason === null)
    return refusal(sending.class === 'prio-1' ? 'niet-geverifieerd' : 'toelichting-ontbreekt');
  return [
    {
      type: 'HandoverSent',
      data: { by, ...sending },
      personal: overrideReason === null ? null : { reason: overrideReason },
    },
  ];
}

type Said = Pick<Of<'ReportPoliceStatus'>, 'status' | 'statedAt' | 'operator' | 'reference'>;

function report(
  alarm: Alarm,
  { status, statedAt, operator, reference }: Said,
  via: 'telephone' | 'link',
  by: StaffMember | null,
  now: Date,
): AlarmFact[] | Refusal {
  const stated = Date.parse(statedAt);
  const received = Date.parse(alarm.times.received ?? alarm.updatedAt);
  if (stated > now.getTime() + aheadMilliseconds || stated < received)
    return refusal('moment-klopt-niet');
  const isKnown = alarm.policeReports.some(
    (each) =>
      each.status === status &&
      Date.parse(each.statedAt) === stated &&
      each.operator === operator &&
      each.reference === reference,
  );
  // A queue that was sent twice tells nothing new.
  if (isKnown) return [];
  return [
    {
      type: 'PoliceStatusReported',
      data: { status, statedAt, via, operator, reference, by },
    },
  ];
}

type PoliceCommand = Extract<
  SystemCommand,
  { type: 'ReceivePoliceStatus' | 'ReceivePoliceMessage' | 'ReportLinkViewed' }
>;

/** What comes in by the page for the police. */
export function decideForPolice(
  alarm: Alarm,
  command: PoliceCommand,
  now: Date,
): AlarmFact[] | Refusal {
  switch (command.type) {
    case 'ReceivePoliceStatus':
      if (alarm.closed) return refusal('gesloten');
      return isTold(alarm)
        ? report(alarm, command, 'link', null, now)
        : refusal('nog-niet-doorgemeld');
    case 'ReceivePoliceMessage':
      if (alarm.closed) return refusal('gesloten');
      return [
        {
          type: 'PoliceMessageAdded',
          data: { why: 'from-police', by: null, operator: command.operator },
          personal: { text: command.text },
        },
      ];
    case 'ReportLinkViewed': {
      const { linkId } = command;
      return alarm.policeLinks.some((link) => link.linkId === linkId)
        ? [{ type: 'LinkViewed', data: { linkId } }]
        : [];
    }
  }
}

/** What became of what was told by data. A notice that was withheld is never passed over in silence. */
export function noticeFacts(
  { dataNotice }: Alarm,
  { version, status }: Extract<SystemCommand, { type: 'ReportNotice' }>,
): AlarmFact[] {
  const settled: AlarmFact = { type: 'NoticeSettled', data: { version, status } };
  const isNewest = dataNotice?.version === version;
  if (!isNewest) return status === 'withheld' ? [settled] : [];
  return dataNotice.status === status ? [] : [settled];
}
