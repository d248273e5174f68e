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
  unparked,
  verified,
  verify,
  woken,
} from '../testing/facts.ts';
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
} from '../testing/given.ts';
import { nextDeadline } from './deadlines.ts';
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

  test('nothing sounds again once it is claimed in time', () => {
    const story = given(pressed(), at(9, anna, claimed(anna)));
    const unclaimed = story.fastForward(600).filter(([, kind]) => kind.startsWith('unclaimed'));
    expect(unclaimed).toEqual([]);
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
    expect(story.deadlines).toEqual([[650, 'no-activity']]);

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
  test('30 s reminder, 60 s supervisor', () => {
    expect(given(pressed(), at(5, anna, claimed(anna))).fastForward(599)).toEqual([
      [35, 'owner-idle-reminder'],
      [65, 'owner-idle-supervisor'],
    ]);
  });

  test('runs on from what the owner did last', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when(note, anna, 25).accepted();
    expect(story.fastForward(90)).toEqual([
      [55, 'owner-idle-reminder'],
      [85, 'owner-idle-supervisor'],
    ]);
  });

  test('what a colleague or a desk does is not the owner at work', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when({ type: 'ReportPresented' }, bram, 6).accepted();
    story.when(note, bram, 25).accepted();
    expect(story.fastForward(70)).toEqual([
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
    expect(story.fastForward(600)).toEqual([]);
  });

  test('starts again when the decision is withdrawn', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(10, anna, verified(anna)));
    story.when({ type: 'Unverify', reason: 'was de televisie' }, anna, 40).accepted();
    expect(story.fastForward(75)).toEqual([[70, 'owner-idle-reminder']]);
  });

  test('of a fault nobody is reminded so soon', () => {
    expect(given(pressed(fault), at(5, anna, claimed(anna))).fastForward(599)).toEqual([]);
  });
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
  test('every 10 minutes, for as long as nobody does anything', () => {
    const story = given(pressed(fault), at(60, anna, claimed(anna)));
    expect(story.fastForward(2000)).toEqual([
      [660, 'no-activity'],
      [1260, 'no-activity'],
      [1860, 'no-activity'],
    ]);
  });

  test('counts from the last thing any person did', () => {
    const story = given(pressed(fault), at(60, anna, claimed(anna)));
    story.when(note, bram, 500).accepted();
    expect(story.fastForward(1200)).toEqual([[1100, 'no-activity']]);
  });

  test('a signal or the system itself is nobody at work', () => {
    const story = given(pressed(fault));
    story.when(secondPress(100, 1002, signal('low-battery')), button, 100).accepted();
    story.when(effectFailed, system('outbox'), 200).accepted();
    expect(story.fastForward(700)).toEqual([[600, 'no-activity']]);
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
    at: moment(605),
    revision: 2,
  });
  story.when(close('false-technical'), anna, 6).accepted();
  expect(nextDeadline(story.alarm)).toBeNull();
});
