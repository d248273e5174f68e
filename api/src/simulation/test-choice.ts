// What a person of a simulated shift asks of an alarm: every command there is, the likelier the more it moves.
import { randomUUID } from 'node:crypto';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { outcomesFor } from '@achterwacht/shared/alarm/closing/outcomes-for.ts';
import { adviseClass } from '@achterwacht/shared/alarm/handover/advised-class.ts';
import { situationAnswer } from '@achterwacht/shared/alarm/situation/state.ts';
import { policeStatus } from '@achterwacht/shared/alarm/police-reports/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Dice } from './test-dice.ts';

export function chooseCommand(dice: Dice, alarm: Alarm, now: Date): PersonCommand {
  // What is drawn may be old: that is when a version is refused.
  const expectedVersion = alarm.version;
  const commands: { [Type in PersonCommand['type']]: () => PersonCommand } = {
    Claim: () => ({ type: 'Claim', expectedVersion }),
    Release: () => ({ type: 'Release' }),
    TakeOver: () => ({ type: 'TakeOver', reason: 'pauze' }),
    Park: () => ({
      type: 'Park',
      until: new Date(now.getTime() + dice.number(300_000)).toISOString(),
      reason: 'monteur komt',
    }),
    Unpark: () => ({ type: 'Unpark' }),
    AddNote: () => ({ type: 'AddNote', noteId: randomUUID(), text: 'notitie', happenedAt: null }),
    CorrectNote: () => ({
      type: 'CorrectNote',
      noteId: alarm.notes.at(-1)?.noteId ?? randomUUID(),
      text: 'gecorrigeerd',
    }),
    Verify: () => ({ type: 'Verify', expectedVersion, basis: 'sound', note: 'geschreeuw' }),
    JudgeUnverifiable: () => ({ type: 'JudgeUnverifiable', expectedVersion, note: 'ruis' }),
    ProposeFalse: () => ({
      type: 'ProposeFalse',
      expectedVersion,
      ground: 'trusted-person',
      note: 'in de tas',
    }),
    Unverify: () => ({ type: 'Unverify', reason: 'toch niet' }),
    Close: () => ({
      type: 'Close',
      expectedVersion,
      outcome: dice.pick(
        alarm.verification.status === 'false-pending'
          ? (['false-accident'] as const)
          : outcomesFor(alarm),
      ),
      needless: false,
      summary: 'afgehandeld',
    }),
    Reopen: () => ({ type: 'Reopen', reason: 'alsnog' }),
    // No button here has sound: each is refused, and must be refused well.
    StartListening: () => ({ type: 'StartListening' }),
    StopListening: () => ({ type: 'StopListening' }),
    ReportHearing: () => ({ type: 'ReportHearing', hears: 'sound' }),
    ReportAudible: () => ({ type: 'ReportAudible', line: 'sound' }),
    AddMarker: () => ({
      type: 'AddMarker',
      markerId: randomUUID(),
      audioMoment: now.toISOString(),
      label: 'roept',
    }),
    RequestPlayback: () => ({ type: 'RequestPlayback', reason: 'evaluatie' }),
    HoldRecording: () => ({ type: 'HoldRecording', reason: 'vordering' }),
    ReleaseRecording: () => ({ type: 'ReleaseRecording', reason: 'voorbij' }),
    StartHandover: () => ({ type: 'StartHandover' }),
    SendHandover: () => ({
      type: 'SendHandover',
      expectedVersion,
      class: adviseClass(alarm),
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'NH', which: dice.pick(['first', 'second', '112'] as const) },
    }),
    ConfirmHandover: () => ({
      type: 'ConfirmHandover',
      expectedVersion,
      policeOperator: 'Kees',
      incidentNumber: '2026-1',
      channel: 'telephone',
    }),
    EndPoliceCall: () => ({ type: 'EndPoliceCall' }),
    DeclineHandover: () => ({ type: 'DeclineHandover', reason: 'eigen opvolging' }),
    AddPoliceMessage: () => ({ type: 'AddPoliceMessage', text: 'twee personen' }),
    ReportPoliceStatus: () => ({
      type: 'ReportPoliceStatus',
      status: dice.pick(policeStatus.options),
      statedAt: now.toISOString(),
      operator: 'Kees',
      reference: null,
    }),
    WithdrawPoliceStatus: () => ({
      type: 'WithdrawPoliceStatus',
      version: alarm.policeReports.at(-1)?.version ?? 1,
      reason: 'verkeerde melding',
    }),
    EnterSituation: () => ({
      type: 'EnterSituation',
      heard: { weapon: dice.pick(situationAnswer.options), persons: 2 },
    }),
    TickReadBack: () => ({ type: 'TickReadBack', field: 'where', on: true }),
    ShareLink: () => ({
      type: 'ShareLink',
      linkId: randomUUID(),
      until: new Date(now.getTime() + 7_200_000).toISOString(),
    }),
    RevokeLink: () => ({
      type: 'RevokeLink',
      linkId: alarm.policeLinks[0]?.linkId ?? randomUUID(),
    }),
    JoinAsCaller: () => ({ type: 'JoinAsCaller' }),
    LeaveAsCaller: () => ({ type: 'LeaveAsCaller' }),
    SwapRoles: () => ({ type: 'SwapRoles' }),
    Assign: () => ({ type: 'Assign', userId: randomUUID() }),
    EndAssignment: () => ({ type: 'EndAssignment' }),
    CheckWord: () => ({
      type: 'CheckWord',
      heard: dice.pick(['zeewind', 'oostenwind', 'iets anders']),
    }),
    LiftNoCall: () => ({ type: 'LiftNoCall', reason: 'het is stil' }),
    AddCallAttempt: () => ({ type: 'AddCallAttempt', contactId: null, result: 'no-answer' }),
    CompleteStep: () => ({ type: 'CompleteStep', stepId: 'listen' }),
    SkipStep: () => ({ type: 'SkipStep', stepId: 'listen', reason: 'niet nodig' }),
  };
  const type = dice.weighted<PersonCommand['type']>({
    Claim: 8,
    Release: 2,
    TakeOver: 3,
    Park: 3,
    Unpark: 1,
    AddNote: 5,
    CorrectNote: 1,
    Verify: 2,
    JudgeUnverifiable: 1,
    ProposeFalse: 6,
    Unverify: 1,
    Close: alarm.verification.status === 'false-pending' ? 40 : 9,
    Reopen: alarm.closed ? 25 : 1,
    StartListening: 1,
    StopListening: 0,
    ReportHearing: 0,
    ReportAudible: 0,
    AddMarker: 1,
    RequestPlayback: 0,
    HoldRecording: 0,
    ReleaseRecording: 0,
    StartHandover: 2,
    SendHandover: 3,
    ConfirmHandover: 2,
    EndPoliceCall: 1,
    DeclineHandover: 1,
    AddPoliceMessage: 1,
    ReportPoliceStatus: alarm.handover.status === 'none' ? 1 : 8,
    WithdrawPoliceStatus: alarm.policeReports.length > 0 ? 2 : 0,
    EnterSituation: 1,
    TickReadBack: 1,
    ShareLink: 1,
    RevokeLink: 1,
    JoinAsCaller: 1,
    LeaveAsCaller: 1,
    SwapRoles: 1,
    Assign: 1,
    EndAssignment: 1,
    CheckWord: 2,
    LiftNoCall: 1,
    AddCallAttempt: 1,
    CompleteStep: 0,
    SkipStep: 0,
  });
  return commands[type]();
}
