// Who may do what while the alarm is in which state: the whole table, cell by cell.
import { describe, expect, test } from 'vitest';
import { claimed, closedAs, listening, parked, released, soundStarted } from '../testing/facts.ts';
import { anna, at, bram, dirk, els, given, pressed, system, withSound } from '../testing/given.ts';
import { callerJoined } from '../testing/handover-facts.ts';
import { personActions, isClaimable, whyNot } from './actions.ts';
import type { RefusalCode } from './refusal.ts';
import type { PersonCommand } from './commands.ts';

type Action = PersonCommand['type'];
type Cell = 'yes' | RefusalCode;

/** Judged like a duress, but of a priority that may be parked. */
const missed = pressed({ kind: 'missed-check', priority: 'high', ...withSound });
const states = {
  unclaimed: given(missed).alarm,
  mine: given(missed, at(5, anna, claimed(anna))).alarm,
  hers: given(missed, at(5, bram, claimed(bram))).alarm,
  released: given(missed, at(5, bram, claimed(bram)), at(6, bram, released(bram))).alarm,
  parked: given(missed, at(5, bram, claimed(bram)), at(6, bram, parked(bram, 300))).alarm,
  closed: given(missed, at(5, anna, claimed(anna)), at(6, anna, closedAs('unknown', anna))).alarm,
};

const columns = Object.keys(states) as (keyof typeof states)[];
const ofOwner = [
  'geen-eigenaar',
  'yes',
  'niet-van-u',
  'geen-eigenaar',
  'geen-eigenaar',
  'gesloten',
];

const ofListener = [...Array<Cell>(5).fill('luistert-niet'), 'gesloten'];

const notHandedOver = [...Array<Cell>(5).fill('nog-niet-doorgemeld'), 'gesloten'];

//               unclaimed          mine               a colleague's      released           parked             closed
const table = {
  Claim: ['yes', 'al-van-u', 'al-aangenomen', 'yes', 'yes', 'gesloten'],
  Release: ofOwner,
  TakeOver: ['geen-eigenaar', 'al-van-u', 'yes', 'geen-eigenaar', 'yes', 'gesloten'],
  Park: ofOwner,
  Assign: ofOwner,
  EndAssignment: [...Array<Cell>(5).fill('niet-toegewezen'), 'gesloten'],
  Unpark: [...Array<Cell>(4).fill('niet-geparkeerd'), 'yes', 'gesloten'],
  AddNote: Array<Cell>(6).fill('yes'),
  CorrectNote: Array<Cell>(6).fill('yes'),
  Verify: ofOwner,
  JudgeUnverifiable: ofOwner,
  ProposeFalse: ofOwner,
  Unverify: [...Array<Cell>(5).fill('verificatie-ontbreekt'), 'gesloten'],
  Close: ofOwner,
  Reopen: Array<Cell>(6).fill('rol-mag-niet'),
  StartListening: ['geen-eigenaar', 'yes', 'yes', 'yes', 'yes', 'gesloten'],
  StopListening: ofListener,
  ReportHearing: ofListener,
  ReportAudible: ofListener,
  AddMarker: Array<Cell>(6).fill('geen-opname'),
  RequestPlayback: [...Array<Cell>(5).fill('niet-gesloten'), 'geen-opname'],
  HoldRecording: Array<Cell>(6).fill('rol-mag-niet'),
  ReleaseRecording: Array<Cell>(6).fill('rol-mag-niet'),
  StartHandover: ofOwner,
  SendHandover: ofOwner,
  ConfirmHandover: ofOwner,
  EndPoliceCall: ofOwner,
  DeclineHandover: Array<Cell>(6).fill('rol-mag-niet'),
  AddPoliceMessage: notHandedOver,
  ReportPoliceStatus: notHandedOver,
  WithdrawPoliceStatus: [...Array<Cell>(5).fill('politiestatus-onbekend'), 'gesloten'],
  EnterSituation: ofOwner,
  TickReadBack: ofOwner,
  ShareLink: notHandedOver,
  RevokeLink: [...ofOwner.slice(0, 5), 'yes'],
  JoinAsCaller: ['geen-eigenaar', 'al-van-u', 'yes', 'geen-eigenaar', 'geen-eigenaar', 'gesloten'],
  LeaveAsCaller: [...Array<Cell>(5).fill('niet-beller'), 'gesloten'],
  SwapRoles: [...Array<Cell>(5).fill('geen-beller'), 'gesloten'],
  CheckWord: ofOwner,
  LiftNoCall: ofListener,
  AddCallAttempt: ofOwner,
  CompleteStep: ofOwner,
  SkipStep: ofOwner,
} satisfies Record<Action, string[]>;

const answer = (alarm: (typeof states)['mine'], person: typeof anna, action: Action) =>
  whyNot(alarm, person, action)?.code ?? 'yes';

describe('Anna, a centralist', () => {
  test.each(Object.entries(table) as [Action, Cell[]][])('%s', (action, cells) => {
    expect(columns.map((state) => answer(states[state], anna, action))).toEqual(cells);
  });
});

