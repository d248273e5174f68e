import { describe, expect, test } from 'vitest';
import {
  callFalse,
  claim,
  claimed,
  close,
  closedAs,
  effectFailed,
  judgeUnverifiable,
  note,
  ownerLost,
  park,
  parked,
  passed,
  released,
  reopen,
  secondPress,
  takeOver,
  unparked,
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
  raising,
  signal,
  sweep,
  system,
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
  policeSaid,
  prepared,
  report,
  send,
  sent,
  swapRoles,
} from '../../testing/handover-facts.ts';
import { nextDeadline } from './moments.ts';
import type { DeadlineKind } from './state.ts';

const fault = { kind: 'fault', priority: 'low', signal: signal('low-battery') } as const;
const of = (kind: DeadlineKind, ...kinds: [number, DeadlineKind][]) =>
  kinds.filter(([, each]) => each === kind).map(([second]) => second);

describe('unclaimed', () => {
  test('10 s louder, 20 s supervisor, 40 s on-call', () => {
    expect(given(pressed()).fastForward(40)).toEqual([
      [10, 'unclaimed-louder'],
      [20, 'unclaimed-supervisor'],
      [40, 'unclaimed-on-call'],
    ]);
  });

  test('on-call staff by round, every 40 s, until somebody takes it', () => {
    const story = given(pressed());
    expect(of('unclaimed-on-call', ...story.fastForward(170))).toEqual([40, 80, 120, 160]);
    story.when(claim, anna, 171).accepted();
    expect(of('unclaimed-on-call', ...story.fastForward(500))).toEqual([]);
  });

  test('D8 the rounds end after ten minutes; that is said once, to the supervisor too', () => {
    const story = given(pressed());
    const kinds = story.fastForward(7_200);
    const rounds = Array.from({ length: 15 }, (_, index) => 40 * (index + 1));
    expect(of('unclaimed-on-call', ...kinds)).toEqual(rounds);
    expect(of('on-call-over', ...kinds)).toEqual([640]);
    expect(nextDeadline(story.alarm)?.kind).toBe('no-activity');
  });

  test('D8 whoever takes it ends them, and given back they begin anew', () => {
    const story = given(pressed());
    story.fastForward(605);
    story.when(claim, anna, 606).accepted();
    expect(of('on-call-over', ...story.fastForward(700))).toEqual([]);
    story.when({ type: 'Release' }, anna, 1_000).accepted();
    const again = story.fastForward(3_000);
    expect(of('unclaimed-on-call', ...again)).toHaveLength(15);
    expect(of('on-call-over', ...again)).toEqual([1_640]);
  });

  test('nothing sounds again once it is claimed in time', () => {
    const story = given(pressed(), at(9, anna, claimed(anna)));
    const unclaimed = story.fastForward(600).filter(([, kind]) => kind.startsWith('unclaimed'));
    expect(unclaimed).toEqual([]);
  });

  test('B4 of an alarm that is raised late: from the raise', () => {
    expect(given(pressed({ receivedAt: moment(-15) })).fastForward(10)).toEqual(
      given(pressed()).fastForward(10),
    );
  });

  test('runs from when the press was received, not from when it was decided', () => {
    expect(given(pressed({ receivedAt: moment(-8) })).fastForward(2)).toEqual([
      [2, 'unclaimed-louder'],
    ]);
  });

  test('a late wake-up acts at once and says how late', () => {
    given(pressed())
      .when(woken('unclaimed-louder', 1), sweep, 17.5)
      .then(passed('unclaimed-louder', 1, 10, 7500));
  });

  test('given back: all three run again from that moment', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(100, anna, released(anna)));
    expect(story.fastForward(145)).toEqual([
      [110, 'unclaimed-louder'],
      [120, 'unclaimed-supervisor'],
      [140, 'unclaimed-on-call'],
    ]);
  });

  test('what acted before acts again after a release, and rounds start over', () => {
    const story = given(pressed());
    story.fastForward(100);
    story.when(claim, anna, 101).accepted();
    story.when({ type: 'Release' }, anna, 110).accepted();
    expect(story.fastForward(195)).toEqual([
      [120, 'unclaimed-louder'],
      [130, 'unclaimed-supervisor'],
      [150, 'unclaimed-on-call'],
      [190, 'unclaimed-on-call'],
    ]);
  });

  test('reopened: it waits for somebody again', () => {
    const story = given(
      pressed(fault),
      at(5, anna, claimed(anna)),
      at(6, anna, closedAs('false-technical', anna)),
    );
    expect(story.deadlines).toEqual([]);
    story.when(reopen, dirk, 50).accepted();
    expect(story.deadlines).toEqual([[28_850, 'no-activity']]);

    const duress = given(
      pressed(),
      at(5, dirk, claimed(dirk)),
      at(6, dirk, closedAs('unknown', dirk)),
    );
    duress.when(reopen, dirk, 50).accepted();
    expect(duress.fastForward(70)).toEqual([
      [60, 'unclaimed-louder'],
      [70, 'unclaimed-supervisor'],
    ]);
  });

  test('a drill keeps the clock of a real one', () => {
    expect(given(pressed({ mode: 'exercise' })).fastForward(20)).toHaveLength(2);
  });

  test.each([
    ['a fault', fault],
    ['a test', { mode: 'test', kind: 'test', priority: 'low' } as const],
    ['a synthetic press', { mode: 'synthetic' } as const],
  ])('%s pages nobody', (_what, changes) => {
    expect(given(pressed(changes)).fastForward(599)).toEqual([]);
  });
});

