// What can have happened to an alarm and what people ask of it, as short words for the tests' sentences.
import type { ContentTerm, ErasedBecause } from '../alarm/erasing/state.ts';
import type { Person } from '../actor.ts';
import type { AlarmFact } from '../alarm/events.ts';
import type { Outcome } from '../alarm/outcome.ts';
import type { Hears } from '../alarm/sound/state.ts';
import type { DeadlineKind } from '../alarm/deadlines/state.ts';
import type { HarmlessGround, VerificationBasis } from '../alarm/verification/state.ts';
import type { Segment, SoundFact } from '../listen-in/facts.ts';
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
/** @param from Who had it until then, and asked for it or was told. */
export const claimedFrom = (from: Person, by: Person): AlarmFact => ({
  type: 'AlarmClaimed',
  data: { by: member(by), from: member(from) },
});
export const assigned = (to: Person, by: Person): AlarmFact => ({
  type: 'AlarmAssigned',
  data: { to: member(to), by: member(by) },
});
export const assignmentEnded = (
  to: Person,
  by: Person,
  why: 'declined' | 'taken-back',
): AlarmFact => ({ type: 'AssignmentEnded', data: { to: member(to), by: member(by), why } });
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
  data: { by: member(by), basis, audioMoment: null },
  personal: { note: 'geschreeuw' },
});
export const unverifiable = (by: Person): AlarmFact => ({
  type: 'AlarmJudgedUnverifiable',
  data: { by: member(by) },
  personal: { note: 'alleen ruis' },
});
export const calledFalse = (by: Person, ground: HarmlessGround = 'trusted-person'): AlarmFact => ({
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
  const { kind, code, deviceTime, batteryPercent, warnings, more } = decoded;
  return {
    type: 'SignalAdded',
    data: {
      receivedAt: moment(second),
      signal: {
        signalId: uuid(number),
        kind,
        code,
        deviceTime,
        batteryPercent,
        warnings,
        ...(more && { more }),
      },
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

// --- what was heard ---

/** The first recording, unless told otherwise. */
export const recordingId = (number = 1) => uuid(800 + number);

export const soundStarted = (second: number, number = 1): AlarmFact => ({
  type: 'SoundStarted',
  data: {
    recordingId: recordingId(number),
    happenedAt: moment(second),
    transport: 'whip',
    codec: 'opus',
  },
});
export const soundLost = (second: number): AlarmFact => ({
  type: 'SoundLost',
  data: { recordingId: recordingId(), happenedAt: moment(second), why: 'no-packets' },
});
export const soundResumed = (second: number, gapMilliseconds: number): AlarmFact => ({
  type: 'SoundResumed',
  data: {
    recordingId: recordingId(),
    happenedAt: moment(second),
    transport: 'whip',
    codec: 'opus',
    gapMilliseconds,
  },
});
export const soundEnded = (second: number, why: 'device' | 'released' = 'device'): AlarmFact => ({
  type: 'SoundEnded',
  data: { recordingId: recordingId(), happenedAt: moment(second), why },
});
export const segmentStored = (index: number, second: number): AlarmFact => ({
  type: 'SegmentStored',
  data: { recordingId: recordingId(), ...segment(index, second) },
});
export const listening = (by: Person): AlarmFact => ({
  type: 'ListenInStarted',
  data: { by: member(by) },
});
export const stoppedListening = (
  by: Person,
  why: 'stopped' | 'desk-lost' | 'taken-over' = 'stopped',
): AlarmFact => ({ type: 'ListenInEnded', data: { by: member(by), why } });
export const hearing = (by: Person, hears: Hears): AlarmFact => ({
  type: 'HearingChanged',
  data: { by: member(by), hears },
});
export const audible = (by: Person, line: 'sound' | 'silent' = 'sound'): AlarmFact => ({
  type: 'AlarmAudible',
  data: { by: member(by), line },
});
export const marked = (by: Person, second: number): AlarmFact => ({
  type: 'MarkerAdded',
  data: { markerId: uuid(600), by: member(by), audioMoment: moment(second) },
  personal: { label: 'roept een naam' },
});
export const held = (by: Person): AlarmFact => ({
  type: 'RecordingHeld',
  data: { by: member(by) },
  personal: { reason: 'vordering' },
});
export const letGo = (by: Person): AlarmFact => ({
  type: 'RecordingReleased',
  data: { by: member(by) },
  personal: { reason: 'zaak gesloten' },
});
export const playbackRequested = (by: Person): AlarmFact => ({
  type: 'PlaybackRequested',
  data: { by: member(by) },
  personal: { reason: 'evaluatie' },
});
export const erased = (number = 1, why: 'retention' | 'not-kept' = 'retention'): AlarmFact => ({
  type: 'RecordingErased',
  data: { recordingId: recordingId(number), why },
});
export const contentErased = (why: ErasedBecause): AlarmFact => ({
  type: 'ContentErased',
  data: { why },
});

// --- what is asked ---

export const claim = { type: 'Claim' } as const satisfies Asked;
export const claimListening = { type: 'Claim', listens: true } as const satisfies Asked;
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
export const callFalse = (ground: HarmlessGround = 'trusted-person') =>
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

export const startListening = { type: 'StartListening' } as const satisfies Asked;
export const stopListening = { type: 'StopListening' } as const satisfies Asked;
export const reportHearing = (hears: Hears) =>
  ({ type: 'ReportHearing', hears }) as const satisfies Asked;
export const reportAudible = (line: 'sound' | 'silent' = 'sound') =>
  ({ type: 'ReportAudible', line }) as const satisfies Asked;
export const mark = (second: number) =>
  ({
    type: 'AddMarker',
    markerId: uuid(600),
    audioMoment: moment(second),
    label: 'roept een naam',
  }) as const satisfies Asked;
export const requestPlayback = {
  type: 'RequestPlayback',
  reason: 'evaluatie',
} as const satisfies Asked;
export const hold = { type: 'HoldRecording', reason: 'vordering' } as const satisfies Asked;
export const letGoOf = {
  type: 'ReleaseRecording',
  reason: 'zaak gesloten',
} as const satisfies Asked;

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
type Of<T extends SoundFact['type']> = Extract<SoundFact, { type: T }>;

/** What each fact says beyond when and of which recording, unless told otherwise. */
const saying: { [T in SoundFact['type']]: Omit<Of<T>, keyof Of<'recording-erased'>> } = {
  'sound-started': { transport: 'whip', codec: 'opus' },
  'sound-resumed': { transport: 'whip', codec: 'opus', gapMilliseconds: 5_000 },
  'sound-lost': { why: 'no-packets' },
  'sound-ended': { why: 'device' },
  'segment-stored': segment(0, 6),
  'sound-level': { decibels: -23 },
  'recording-erased': {},
};

/** What the media-server says; its number and device do not matter to the rules. */
export function reported<T extends SoundFact['type']>(
  type: T,
  second: number,
  changes: Partial<Of<T>> = {},
) {
  const fact = {
    number: 1,
    deviceId: uuid(10),
    recordingId: recordingId(),
    at: moment(second),
    type,
    ...saying[type],
    ...changes,
  };
  // TypeScript does not follow `type` through the table; it was just picked by it.
  return { type: 'ReportRecording', fact: fact as unknown as Of<T> } as const;
}
export function segment(index: number, second: number): Segment {
  return {
    index,
    startedAt: moment(second - 5),
    endedAt: moment(second),
    sha256: 'ab'.repeat(32),
    bytes: 12_000,
    packets: 250,
    lostPackets: 0,
    codec: 'opus',
    how: 'complete',
  };
}
export const erase = (number = 1) =>
  ({ type: 'EraseRecording', recordingId: recordingId(number) }) as const;
export const eraseContent = (why: ErasedBecause, term: ContentTerm = 'harmless') =>
  ({ type: 'EraseContent', why, term }) as const;
export const listenerLost = (person: Person) =>
  ({ type: 'ListenerLost', userId: person.id }) as const;
export const ownerLost = (owner: Person) => ({ type: 'OwnerLost', userId: owner.id }) as const;
export const effectFailed = {
  type: 'EffectFailed',
  effectId: uuid(700),
  effectKind: 'page-supervisor',
  attempts: 8,
} as const;
export const woken = (kind: DeadlineKind, revision: number) =>
  ({ type: 'DeadlineReached', kind, revision }) as const;
