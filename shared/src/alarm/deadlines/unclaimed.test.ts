// At which moments an alarm that nobody has speaks up, and one whose owner is gone or still.
import { describe, expect, test } from 'vitest';
import {
  callFalse,
  claim,
  claimed,
  close,
  closedAs,
  judgeUnverifiable,
  note,
  ownerLost,
  passed,
  released,
  reopen,
  secondPress,
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
  type Story,
} from '../../testing/given.ts';
import { policeReported, sent } from '../../testing/handover-facts.ts';
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
    at(40, anna, policeReported('not-found', 40)),
  );
  expect(story.fastForward(700)).toEqual([[640, 'no-activity']]);
  story.when(close('unknown'), anna, 700).refused('politie-nog-bezig');
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