describe('owner lost', () => {
  test('released, sorts as waiting, sounds again', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when(ownerLost(anna), system('presence'), 30).then(released(anna, 'owner-lost'));
    expect(story.fastForward(50)).toEqual([
      [40, 'unclaimed-louder'],
      [50, 'unclaimed-supervisor'],
    ]);
  });

  test('somebody else took it meanwhile: late news', () => {
    given(pressed(), at(5, bram, claimed(bram)))
      .when(ownerLost(anna), system('presence'), 30)
      .changesNothing();
  });

  test('nobody has it, or it is closed: late news', () => {
    given(pressed()).when(ownerLost(anna), system('presence'), 30).changesNothing();
    given(
      pressed(fault),
      at(1, anna, claimed(anna)),
      at(2, anna, closedAs('false-technical', anna)),
    )
      .when(ownerLost(anna), system('presence'), 30)
      .changesNothing();
  });
});

describe('owner idle', () => {
  const idle = (story: Story, until: number) =>
    story.fastForward(until).filter(([, kind]) => kind.startsWith('owner-idle'));

  test('30 s reminder, 60 s supervisor', () => {
    expect(idle(given(pressed(), at(5, anna, claimed(anna))), 599)).toEqual([
      [35, 'owner-idle-reminder'],
      [65, 'owner-idle-supervisor'],
    ]);
  });

  test('runs on from what the owner did last', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when(note, anna, 25).accepted();
    expect(idle(story, 90)).toEqual([
      [55, 'owner-idle-reminder'],
      [85, 'owner-idle-supervisor'],
    ]);
  });

  test('what a colleague or a desk does is not the owner at work', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when({ type: 'ReportPresented' }, bram, 6).accepted();
    story.when(note, bram, 25).accepted();
    expect(idle(story, 70)).toEqual([
      [35, 'owner-idle-reminder'],
      [65, 'owner-idle-supervisor'],
    ]);
  });

  test('whoever takes it over starts anew', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when({ type: 'TakeOver', reason: 'pauze' }, dirk, 20).accepted();
    expect(story.fastForward(50)).toEqual([[50, 'owner-idle-reminder']]);
  });

  test.each([
    ['verified', verify],
    ['judged unverifiable', judgeUnverifiable],
    ['called false', callFalse()],
  ])('ends when %s', (_what, decision) => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when(decision, anna, 20).accepted();
    expect(idle(story, 600)).toEqual([]);
  });

  test('starts again when the decision is withdrawn', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(10, anna, verified(anna)));
    story.when({ type: 'Unverify', reason: 'was de televisie' }, anna, 40).accepted();
    expect(idle(story, 75)).toEqual([[70, 'owner-idle-reminder']]);
  });

  test('of a fault nobody is reminded so soon', () => {
    expect(given(pressed(fault), at(5, anna, claimed(anna))).fastForward(599)).toEqual([]);
  });
});

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
    const story = judged(at(31, anna, sent(anna), policeSaid('safe', 100)));
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
    expect(acted(told(at(40, anna, policeSaid('received', 40))), 100)).toEqual([90]);
    expect(acted(told(at(40, anna, policeSaid('under-way', 40))), 999)).toEqual([]);
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
      at(200, anna, policeSaid('not-found', 200)),
    );
    expect(story.fastForward(320)).toEqual([[320, 'not-found-over']]);
    story.when(close('unknown'), anna, 320).then(closingProposed('unknown', anna));
  });
});

test('an alarm that the release before raised goes on without what it did not know', () => {
  const { timings, ...plan } = raising().plan;
  const {
    unclaimedLouderSeconds,
    unclaimedSupervisorSeconds,
    unclaimedOnCallSeconds,
    ownerIdleReminderSeconds,
    ownerIdleSupervisorSeconds,
    noActivitySeconds,
  } = timings;
  const before = {
    unclaimedLouderSeconds,
    unclaimedSupervisorSeconds,
    unclaimedOnCallSeconds,
    ownerIdleReminderSeconds,
    ownerIdleSupervisorSeconds,
    noActivitySeconds,
  };
  const story = given(
    pressed({ plan: { ...plan, timings: before } }),
    at(5, anna, claimed(anna)),
    at(30, anna, verified(anna), sent(anna)),
    at(40, anna, policeSaid('not-found', 40)),
  );
  expect(story.fastForward(700)).toEqual([[640, 'no-activity']]);
  story.when(close('unknown'), anna, 700).refused('politie-nog-bezig');
});