/** What a supervisor does beyond a centralist: steps in, and answers for what is kept or left undone. */
const stepsIn = [...Array<Cell>(5).fill('yes'), 'gesloten'];
const ofSupervisor: Partial<Record<Action, string[]>> = {
  Reopen: [...Array<Cell>(5).fill('niet-gesloten'), 'yes'],
  HoldRecording: Array<Cell>(6).fill('geen-opname'),
  ReleaseRecording: Array<Cell>(6).fill('opname-niet-vastgehouden'),
  DeclineHandover: [...Array<Cell>(5).fill('niet-onverifieerbaar'), 'gesloten'],
  Assign: stepsIn,
  StartHandover: stepsIn,
  SendHandover: stepsIn,
  ConfirmHandover: stepsIn,
  EnterSituation: stepsIn,
  EndPoliceCall: stepsIn,
  TickReadBack: stepsIn,
  RevokeLink: Array<Cell>(6).fill('yes'),
  CheckWord: stepsIn,
  AddCallAttempt: stepsIn,
  CompleteStep: stepsIn,
  SkipStep: stepsIn,
};

test('a supervisor is no owner either, but steps in where it is needed', () => {
  // Of none of them the owner.
  const unowned = columns.filter((state) => state !== 'mine');
  for (const action of Object.keys(table) as Action[]) {
    const expected = ofSupervisor[action] ?? table[action];
    expect([action, ...unowned.map((state) => answer(states[state], dirk, action))]).toEqual([
      action,
      ...unowned.map((state) => expected[columns.indexOf(state)]),
    ]);
  }
});

test('the caller acts for the alarm beside its owner, and a third one does not', () => {
  const withCaller = given(missed, at(5, bram, claimed(bram)), at(6, anna, callerJoined(anna)));
  const acts = [
    'StartHandover',
    'SendHandover',
    'ConfirmHandover',
    'EnterSituation',
    'TickReadBack',
    'CheckWord',
    'AddCallAttempt',
    'CompleteStep',
    'SkipStep',
    'LeaveAsCaller',
    'SwapRoles',
    'JoinAsCaller',
  ] as const;
  for (const action of acts) expect(answer(withCaller.alarm, anna, action)).toBe('yes');
  for (const action of ['Verify', 'ProposeFalse', 'Release'] as const)
    expect(answer(withCaller.alarm, anna, action)).toBe('niet-van-u');
  expect(answer(withCaller.alarm, bram, 'SwapRoles')).toBe('yes');

  const chris = { ...anna, id: bram.id.replace(/.$/, '9'), name: 'Chris' };
  expect(whyNot(withCaller.alarm, chris, 'JoinAsCaller')).toEqual({
    code: 'beller-bezet',
    details: { caller: 'Anna' },
  });
  expect(answer(withCaller.alarm, chris, 'SwapRoles')).toBe('niet-van-u');
  expect(answer(withCaller.alarm, chris, 'SendHandover')).toBe('niet-van-u');
});

test.each(['test', 'synthetic'] as const)('a %s is never handed over, a drill is', (mode) => {
  const pressedIn = (drilled: typeof mode | 'exercise') =>
    given(pressed({ mode: drilled }), at(5, anna, claimed(anna))).alarm;
  for (const action of ['StartHandover', 'SendHandover', 'ConfirmHandover'] as const) {
    expect(answer(pressedIn(mode), anna, action)).toBe('test-niet-doormelden');
    expect(answer(pressedIn('exercise'), anna, action)).toBe('yes');
  }
  expect(answer(pressedIn('exercise'), anna, 'ShareLink')).toBe('oefening-niet-naar-buiten');
});

test('once there is sound: whoever listens reports, marks, and later listens back', () => {
  const recorded = [missed, at(1, system('listen-in'), soundStarted(1))] as const;
  const open = given(...recorded, at(5, bram, claimed(bram)), at(6, anna, listening(anna))).alarm;
  for (const action of ['StopListening', 'ReportHearing', 'ReportAudible', 'AddMarker'] as const)
    expect(answer(open, anna, action)).toBe('yes');
  expect(answer(open, anna, 'RequestPlayback')).toBe('niet-gesloten');
  expect(answer(open, dirk, 'HoldRecording')).toBe('yes');

  const closed = given(...recorded, at(6, dirk, closedAs('unknown', dirk))).alarm;
  expect(answer(closed, anna, 'RequestPlayback')).toBe('yes');
  expect(answer(closed, dirk, 'HoldRecording')).toBe('yes');
});

test.each(personActions)('%s is for the centre’s staff alone', (action) => {
  for (const state of columns) expect(answer(states[state], els, action)).toBe('rol-mag-niet');
});

test('whoever is refused is told who has it, and since when', () => {
  expect(whyNot(states.hers, anna, 'Claim')?.details).toEqual({
    owner: 'Bram',
    at: '2026-03-02T08:00:05.000Z',
  });
  expect(whyNot(states.hers, anna, 'Verify')?.details).toEqual({ owner: 'Bram' });
});

test('F2 finds what waits: unclaimed or released, never parked or closed', () => {
  expect(columns.filter((state) => isClaimable(states[state], anna))).toEqual([
    'unclaimed',
    'released',
  ]);
  expect(isClaimable(states.unclaimed, els)).toBe(false);
});
