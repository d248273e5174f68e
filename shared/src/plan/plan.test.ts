// Proposing, agreeing, refusing, and who may.
import { describe, expect, test } from 'vitest';
import { uuid } from '../testing/given.ts';
import {
  after,
  colleague,
  decide,
  dirk,
  fatima,
  gert,
  given,
  machine,
  propose,
  saskia,
  step,
} from './test-plan.ts';
import { askedContent } from './state.ts';
import { planSubject } from '../subjects/plan.ts';

const first = propose({ steps: [step('a')], minimumListeningSeconds: 45 });
const second = propose({ steps: [step('a'), step('b')] });

describe('6.5 what takes two', () => {
  test('an officer proposes and nothing has changed; a supervisor agrees, and it counts', () => {
    const proposed = given([fatima, first]);
    expect(proposed).toMatchObject({
      content: null,
      number: 0,
      proposed: { by: { name: 'Fatima' }, version: 1 },
    });
    const agreed = given([fatima, first], [dirk, { type: 'ApprovePlan', expectedVersion: 1 }]);
    expect(agreed).toMatchObject({
      content: { minimumListeningSeconds: 45 },
      number: 1,
      counts: { proposedBy: { name: 'Fatima' }, by: { name: 'Dirk' }, alone: null },
      proposed: null,
    });
  });

  test('nobody agrees with what he proposed himself, while there is another', () => {
    const proposed = given([dirk, first]);
    const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
    expect(decide(proposed, approve, dirk)).toMatchObject({ code: 'tweede-persoon-nodig' });
    expect(decide(proposed, approve, saskia)).toHaveLength(1);
  });

  test('two were at it, also where there is one supervisor: it is not said that he was alone', () => {
    const where = { supervisors: [colleague(1)] };
    const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
    expect(decide(given([fatima, first]), approve, dirk, where)).toMatchObject([
      { data: { alone: null } },
    ]);
  });

  test('nobody agrees with what nobody can read any more', () => {
    const { proposed, ...plan } = given([fatima, first]);
    const erased = { ...plan, proposed: proposed && { ...proposed, content: null } };
    const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
    expect(decide(erased, approve, dirk)).toMatchObject({ code: 'plan-onleesbaar' });
  });

  test('an officer agrees with nothing, not even with what another officer proposed', () => {
    const proposed = given([fatima, first]);
    for (const command of [
      { type: 'ApprovePlan', expectedVersion: 1 },
      { type: 'RefusePlan', expectedVersion: 1, reason: 'nee' },
    ] as const)
      expect(decide(proposed, command, gert)).toMatchObject({ code: 'rol-mag-niet' });
  });

  test('what the one supervisor there is proposes counts at once; what an officer proposes never does', () => {
    const alone = { supervisors: [colleague(1)] };
    expect(decide(null, first, dirk, alone)).toMatchObject([
      { type: 'PlanProposed' },
      { type: 'PlanApproved', data: { alone: 'only-supervisor' } },
    ]);
    expect(decide(null, first, fatima, alone)).toHaveLength(1);
    expect(decide(null, first, fatima, { supervisors: [] })).toHaveLength(1);
  });

  test('sending the other away, or letting one in for it, does not help within the week', () => {
    const gone = [colleague(1), colleague(2, { until: '2026-03-01T08:00:00.000Z' })];
    expect(decide(null, first, dirk, { supervisors: gone })).toHaveLength(1);
    const letIn = { by: uuid(1), at: '2026-03-01T08:00:00.000Z' };
    const supervisors = [colleague(1), colleague(2, { letIn }), colleague(5)];
    const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
    expect(decide(given([dirk, first]), approve, saskia, { supervisors })).toMatchObject({
      code: 'tweede-persoon-nieuw',
    });
    const now = new Date('2026-03-09T09:00:00.000Z');
    expect(decide(given([dirk, first]), approve, saskia, { supervisors, now })).toHaveLength(1);
  });

  test('what was proposed anew meanwhile is read again first', () => {
    const proposed = given([fatima, first], [fatima, second]);
    for (const command of [
      { type: 'ApprovePlan', expectedVersion: 1 },
      { type: 'RefusePlan', expectedVersion: 1, reason: 'nee' },
    ] as const)
      expect(decide(proposed, command, dirk)).toMatchObject({ code: 'plan-gewijzigd' });
  });

  test('refused, whoever proposed it reads why, until he proposes anew', () => {
    const refuse = {
      type: 'RefusePlan',
      expectedVersion: 1,
      reason: 'Wie belt de piket?',
    } as const;
    const refused = given([fatima, first], [dirk, refuse]);
    expect(refused).toMatchObject({
      proposed: null,
      content: null,
      refused: { by: { name: 'Dirk' }, reason: 'Wie belt de piket?' },
    });
    const again = given([fatima, first], [dirk, refuse], [fatima, second]);
    expect(again).toMatchObject({ refused: null, proposed: { version: 3 } });
    expect(decide(given([dirk, first]), refuse, dirk)).toMatchObject({ code: 'voorstel-van-u' });
  });

  test('who proposed it takes it back, and nobody else; what counts, counts on', () => {
    const withdraw = { type: 'WithdrawPlan', expectedVersion: 3 } as const;
    const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
    const waiting = given([fatima, first], [dirk, approve], [fatima, second]);
    expect(decide(waiting, withdraw, gert)).toMatchObject({ code: 'voorstel-van-ander' });
    const facts = decide(waiting, withdraw, fatima);
    if ('code' in facts) throw new Error(facts.code);
    expect(after(waiting, facts, fatima)).toMatchObject({
      number: 1,
      content: { minimumListeningSeconds: 45 },
      proposed: null,
    });
  });

  test('there is nothing to agree with where nobody proposed, or somebody did already', () => {
    const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
    expect(decide(null, approve, dirk)).toMatchObject({ code: 'geen-voorstel' });
    const agreed = given([fatima, first], [dirk, approve]);
    expect(decide(agreed, approve, saskia)).toMatchObject({ code: 'geen-voorstel' });
  });
});

