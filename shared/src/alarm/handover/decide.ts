// Decisions about the handover to the police. It is never taken back; what turns out otherwise is told as a further
// message. What is said of the upgrade to Prio 1, which comes after it, stands in `decide-upgrade.ts`.
import type { PersonCommand } from '../commands.ts';
import type { AlarmFact } from '../events.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import type { StaffMember } from '../../staff-member.ts';
import type { Alarm } from '../state.ts';
import { adviseClass } from './advised-class.ts';
import { mayHandOver } from './conditions.ts';
import { sendUpgrade, confirmUpgrade } from './decide-upgrade.ts';
import { noticeFacts, goesWithData } from './notice.ts';
import {
  isPassedOn,
  type HandoverClass,
  type HandoverRoute,
  isSameRoute,
  type Handover,
  type HandoverChannel,
} from './state.ts';
import { isUpgradeOpen } from './upgrade.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export const handoverRules = {
  StartHandover: {
    sentBy: 'person',
    roles: staff,
    when: mayHandOver,
    // The script may be opened again at any moment; only the first time is a fact.
    decide: ({ handover }, _command, { by }) =>
      handover.status === 'none' ? [{ type: 'HandoverPrepared', data: { by } }] : [],
  },
  SendHandover: {
    sentBy: 'person',
    roles: staff,
    when: mayHandOver,
    // Two who send at once: the second one sees that it was done.
    restsOn: ['verification', 'handover'],
    decide: (alarm, command, { by }) => send(alarm, command, by),
  },
  ConfirmHandover: {
    sentBy: 'person',
    roles: staff,
    when: mayHandOver,
    restsOn: ['handover'],
    decide: (alarm, command, { by }) => confirm(alarm, command, by),
  },
  EndPoliceCall: {
    sentBy: 'person',
    roles: staff,
    when: mayHandOver,
    decide: ({ handover, upgrade }, _command, { by }) =>
      handover.status === 'calling' || upgrade?.status === 'calling'
        ? [{ type: 'PoliceCallEnded', data: { by } }]
        : [],
  },
  // Never by itself and never by one who listens alone: whoever answers for the shift says why not.
  DeclineHandover: {
    sentBy: 'person',
    roles: ['supervisor'],
    when: whileOpen((alarm) => {
      if (isPassedOn(alarm)) return refusal('al-bevestigd');
      return alarm.verification.status === 'unverifiable' ? null : refusal('niet-onverifieerbaar');
    }),
    decide: ({ plan: { otherResponder } }, { reason, toOtherResponder }, { by }) => {
      if (!toOtherResponder)
        return [{ type: 'HandoverDeclined', data: { by }, personal: { reason } }];
      if (otherResponder === undefined) return refusal('geen-andere-hulpverlener');
      return [{ type: 'HandoverDeclined', data: { by, otherResponder }, personal: { reason } }];
    },
  },
  ReportNotice: { sentBy: 'system', decide: (alarm, command) => noticeFacts(alarm, command) },
} satisfies SomeRules;

function send(alarm: Alarm, command: Of<'SendHandover'>, by: StaffMember): AlarmFact[] | Refusal {
  const { handover } = alarm;
  const { channel, route, overrideReason } = command;
  const withData = goesWithData(alarm, command);
  if (handover.status === 'sent') {
    // Another route or way is the next attempt; the same one again would be a second alarm there.
    const isSame = handover.channel === channel && isSameCall(handover, command);
    if (isSame && !withData)
      return refusal('al-doorgemeld', { by: handover.by.name, at: handover.at });
  } else if (isPassedOn(alarm)) return sendUpgrade(alarm, command, withData, by);
  const sending = { class: command.class, channel, route, ...(withData && { withData }) };
  const facts = sent(alarm, sending, overrideReason, by);
  if ('code' in facts || handover.status === 'sent' || channel !== 'telephone' || withData)
    return facts;
  // By telephone alone nobody knows yet whether anybody took it down.
  if (handover.status === 'calling' && isSameCall(handover, command)) return [];
  const personal = overrideReason === null ? null : { reason: overrideReason };
  return [{ type: 'PoliceCallStarted', data: { by, class: command.class, route }, personal }];
}

function isSameCall(
  call: { class: HandoverClass; route: HandoverRoute },
  { class: as, route }: Of<'SendHandover'>,
): boolean {
  return call.class === as && isSameRoute(call.route, route);
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
