// What holds for every command: each refusal, and that a decision counts only on what was true.
import { describe, expect, test } from 'vitest';
import {
  assigned,
  calledFalse,
  callFalse,
  claim,
  claimed,
  close,
  closedAs,
  contentErased,
  effectFailed,
  erased,
  held,
  hold,
  judgeUnverifiable,
  letGoOf,
  mark,
  note,
  noted,
  ownerLost,
  park,
  release,
  released,
  reopen,
  reopened,
  secondPress,
  soundStarted,
  startListening,
  stopListening,
  takeOver,
  unpark,
  unverifiable,
  unverify,
  verified,
  verify,
  withdrawn,
} from '../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  dirk,
  els,
  given,
  member,
  moment,
  position,
  pressed,
  raising,
  signal,
  system,
  withoutCodeWord,
  withSound,
  type AnyAsked,
  type Story,
} from '../testing/given.ts';
import {
  call,
  callerJoined,
  callingAllowed,
  completeStep,
  confirm,
  confirmed,
  decline,
  joinAsCaller,
  leaveAsCaller,
  message,
  partner,
  policeReported,
  report,
  revokeLink,
  send,
  sent,
  shareLink,
  skipStep,
  startHandover,
  swapRoles,
  withSteps,
  wordChecked,
  withdraw,
} from '../testing/handover-facts.ts';
import type { RefusalCode } from './refusal.ts';
import type { AlarmFact } from './events.ts';

const fault = { kind: 'fault', priority: 'low', signal: signal('low-battery') } as const;
const owned = () => given(pressed(), at(5, anna, claimed(anna)));
const ownedFault = () => given(pressed(fault), at(5, anna, claimed(anna)));
const closedFault = () =>
  given(pressed(fault), at(5, anna, claimed(anna)), at(6, anna, closedAs('false-technical', anna)));

