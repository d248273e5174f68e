// Decisions about the police: handing over, what they answer, and the page that shows them the alarm.
// A handover is never taken back; what turns out otherwise is told as a further message.
import { refusal, type Refusal } from './refusal.ts';
import type { PersonCommand, SystemCommand } from './commands.ts';
import type { AlarmFact } from './events.ts';
import type { StaffMember } from './staff-member.ts';
import { isTold } from './handover/state.ts';
import type { Alarm } from './state.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export type HandoverCommand = Of<
  'AddPoliceMessage' | 'ReportPoliceStatus' | 'TickReadBack' | 'ShareLink' | 'RevokeLink'
>;

/** Whoever states a moment may have a clock that runs ahead of ours by this much. */
const aheadMilliseconds = 5_000;

/** Facts, or the one thing that says no. That this person may ask at all was decided before. */
export function decideAboutHandover(
  alarm: Alarm,
  command: HandoverCommand,
  by: StaffMember,
  now: Date,
): AlarmFact[] | Refusal {
  switch (command.type) {
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
