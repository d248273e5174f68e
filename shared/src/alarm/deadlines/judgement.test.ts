// At which moments an alarm speaks up that waits for a judgement, for the police, or for what they say.
import { describe, expect, test } from 'vitest';
import {
  callFalse,
  claimed,
  close,
  judgeUnverifiable,
  note,
  passed,
  secondPress,
  takeOver,
  unverifiable,
  unverify,
  verified,
  verify,
  woken,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  dirk,
  given,
  moment,
  pressed,
  sweep,
  type Happened,
  type Story,
} from '../../testing/given.ts';
import {
  calling,
  callerJoined,
  closingProposed,
  confirm,
  confirmed,
  decline,
  policeReported,
  prepared,
  report,
  send,
  sent,
  swapRoles,
} from '../../testing/handover-facts.ts';
import type { DeadlineKind } from './state.ts';

const of = (kind: DeadlineKind, ...kinds: [number, DeadlineKind][]) =>
  kinds.filter(([, each]) => each === kind).map(([second]) => second);

describe('no verification decision, with or without sound', () => {
  const undecided = (story: Story, until: number) =>
    story.fastForward(until).filter(([, kind]) => kind.startsWith('no-decision'));
  const claimedAtFive = (...rest: Happened[]) =>
    given(pressed(), at(5, anna, claimed(anna)), ...rest);

  test('60 s after the claim a reminder, 120 s the supervisor', () => {
    expect(undecided(claimedAtFive(), 999)).toEqual([
      [65, 'no-decision-reminder'],
      [125, 'no-decision-supervisor'],
    ]);
  });

  test('however busy the owner is with it', () => {
    const story = claimedAtFive();
    story.when(note, anna, 60).accepted();
    expect(undecided(story, 65)).toEqual([[65, 'no-decision-reminder']]);
  });

  test.each([
    ['verified', verify],
    ['not verifiable', judgeUnverifiable],
    ['loos proposed', callFalse()],
  ])('%s: decided', (_what, decision) => {
    const story = claimedAtFive();
    story.when(decision, anna, 64).accepted();
    expect(undecided(story, 999)).toEqual([]);
  });

  test('a decision that was withdrawn is waited for anew, from then on', () => {
    const story = claimedAtFive(at(10, anna, verified(anna)));
    story.when(unverify, anna, 300).accepted();
    expect(undecided(story, 999)).toEqual([
      [360, 'no-decision-reminder'],
      [420, 'no-decision-supervisor'],
    ]);
  });

  test('whoever takes it over has as long; two who swap have not', () => {
    const taken = claimedAtFive();
    taken.when(takeOver, dirk, 40).accepted();
    expect(undecided(taken, 110)).toEqual([[100, 'no-decision-reminder']]);

    const both = claimedAtFive(at(6, bram, callerJoined(bram)));
    both.when(swapRoles, bram, 40).accepted();
    expect(undecided(both, 70)).toEqual([[65, 'no-decision-reminder']]);
  });
});

describe('"niet te verifiëren", not handed over', () => {
  const unjudged = (...rest: Happened[]) =>
    given(pressed(), at(5, anna, claimed(anna)), at(30, anna, unverifiable(anna)), ...rest);
  const acted = (story: Story, until: number) =>
    story.fastForward(until).filter(([, kind]) => kind.startsWith('unverifiable'));

  test('60 s a second centralist, 120 s the supervisor', () => {
    expect(acted(unjudged(), 599)).toEqual([
      [90, 'unverifiable-second'],
      [150, 'unverifiable-supervisor'],
    ]);
  });

  test('at 60 s the panel stands ready; never by itself to the police', () => {
    const story = unjudged();
    story
      .when(woken('unverifiable-second', 1), sweep, 90)
      .then(passed('unverifiable-second', 1, 90), prepared(null));
    story.fastForward(599);
    expect(story.alarm.handover).toEqual({ status: 'prepared', by: null, at: moment(90) });
  });

  test('whoever opened it himself keeps it', () => {
    const story = unjudged(at(40, anna, prepared(anna)));
    story.fastForward(90);
    expect(story.alarm.handover).toMatchObject({ by: { name: 'Anna' } });
  });

  test('handed over as assistance, or not on a supervisor’s word: nothing more is asked', () => {
    const told = unjudged();
    told.when({ ...confirm, class: 'assistance' }, anna, 80).accepted();
    expect(acted(told, 599)).toEqual([]);

    const kept = unjudged();
    expect(acted(kept, 100)).toEqual([[90, 'unverifiable-second']]);
    kept.when(decline, dirk, 101).accepted();
    expect(acted(kept, 599)).toEqual([]);
  });

  test('a new press after the supervisor declined asks again', () => {
    const story = unjudged();
    story.when(decline, dirk, 40).accepted();
    story.when(secondPress(50), button, 50).accepted();
    expect(acted(story, 160)).toEqual([
      [90, 'unverifiable-second'],
      [150, 'unverifiable-supervisor'],
    ]);
  });
});