describe('each refusal', () => {
  const refusals = {
    'al-aangenomen': () => owned().when(claim, bram, 9),
    'al-van-u': () => owned().when(claim, anna, 9),
    'niet-van-u': () => owned().when(release, bram, 9),
    gesloten: () => closedFault().when(claim, bram, 9),
    'niet-gesloten': () => owned().when(reopen, dirk, 9),
    'niet-geparkeerd': () => owned().when(unpark, anna, 9),
    'spoed-niet-parkeren': () => owned().when(park(300), anna, 9),
    'einde-in-verleden': () => ownedFault().when(park(9), anna, 9),
    'geen-eigenaar': () => given(pressed()).when(takeOver, bram, 9),
    'tussentijds-gewijzigd': () => owned().when({ ...verify, expectedVersion: 1 }, anna, 9),
    'verificatie-ontbreekt': () => owned().when(unverify, anna, 9),
    'verificatie-niet-nodig': () => ownedFault().when(callFalse(), anna, 9),
    'doormelding-ontbreekt': () => owned().when(close('real-incident'), anna, 9),
    'tweede-persoon-nodig': () => {
      const story = given(pressed(), at(5, anna, claimed(anna)), at(6, anna, calledFalse(anna)));
      return story.when(close('false-accident'), anna, 9);
    },
    'minimale-luistertijd': () =>
      given(
        pressed(withSound),
        at(1, system('listen-in'), soundStarted(1)),
        at(5, anna, claimed(anna)),
        at(6, anna, calledFalse(anna)),
      ).when(close('false-accident'), bram, 9),
    'geen-codewoord': () =>
      given(pressed(withoutCodeWord), at(5, anna, claimed(anna))).when(
        callFalse('code-word'),
        anna,
        9,
      ),
    'codewoord-afgesproken': () => owned().when(callFalse('second-person'), anna, 9),
    'knop-zonder-geluid': () => owned().when(startListening, anna, 9),
    'luistert-niet': () => owned().when(stopListening, anna, 9),
    'geen-opname': () => owned().when(mark(7), anna, 9),
    'opname-gewist': () => recorded(at(6, dirk, erased())).when(hold, dirk, 9),
    'niet-opgenomen': () =>
      recorded(at(6, system('listen-in'), erased(1, 'not-kept'))).when(hold, dirk, 9),
    'opname-vastgehouden': () => recorded(at(6, dirk, held(dirk))).when(hold, dirk, 9),
    'inhoud-gewist': () =>
      recorded(
        at(6, dirk, closedAs('unknown', dirk)),
        at(7, system('retention'), contentErased('request')),
      ).when(reopen, dirk, 9),
    'opname-niet-vastgehouden': () => recorded().when(letGoOf, dirk, 9),
    'moment-buiten-opname': () => recorded().when(mark(-1), anna, 9),
    'uitkomst-past-niet': () => owned().when(close('test'), anna, 9),
    'toelichting-ontbreekt': () =>
      given(pressed(), at(5, dirk, claimed(dirk))).when(close('real-incident', ''), dirk, 9),
    'rol-mag-niet': () => given(pressed()).when(claim, els, 9),
    'al-doorgemeld': () => handedOver().when(send(), anna, 9),
    'al-bevestigd': () => handedOver(confirmed(anna)).when(confirm, anna, 9),
    'nog-niet-doorgemeld': () => owned().when(message, anna, 9),
    'test-niet-doormelden': () =>
      given(pressed({ mode: 'test' }), at(5, anna, claimed(anna))).when(startHandover, anna, 9),
    'niet-geverifieerd': () => owned().when(send('prio-1'), anna, 9),
    'niet-onverifieerbaar': () => owned().when(decline, dirk, 9),
    'geen-andere-hulpverlener': () =>
      given(pressed(), at(5, anna, claimed(anna)), at(6, anna, unverifiable(anna))).when(
        { ...decline, toOtherResponder: true },
        dirk,
        9,
      ),
    'moment-klopt-niet': () => handedOver().when(report('under-way', 60), anna, 9),
    'politiestatus-onbekend': () => handedOver().when(withdraw(2), anna, 9),
    'notitie-onbekend': () => owned().when({ ...note, type: 'CorrectNote' }, anna, 9),
    'notitie-van-ander': () =>
      given(pressed(), at(5, bram, noted(bram))).when({ ...note, type: 'CorrectNote' }, anna, 9),
    'link-onbekend': () => handedOver().when(revokeLink, anna, 9),
    'oefening-niet-naar-buiten': () =>
      given(pressed({ mode: 'exercise' }), at(5, anna, claimed(anna), sent(anna))).when(
        shareLink(900),
        anna,
        9,
      ),
    'beller-bezet': () =>
      given(pressed(), at(5, anna, claimed(anna)), at(6, bram, callerJoined(bram))).when(
        joinAsCaller,
        dirk,
        9,
      ),
    'al-van-collega': () =>
      owned().when({ type: 'Assign', userId: anna.id }, dirk, 9, { colleague: member(anna) }),
    'collega-afwezig': () =>
      owned().when({ type: 'Assign', userId: bram.id }, anna, 9, { colleague: null }),
    'niet-toegewezen': () => owned().when({ type: 'EndAssignment' }, anna, 9),
    'niet-aan-u-toegewezen': () =>
      given(pressed(), at(5, dirk, assigned(anna, dirk))).when({ type: 'EndAssignment' }, bram, 9),
    'geen-beller': () => owned().when(swapRoles, anna, 9),
    'niet-beller': () => owned().when(leaveAsCaller, bram, 9),
    'niet-bellen': () => owned().when(call('answered', null), anna, 9),
    'niet-bellen-thuis': () =>
      given(
        pressed({ button: { ...raising().button, knownAtHome: 'no' } }),
        at(5, anna, claimed(anna), callingAllowed(anna)),
      ).when(call(), anna, 9, partner),
    'contact-onbekend': () => owned().when(call(), anna, 9, { contact: null }),
    'stap-onbekend': () => owned().when(completeStep('iets'), anna, 9),
    'stap-verplicht': () => planned().when(skipStep('after'), anna, 9),
    'stap-wacht-nog': () => planned().when(completeStep('wait'), anna, 9),
    'politie-nog-bezig': () => handedOver().when(close('unknown'), anna, 9),
    'codewoord-niet-gehoord': () => owned().when(callFalse('code-word'), anna, 9),
    'dwangwoord-gehoord': () =>
      given(pressed(), at(5, anna, claimed(anna), wordChecked(anna, 'wrong'))).when(
        callFalse('trusted-person'),
        anna,
        9,
      ),
    'niet-gevonden-wachten': () =>
      handedOver(policeReported('not-found', 7)).when(close('unknown'), anna, 9),
  } satisfies Record<
    // These two are rules over more than one alarm, or more than the alarm.
    Exclude<RefusalCode, 'knop-heeft-alarm' | 'alarm-onleesbaar' | 'afspeelreden-ontbreekt'>,
    () => ReturnType<Story['when']>
  >;

  const handedOver = (...rest: AlarmFact[]) =>
    given(pressed(), at(5, anna, claimed(anna), verified(anna), sent(anna), ...rest));
  const planned = () =>
    given(
      pressed(
        withSteps(
          { stepId: 'after', kind: 'manual', required: true },
          { stepId: 'wait', kind: 'wait', required: false, waitSeconds: 60 },
        ),
      ),
      at(5, anna, claimed(anna)),
    );
  const recorded = (...rest: Parameters<typeof given>) =>
    given(
      pressed(withSound),
      at(1, system('listen-in'), soundStarted(1)),
      at(5, anna, claimed(anna)),
      ...rest,
    );

  test.each(Object.entries(refusals))('%s', (code, ask) => {
    const answer = ask();
    expect(answer.refusal?.code).toBe(code);
    expect(answer.facts).toEqual([]);
  });

  test('no command of a person is taken from a device or a part of the system', () => {
    given(pressed()).when(claim, button, 5).refused('rol-mag-niet');
    given(pressed()).when(claim, system('sweep'), 5).refused('rol-mag-niet');
  });
});

