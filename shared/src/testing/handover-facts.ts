// What can have happened around the police, and what people ask about it, as short words for the tests'
// sentences; beside facts.ts, which has the rest.
import type { Person } from '../actor.ts';
import type { AlarmFact } from '../alarm/events.ts';
import type { Outcome } from '../alarm/outcome.ts';
import { situationPart, type Situation } from '../alarm/situation/state.ts';
import type { PlanStep } from '../alarm/plan/state.ts';
import type { CallResult, WordResult } from '../alarm/calling/state.ts';
import type { HandoverClass, HandoverRoute } from '../alarm/handover/state.ts';
import type { PoliceStatus } from '../alarm/police-reports/state.ts';
import type { ScriptField } from '../alarm/script/fields.ts';
import { member, moment, raising, uuid, type Asked } from './given.ts';

export const operator = 'Kees van de meldkamer';
export const incidentNumber = '2026-4711';
export const linkId = uuid(900);
export const contactId = uuid(910);
const route: HandoverRoute = { regionCode: 'NH', which: 'first' };

// --- what happened ---

export const prepared = (by: Person | null): AlarmFact => ({
  type: 'HandoverPrepared',
  data: { by: by && member(by) },
});
/** Somebody telephones, and nobody took it down yet. */
export const calling = (
  by: Person,
  as: HandoverClass = 'prio-1',
  which: HandoverRoute['which'] = 'first',
): AlarmFact => ({
  type: 'PoliceCallStarted',
  data: { by: member(by), class: as, route: { ...route, which } },
  personal: null,
});
export const rungOff = (by: Person): AlarmFact => ({
  type: 'PoliceCallEnded',
  data: { by: member(by) },
});
export const sent = (
  by: Person,
  as: HandoverClass = 'prio-1',
  which: HandoverRoute['which'] = 'first',
): AlarmFact => ({
  type: 'HandoverSent',
  data: { by: member(by), class: as, channel: 'telephone', route: { ...route, which } },
  personal: null,
});
/** The same, and the control room's own system is told as well. */
export const sentWithData = (...told: Parameters<typeof sent>): AlarmFact => {
  const fact = sent(...told) as Extract<AlarmFact, { type: 'HandoverSent' }>;
  return { ...fact, data: { ...fact.data, withData: true } };
};
export const noticeSettled = (version: number, status: 'taken' | 'withheld'): AlarmFact => ({
  type: 'NoticeSettled',
  data: { version, status },
});
export const confirmed = (by: Person): AlarmFact => ({
  type: 'HandoverConfirmed',
  data: { by: member(by), channel: 'telephone', policeOperator: operator, incidentNumber },
});
export const declined = (by: Person): AlarmFact => ({
  type: 'HandoverDeclined',
  data: { by: member(by) },
  personal: { reason: 'eigen opvolging' },
});
export const policeReported = (
  status: PoliceStatus,
  second: number,
  by: Person | null = null,
  reference: string | null = null,
): AlarmFact => ({
  type: 'PoliceStatusReported',
  data: {
    status,
    statedAt: moment(second),
    via: by ? 'telephone' : 'link',
    operator,
    reference,
    by: by && member(by),
  },
});
export const policeWithdrawn = (version: number, by: Person): AlarmFact => ({
  type: 'PoliceStatusWithdrawn',
  data: { version, by: member(by) },
  personal: { reason: 'verkeerde melding' },
});
export const messaged = (by: Person): AlarmFact => ({
  type: 'PoliceMessageAdded',
  data: { why: 'further', by: member(by), operator: null },
  personal: { text: 'twee personen' },
});
export const possiblyFalse: AlarmFact = {
  type: 'PoliceMessageAdded',
  data: { why: 'possibly-false', by: null, operator: null },
  personal: null,
};
export const policeWrote: AlarmFact = {
  type: 'PoliceMessageAdded',
  data: { why: 'from-police', by: null, operator },
  personal: { text: 'welke ingang?' },
};
export const readBack = (by: Person, field: ScriptField, on = true): AlarmFact => ({
  type: 'ReadBackTicked',
  data: { by: member(by), field, on },
});
export const situationEntered = (by: Person, heard: Partial<Situation>): AlarmFact => ({
  type: 'SituationEntered',
  data: { by: member(by), about: situationPart.options.filter((part) => part in heard) },
  personal: heard,
});
export const linkShared = (by: Person, untilSecond: number): AlarmFact => ({
  type: 'LinkShared',
  data: { linkId, by: member(by), until: moment(untilSecond) },
});
export const linkRevoked = (by: Person): AlarmFact => ({
  type: 'LinkRevoked',
  data: { linkId, by: member(by) },
});
export const linkViewed: AlarmFact = { type: 'LinkViewed', data: { linkId } };
export const closingProposed = (outcome: Outcome, by: Person): AlarmFact => ({
  type: 'ClosingProposed',
  data: { outcome, needless: false, by: member(by) },
  personal: { summary: 'afgehandeld' },
});
export const callerJoined = (by: Person): AlarmFact => ({
  type: 'CallerJoined',
  data: { by: member(by) },
});
export const callerLeft = (by: Person, why: 'left' | 'desk-lost' = 'left'): AlarmFact => ({
  type: 'CallerLeft',
  data: { by: member(by), why },
});
export const swapped = (owner: Person, caller: Person): AlarmFact => ({
  type: 'RolesSwapped',
  data: { owner: member(owner), caller: member(caller) },
});
export const wordChecked = (by: Person, result: WordResult): AlarmFact => ({
  type: 'WordChecked',
  data: { by: member(by), result },
  personal: { heard: 'zeewind' },
});
export const verifiedByWord = (by: Person): AlarmFact => ({
  type: 'AlarmVerified',
  data: { by: member(by), basis: 'duress-word', audioMoment: null },
  personal: null,
});
export const callingAllowed = (by: Person): AlarmFact => ({
  type: 'CallingAllowed',
  data: { by: member(by) },
  personal: { reason: 'het is stil' },
});
export const called = (
  by: Person,
  round: number,
  result: CallResult = 'no-answer',
  whom: string | null = contactId,
): AlarmFact => ({
  type: 'CallAttempted',
  data: { by: member(by), contactId: whom, round, result },
  personal: whom === null ? null : { name: 'OOV-piket' },
});
export const stepDone = (by: Person, stepId: string): AlarmFact => ({
  type: 'StepCompleted',
  data: { by: member(by), stepId },
});
export const stepSkipped = (by: Person, stepId: string): AlarmFact => ({
  type: 'StepSkipped',
  data: { by: member(by), stepId },
  personal: { reason: 'niet nodig' },
});