describe('verified, not handed over', () => {
  const judged = (...rest: Happened[]) =>
    given(pressed(), at(5, anna, claimed(anna)), at(30, anna, verified(anna)), ...rest);
  const acted = (story: Story, until: number) =>
    of('verified-not-handed-over', ...story.fastForward(until));

  test('20 s a tone, and a second centralist', () => {
    expect(acted(judged(), 599)).toEqual([50]);
  });

  test('a script that stands ready is not handed over, nor is a call; what was sent is', () => {
    expect(acted(judged(at(31, anna, prepared(anna))), 599)).toEqual([50]);
    expect(acted(judged(at(31, anna, calling(anna))), 599)).toEqual([50]);
    expect(acted(judged(at(31, anna, sent(anna))), 599)).toEqual([]);
  });

  test('the police were done, and somebody presses again: they are needed again, 20 s', () => {
    const story = judged(at(31, anna, sent(anna), policeReported('safe', 100)));
    story.when(secondPress(200), button, 200).accepted();
    expect(acted(story, 599)).toEqual([220]);
  });
});

describe('handed over, no confirmation by a named police operator', () => {
  const told = (...rest: Happened[]) =>
    given(pressed(), at(5, anna, claimed(anna)), at(30, anna, verified(anna), sent(anna)), ...rest);
  const acted = (story: Story, until: number) =>
    of('handover-unconfirmed', ...story.fastForward(until));

  test('60 s "bel de meldkamer", and by round until somebody there is named', () => {
    const story = told();
    expect(acted(story, 215)).toEqual([90, 150, 210]);
    story.when(confirm, anna, 216).accepted();
    expect(acted(story, 999)).toEqual([]);
  });

  test('on the second route, and on 112, it runs anew', () => {
    const story = told();
    expect(acted(story, 99)).toEqual([90]);
    story.when(send('prio-1', 'second'), anna, 100).accepted();
    expect(acted(story, 165)).toEqual([160]);
    story.when(send('prio-1', '112'), anna, 170).accepted();
    expect(acted(story, 235)).toEqual([230]);
  });

  test('received, without a number, stops nothing; a unit under way does', () => {
    expect(acted(told(at(40, anna, policeReported('received', 40))), 100)).toEqual([90]);
    expect(acted(told(at(40, anna, policeReported('under-way', 40))), 999)).toEqual([]);
  });
});

describe('police confirmed, no news', () => {
  const confirmedAt = (second: number) =>
    given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(30, anna, verified(anna), sent(anna)),
      at(second, anna, confirmed(anna)),
    );
  const acted = (story: Story, until: number) => of('police-silent', ...story.fastForward(until));

  test('5 min a reminder to ask, and every 5 min again', () => {
    expect(acted(confirmedAt(40), 1000)).toEqual([340, 640, 940]);
  });

  test('counts from the last that they said, until they are done', () => {
    const story = confirmedAt(40);
    story.when(report('under-way', 100), anna, 200).accepted();
    expect(acted(story, 550)).toEqual([500]);
    story.when(report('on-scene', 560), anna, 560).accepted();
    expect(acted(story, 900)).toEqual([860]);
    story.when(report('closed', 901), anna, 901).accepted();
    expect(acted(story, 3000)).toEqual([]);
  });
});

describe('not found', () => {
  test('2 min, then it may be closed by two', () => {
    const story = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(30, anna, verified(anna), sent(anna)),
      at(200, anna, policeReported('not-found', 200)),
    );
    expect(story.fastForward(320)).toEqual([[320, 'not-found-over']]);
    story.when(close('unknown'), anna, 320).then(closingProposed('unknown', anna));
  });
});