describe('parked', () => {
  test('returns by itself at its end', () => {
    const story = given(pressed(fault), at(5, anna, claimed(anna)));
    story.when(park(300), anna, 10).then(parked(anna, 300));
    expect(story.fastForward(299)).toEqual([]);
    story
      .when(woken('parked-end', 1), sweep, 300)
      .then(passed('parked-end', 1, 300), unparked('ended'));
    expect(story.alarm.ownership).toEqual({ status: 'unclaimed', since: moment(300) });
  });

  test('taken earlier: its end no longer acts', () => {
    const story = given(
      pressed(fault),
      at(5, anna, claimed(anna)),
      at(10, anna, parked(anna, 300)),
      at(20, bram, unparked('taken')),
    );
    story.when(woken('parked-end', 1), sweep, 300).changesNothing();
    expect(story.fastForward(500)).toEqual([]);
  });

  test('parked a second time: it returns a second time', () => {
    const story = given(
      pressed(fault),
      at(5, anna, claimed(anna)),
      at(10, anna, parked(anna, 300)),
    );
    story.fastForward(300);
    story.when(claim, anna, 301).accepted();
    story.when(park(400), anna, 302).accepted();
    expect(story.fastForward(400)).toEqual([[400, 'parked-end']]);
  });
});

describe('no activity', () => {
  const disturbance = { kind: 'system', priority: 'high', signal: signal('system') } as const;

  test('every 10 minutes, for as long as nobody does anything', () => {
    const story = given(pressed(disturbance), at(60, anna, claimed(anna)));
    expect(story.fastForward(2000)).toEqual([
      [660, 'no-activity'],
      [1260, 'no-activity'],
      [1860, 'no-activity'],
    ]);
  });

  test('counts from the last thing any person did', () => {
    const story = given(pressed(disturbance), at(60, anna, claimed(anna)));
    story.when(note, bram, 500).accepted();
    expect(story.fastForward(1200)).toEqual([[1100, 'no-activity']]);
  });

  test('a signal or the system itself is nobody at work', () => {
    const story = given(pressed(disturbance));
    story.when(secondPress(100, 1002, signal('low-battery')), button, 100).accepted();
    story.when(effectFailed, system('outbox'), 200).accepted();
    expect(story.fastForward(700)).toEqual([[600, 'no-activity']]);
  });

  test('of what is not urgent at all, once a shift: a thousand silent buttons are no reason to shout', () => {
    const story = given(pressed(fault), at(60, anna, claimed(anna)));
    expect(story.fastForward(60_000)).toEqual([
      [28_860, 'no-activity'],
      [57_660, 'no-activity'],
    ]);
  });

  test('never while it is parked, which has an end of its own', () => {
    const story = given(
      pressed(disturbance),
      at(5, anna, claimed(anna)),
      at(6, anna, parked(anna, 3_600)),
    );
    expect(of('no-activity', ...story.fastForward(3_500))).toEqual([]);
  });
});

describe('revisions', () => {
  test('a wake-up for a moment that has moved is late news', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(8, anna, released(anna)));
    story.when(woken('unclaimed-louder', 1), sweep, 18).changesNothing();
    story.when(woken('unclaimed-louder', 2), sweep, 18).then(passed('unclaimed-louder', 2, 18));
  });

  test('a wake-up that comes early will come again', () => {
    const story = given(pressed());
    story.when(woken('unclaimed-louder', 1), sweep, 9.999).changesNothing();
    story.when(woken('unclaimed-louder', 1), sweep, 10).then(passed('unclaimed-louder', 1, 10));
  });

  test('a wake-up that comes twice acts once', () => {
    const story = given(pressed());
    story.when(woken('unclaimed-louder', 1), sweep, 10).accepted();
    story.when(woken('unclaimed-louder', 1), sweep, 10).changesNothing();
  });

  test('rises with its own deadline only', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    const before = story.alarm.deadlines.find(({ kind }) => kind === 'owner-idle-reminder');
    story.when(secondPress(6), button, 6).accepted();
    expect(story.alarm.deadlines).toContainEqual(before);
    story.when(note, anna, 7).accepted();
    expect(story.alarm.revisions).toMatchObject({
      'owner-idle-reminder': 2,
      'unclaimed-louder': 1,
    });
  });
});

test('the timings are the centre’s, copied into the alarm when it was raised', () => {
  const { plan } = raising();
  const quick = { ...plan, timings: { ...plan.timings, unclaimedLouderSeconds: 3 } };
  expect(given(pressed({ plan: quick })).deadlines[0]).toEqual([3, 'unclaimed-louder']);
});

test('the next deadline is the earliest; a closed alarm has none', () => {
  const story = given(pressed(fault), at(5, anna, claimed(anna)));
  expect(nextDeadline(story.alarm)).toEqual({
    kind: 'no-activity',
    at: moment(28_805),
    revision: 2,
  });
  story.when(close('false-technical'), anna, 6).accepted();
  expect(nextDeadline(story.alarm)).toBeNull();
});