/** A plan with these steps. */
export const withSteps = (...steps: PlanStep[]) => ({ plan: { ...raising().plan, steps } });

// --- what is asked ---

export const startHandover = { type: 'StartHandover' } as const satisfies Asked;
export const send = (
  as: HandoverClass = 'prio-1',
  which: HandoverRoute['which'] = 'first',
  overrideReason: string | null = null,
) =>
  ({
    type: 'SendHandover',
    class: as,
    overrideReason,
    channel: 'telephone',
    route: { ...route, which },
  }) as const satisfies Asked;
export const ringOff = { type: 'EndPoliceCall' } as const satisfies Asked;
export const sendWithData = (...asked: Parameters<typeof send>) =>
  ({ ...send(...asked), withData: true }) as const satisfies Asked;
export const noticeReported = (version: number, status: 'taken' | 'withheld') =>
  ({ type: 'ReportNotice', version, status }) as const;
export const confirm = {
  type: 'ConfirmHandover',
  policeOperator: operator,
  incidentNumber,
  channel: 'telephone',
  route,
} as const satisfies Asked;
export const decline = {
  type: 'DeclineHandover',
  reason: 'eigen opvolging',
} as const satisfies Asked;
export const message = {
  type: 'AddPoliceMessage',
  text: 'twee personen',
} as const satisfies Asked;
export const report = (status: PoliceStatus, second: number, reference: string | null = null) =>
  ({
    type: 'ReportPoliceStatus',
    status,
    statedAt: moment(second),
    operator,
    reference,
  }) as const satisfies Asked;
export const withdraw = (version: number) =>
  ({ type: 'WithdrawPoliceStatus', version, reason: 'verkeerde melding' }) as const satisfies Asked;
export const enter = (heard: Partial<Situation>) =>
  ({ type: 'EnterSituation', heard }) as const satisfies Asked;
export const tick = (field: ScriptField, on = true) =>
  ({ type: 'TickReadBack', field, on }) as const satisfies Asked;
export const shareLink = (untilSecond: number) =>
  ({ type: 'ShareLink', linkId, until: moment(untilSecond) }) as const satisfies Asked;
export const revokeLink = { type: 'RevokeLink', linkId } as const satisfies Asked;
export const joinAsCaller = { type: 'JoinAsCaller' } as const satisfies Asked;
export const leaveAsCaller = { type: 'LeaveAsCaller' } as const satisfies Asked;
export const swapRoles = { type: 'SwapRoles' } as const satisfies Asked;
export const checkWord = { type: 'CheckWord', heard: 'zeewind' } as const satisfies Asked;
export const liftNoCall = { type: 'LiftNoCall', reason: 'het is stil' } as const satisfies Asked;
export const call = (result: CallResult = 'no-answer', whom: string | null = contactId) =>
  ({ type: 'AddCallAttempt', contactId: whom, result }) as const satisfies Asked;
export const completeStep = (stepId: string) =>
  ({ type: 'CompleteStep', stepId }) as const satisfies Asked;
export const skipStep = (stepId: string) =>
  ({ type: 'SkipStep', stepId, reason: 'niet nodig' }) as const satisfies Asked;

// --- what the police themselves say on their page ---

export const policeReport = (
  status: PoliceStatus,
  second: number,
  reference: string | null = null,
) =>
  ({
    type: 'ReceivePoliceStatus',
    status,
    statedAt: moment(second),
    operator,
    reference,
  }) as const;
export const policeText = {
  type: 'ReceivePoliceMessage',
  operator,
  text: 'welke ingang?',
} as const;
export const pageViewed = { type: 'ReportLinkViewed', linkId } as const;

/** Somebody elsewhere, and one who may be in the room. */
export const piket = { contact: { name: 'OOV-piket', sameAddress: false, mayBeInvolved: false } };
export const partner = { contact: { name: 'Partner', sameAddress: true, mayBeInvolved: true } };