describe('a decision counts only on what was true when it was taken', () => {
  const moved = { ...position(52.1), fixAt: moment(3) };
  const addPosition: AnyAsked = {
    type: 'AddPosition',
    fix: moved,
    place: null,
    warnings: [],
    receivedAt: moment(3),
  };

  test('a claim stands on who had it: a position or a second press does not void it', () => {
    const story = given(pressed());
    story.when(addPosition, button, 3).accepted();
    story.when(secondPress(4), button, 4).accepted();
    story.when({ ...claim, expectedVersion: 1 }, anna, 5).then(claimed(anna));
  });

  test('a claim on an alarm that was claimed and released meanwhile is out of date', () => {
    given(pressed(), at(2, bram, claimed(bram)), at(3, bram, released(bram)))
      .when({ ...claim, expectedVersion: 1 }, anna, 5)
      .refused('tussentijds-gewijzigd', { version: 3 });
  });

  test.each([
    ['verifying', verify],
    ['judging unverifiable', judgeUnverifiable],
    ['calling false', callFalse()],
    ['closing', close('false-accident')],
  ])('%s stands on who has it, what was judged and what was pressed', (_what, asked) => {
    const story = owned();
    const seen = { ...asked, expectedVersion: story.alarm.version };
    story.when(secondPress(6), button, 6).accepted();
    story.when(seen, anna, 7).refused('tussentijds-gewijzigd', { version: 3 });

    const judged = owned();
    judged.when(verify, anna, 6).accepted();
    judged.when(seen, anna, 7).refused('tussentijds-gewijzigd', { version: 3 });

    const changedHands = owned();
    changedHands.when(takeOver, bram, 6).accepted();
    changedHands.when(takeOver, anna, 7).accepted();
    changedHands.when(seen, anna, 8).refused('tussentijds-gewijzigd', { version: 4 });
  });

  test('a note or a position in between changes nothing for a decision', () => {
    const story = owned();
    const seen = { ...verify, expectedVersion: story.alarm.version };
    story.when(note, bram, 6).accepted();
    story.when(addPosition, button, 7).accepted();
    story.when(seen, anna, 8).then(verified(anna));
  });
});

describe('judging', () => {
  test('verified, unverifiable, or called false: by the owner, each stored', () => {
    owned().when(verify, anna, 9).then(verified(anna));
    owned().when(judgeUnverifiable, anna, 9).then(unverifiable(anna));
    owned().when(callFalse('trusted-person'), anna, 9).then(calledFalse(anna, 'trusted-person'));
    given(pressed(), at(5, anna, claimed(anna), wordChecked(anna, 'code-word')))
      .when(callFalse('code-word'), anna, 9)
      .then(calledFalse(anna, 'code-word'));
  });

  test('withdrawn by the owner, with a reason', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(6, anna, verified(anna)));
    story.when(unverify, anna, 9).then(withdrawn('by-centralist'));
    expect(story.alarm.verification).toEqual({ status: 'open', since: moment(9) });
  });
});

describe('a closed alarm', () => {
  test('takes notes, a late position and what failed outside, and stays closed', () => {
    const story = closedFault();
    story.when(note, bram, 20).then(noted(bram));
    story
      .when(
        {
          type: 'AddPosition',
          fix: position(52),
          place: null,
          warnings: [],
          receivedAt: moment(21),
        },
        button,
        21,
      )
      .accepted();
    story.when(effectFailed, system('outbox'), 22).accepted();
    story.when(ownerLost(anna), system('presence'), 23).changesNothing();
    expect(story.alarm.closed).toEqual(closedFault().alarm.closed);
    expect(story.deadlines).toEqual([]);
  });

  test('is reopened by a supervisor only', () => {
    closedFault().when(reopen, anna, 9).refused('rol-mag-niet');
    closedFault().when(reopen, dirk, 9).then(reopened(dirk));
  });
});
