// What the police say, by telephone or on their page, and what they are told beside the handover.
import type { AlarmFact } from '../events.ts';
import { withPolice } from '../handover/conditions.ts';
import { isPassedOn } from '../handover/state.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { staff, type SomeRules } from '../rule.ts';
import type { StaffMember } from '../../staff-member.ts';
import type { Alarm } from '../state.ts';
import type { PoliceReport } from './state.ts';

/** Whoever states a moment may have a clock that runs ahead of ours by this much. */
const aheadMilliseconds = 5_000;

export const policeReportsRules = {
  AddPoliceMessage: {
    sentBy: 'person',
    roles: staff,
    when: withPolice,
    decide: (_alarm, { text }, { by }) => [
      {
        type: 'PoliceMessageAdded',
        data: { why: 'further', by, operator: null },
        personal: { text },
      },
    ],
  },
  ReportPoliceStatus: {
    sentBy: 'person',
    roles: staff,
    when: withPolice,
    decide: (alarm, command, { by, now }) => report(alarm, command, 'telephone', by, now),
  },
  ReceivePoliceStatus: {
    sentBy: 'system',
    decide: (alarm, command, { now }) => {
      if (alarm.closed) return refusal('gesloten');
      return isPassedOn(alarm)
        ? report(alarm, command, 'link', null, now)
        : refusal('nog-niet-doorgemeld');
    },
  },
  ReceivePoliceMessage: {
    sentBy: 'system',
    decide: ({ closed }, { operator, text }) =>
      closed
        ? refusal('gesloten')
        : [
            {
              type: 'PoliceMessageAdded',
              data: { why: 'from-police', by: null, operator },
              personal: { text },
            },
          ],
  },
} satisfies SomeRules;

type Statement = Pick<PoliceReport, 'status' | 'statedAt' | 'operator' | 'reference'>;

function report(
  alarm: Alarm,
  { status, statedAt, operator, reference }: Statement,
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