test('of two who write at once the second is told', () => {
  const waiting = given([fatima, first]);
  expect(decide(waiting, propose({}, 0), gert)).toMatchObject({ code: 'plan-gewijzigd' });
  expect(decide(waiting, propose({}, 1), gert)).toHaveLength(1);
});

test('the same again writes nothing down', () => {
  const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
  expect(decide(given([fatima, first], [dirk, approve]), first, fatima)).toEqual([]);
  expect(decide(null, propose({}), fatima)).toEqual([]);
});

test('flags that nobody chooses here stay as they stand', () => {
  const data = { ...propose({}), number: 3 };
  const stands = { title: null, flags: ['aol' as const], minimumListeningSeconds: null, steps: [] };
  const taken = after(
    null,
    [{ type: 'PlanTakenOver', data, personal: { content: stands } }],
    machine,
  );
  expect(taken).toMatchObject({ number: 3 });
  expect(decide(taken, propose({ flags: ['children'] }), fatima)).toMatchObject([
    { personal: { content: { flags: ['children', 'aol'] } } },
  ]);
});

test('emptied, nothing of it counts; only the machine does that', () => {
  const waiting = given([fatima, first], [dirk, { type: 'ApprovePlan', expectedVersion: 1 }]);
  expect(decide(waiting, { type: 'EmptyPlan' }, dirk)).toMatchObject({ code: 'rol-mag-niet' });
  const facts = decide(waiting, { type: 'EmptyPlan' }, machine);
  if ('code' in facts) throw new Error(facts.code);
  const empty = after(waiting, facts, machine);
  expect(empty).toMatchObject({ content: null, counts: null, number: 1 });
  expect(decide(empty, { type: 'EmptyPlan' }, machine)).toEqual([]);
});

