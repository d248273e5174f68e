// What the police say, by telephone or on their page, and what they are told beside the handover.
import type { AlarmFact } from '../events.ts';
import { withPolice } from '../handover/conditions.ts';
import { isPassedOn } from '../handover/state.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { notAtWork } from '../ownership/at-work.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import type { StaffMember } from '../../staff-member.ts';
import type { Alarm } from '../state.ts';
import { isStanding } from './progress.ts';
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
  // Of theirs too, which they tapped by mistake: whoever has the case on the telephone hears it first.
  WithdrawPoliceStatus: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      alarm.policeReports.some(isStanding)
        ? notAtWork(alarm, person)
        : refusal('politiestatus-onbekend'),
    ),
    decide: ({ policeReports }, { version, reason }, { by }) => {
      const report = policeReports.find((each) => each.version === version);
      if (!report) return refusal('politiestatus-onbekend');
      // A colleague was sooner.
      if (!isStanding(report)) return [];
      return [{ type: 'PoliceStatusWithdrawn', data: { version, by }, personal: { reason } }];
    },
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
      // Who says by telephone what was withdrawn a moment ago means it anew; a queue means nothing by it.
      (via === 'link' || isStanding(each)) &&
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
