// What can have happened to an alarm and what people ask of it, as short words for the tests' sentences.
import type { Person } from '../actor.ts';
import type { AlarmFact } from '../alarm/events.ts';
import type { DeadlineKind, HarmlessGround, Outcome, VerificationBasis } from '../alarm/state.ts';
import type { DecodedSignal, Position } from '../signals.ts';
import { member, moment, signal, uuid, type Asked } from './given.ts';

// --- what happened ---

export const presented = (to: Person): AlarmFact => ({
  type: 'AlarmPresented',
  data: { to: member(to) },
});
export const claimed = (by: Person): AlarmFact => ({
  type: 'AlarmClaimed',
  data: { by: member(by) },
});
export const released = (
  from: Person,
  why: 'given-back' | 'owner-lost' = 'given-back',
): AlarmFact => ({ type: 'AlarmReleased', data: { from: member(from), why } });
export const takenOver = (from: Person, by: Person): AlarmFact => ({
  type: 'AlarmTakenOver',
  data: { from: member(from), by: member(by) },
  personal: { reason: 'pauze' },
});
export const parked = (by: Person, untilSecond: number): AlarmFact => ({
  type: 'AlarmParked',
  data: { by: member(by), until: moment(untilSecond), reason: 'monteur komt' },
});
export const unparked = (why: 'ended' | 'taken'): AlarmFact => ({
  type: 'AlarmUnparked',
  data: { why },
});
export const noted = (by: Person): AlarmFact => ({
  type: 'NoteAdded',
  data: { noteId: uuid(500), by: member(by), happenedAt: null },
  personal: { text: 'hoor stemmen' },
});
export const verified = (by: Person, basis: VerificationBasis = 'sound'): AlarmFact => ({
  type: 'AlarmVerified',
  data: { by: member(by), basis },
  personal: { note: 'geschreeuw' },
});
export const unverifiable = (by: Person): AlarmFact => ({
  type: 'AlarmJudgedUnverifiable',
  data: { by: member(by) },
  personal: { note: 'alleen ruis' },
});
export const calledFalse = (by: Person, ground: HarmlessGround = 'second-person'): AlarmFact => ({
  type: 'FalseAlarmProposed',
  data: { by: member(by), ground },
  personal: { note: 'in de tas' },
});
export const withdrawn = (why: 'by-centralist' | 'new-signal'): AlarmFact => ({
  type: 'VerificationWithdrawn',
  data: { why },
  personal: why === 'new-signal' ? null : { reason: 'toch niet' },
});
export const closedAs = (
  outcome: Outcome,
  by: Person,
  confirmedBy: Person | null = null,
): AlarmFact => ({
  type: 'AlarmClosed',
  data: {
    outcome,
    needless: false,
    by: member(by),
    confirmedBy: confirmedBy && member(confirmedBy),
  },
  personal: { summary: 'afgehandeld' },
});
export const reopened = (by: Person): AlarmFact => ({
  type: 'AlarmReopened',
  data: { by: member(by) },
  personal: { reason: 'alsnog aangifte' },
});
export const passed = (
  kind: DeadlineKind,
  revision: number,
  dueSecond: number,
  lateMilliseconds = 0,
): AlarmFact => ({
  type: 'DeadlinePassed',
  data: { kind, revision, dueAt: moment(dueSecond), lateMilliseconds },
});
export function signalled(decoded: DecodedSignal, number: number, second: number): AlarmFact {
  const { kind, code, deviceTime, batteryPercent, warnings } = decoded;
  return {
    type: 'SignalAdded',
    data: {
      receivedAt: moment(second),
      signal: { signalId: uuid(number), kind, code, deviceTime, batteryPercent, warnings },
    },
    personal: {
      position: decoded.position && { fix: decoded.position, receivedAt: moment(second) },
      place: null,
    },
  };
}
export const positioned = (fix: Position, second: number): AlarmFact => ({
  type: 'PositionAdded',
  data: { receivedAt: moment(second) },
  personal: { fix, place: null },
});

// --- what is asked ---

export const claim = { type: 'Claim' } as const satisfies Asked;
export const release = { type: 'Release' } as const satisfies Asked;
export const takeOver = { type: 'TakeOver', reason: 'pauze' } as const satisfies Asked;
export const unpark = { type: 'Unpark' } as const satisfies Asked;
export const park = (untilSecond: number) =>
  ({
    type: 'Park',
    until: moment(untilSecond),
    reason: 'monteur komt',
  }) as const satisfies Asked;
export const note = {
  type: 'AddNote',
  noteId: uuid(500),
  text: 'hoor stemmen',
  happenedAt: null,
} as const satisfies Asked;
export const verify = {
  type: 'Verify',
  basis: 'sound',
  note: 'geschreeuw',
} as const satisfies Asked;
export const judgeUnverifiable = {
  type: 'JudgeUnverifiable',
  note: 'alleen ruis',
} as const satisfies Asked;
export const callFalse = (ground: HarmlessGround = 'second-person') =>
  ({
    type: 'ProposeFalse',
    ground,
    note: 'in de tas',
  }) as const satisfies Asked;
export const unverify = { type: 'Unverify', reason: 'toch niet' } as const satisfies Asked;
export const close = (outcome: Outcome, summary: string = 'afgehandeld') =>
  ({
    type: 'Close',
    outcome,
    needless: false,
    summary,
  }) as const satisfies Asked;
export const reopen = { type: 'Reopen', reason: 'alsnog aangifte' } as const satisfies Asked;

// --- what the system reports ---

export const secondPress = (
  second: number,
  number = 1002,
  decoded: DecodedSignal = signal('panic'),
) =>
  ({
    type: 'AddSignal',
    signalId: uuid(number),
    signal: decoded,
    place: null,
    receivedAt: moment(second),
  }) as const;
export const ownerLost = (owner: Person) => ({ type: 'OwnerLost', userId: owner.id }) as const;
export const effectFailed = {
  type: 'EffectFailed',
  effectId: uuid(700),
  effectKind: 'page-supervisor',
  attempts: 8,
} as const;
export const woken = (kind: DeadlineKind, revision: number) =>
  ({ type: 'DeadlineReached', kind, revision }) as const;