test('what only waits, or was refused, is emptied as well', () => {
  const refuse = { type: 'RefusePlan', expectedVersion: 1, reason: 'nee' } as const;
  for (const plan of [given([fatima, first]), given([fatima, first], [dirk, refuse])]) {
    const facts = decide(plan, { type: 'EmptyPlan' }, machine);
    if ('code' in facts) throw new Error(facts.code);
    expect(after(plan, facts, machine)).toMatchObject({ proposed: null, refused: null });
  }
});

test('nothing that was typed stands in what is kept in clear', () => {
  const refuse = { type: 'RefusePlan', expectedVersion: 3, reason: 'Bel Joost niet' } as const;
  const typed = propose({ title: 'Voor Joost', steps: [step('a', { text: 'Bel Joost' })] });
  const approve = { type: 'ApprovePlan', expectedVersion: 1 } as const;
  const asked = [
    [fatima, typed],
    [dirk, approve],
    [fatima, second],
  ] as const;
  const plan = given(...asked.map(([actor, command]) => [actor, command] as never), [dirk, refuse]);
  const { personal: _personal, ...state } = plan;
  const { clear, typed: sealed } = planSubject.sealed.splitState(state);
  expect(JSON.stringify(clear)).not.toContain('Joost');
  expect(JSON.stringify(sealed)).toContain('Bel Joost niet');
  expect(planSubject.sealed.joinState(clear, sealed!)).toEqual(state);
  const facts = decide(null, typed, fatima);
  if ('code' in facts) throw new Error(facts.code);
  expect(JSON.stringify(facts.map(({ data }) => data))).not.toContain('Joost');
});

describe('what can be proposed', () => {
  const problems = (content: object) => {
    const asked = { title: null, flags: [], minimumListeningSeconds: null, steps: [], ...content };
    const parsed = askedContent.safeParse(asked);
    return parsed.error?.issues.map((issue): [string, unknown] => [
      issue.path.join('.'),
      issue.code === 'custom' ? issue.params?.['problem'] : issue.code,
    ]);
  };

  test.each([
    [{ steps: [step('a'), step('a')] }, ['steps.1.id', 'step-twice']],
    [{ steps: [step('a', { kind: 'wait' })] }, ['steps.0.waitSeconds', 'wait-without-time']],
    [{ steps: [step('a', { waitSeconds: 60 })] }, ['steps.0.waitSeconds', 'time-without-wait']],
    [{ steps: [step('a', { contactId: uuid(1) })] }, ['steps.0.contactId', 'contact-without-call']],
    [
      { steps: [step('a', { requiredFor: ['threat'] })] },
      ['steps.0.requiredFor', 'outcomes-without-required'],
    ],
    [
      { steps: [step('a', { required: true, requiredFor: ['threat', 'threat'] })] },
      ['steps.0.requiredFor', 'twice'],
    ],
    [{ flags: ['children', 'children'] }, ['flags', 'twice']],
    [{ minimumListeningSeconds: 9 }, ['minimumListeningSeconds', 'too_small']],
    [{ minimumListeningSeconds: 61 }, ['minimumListeningSeconds', 'too_big']],
    [{ minimumListeningSeconds: 30.5 }, ['minimumListeningSeconds', 'invalid_type']],
    [{ flags: ['aol'] }, ['flags.0', 'invalid_value']],
    [{ flags: ['no-call'] }, ['flags.0', 'invalid_value']],
    [{ steps: [step('a', { text: ' ' })] }, ['steps.0.text', 'too_small']],
    [{ steps: [step('a', { text: 'Bel\nJoost' })] }, ['steps.0.text', 'not-one-line']],
    [{ steps: [step('a b')] }, ['steps.0.id', 'invalid_format']],
  ])('%j: %j', (content, problem) => {
    expect(problems(content)).toContainEqual(problem);
  });

  test('what is whole has none', () => {
    const steps = [
      step('a', { required: true, requiredFor: ['threat', 'unknown'] }),
      step('b', { kind: 'wait', waitSeconds: 60, after: 'a' }),
      step('c', { kind: 'call', contactId: uuid(1), replaces: true }),
    ];
    expect(problems({ steps, flags: ['children'], minimumListeningSeconds: 10 })).toBeUndefined();
  });
});
