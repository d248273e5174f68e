// Random lives of an alarm, with time moving forwards, standing still, and stepping back as a second machine's clock
// may.
import fc from 'fast-check';
import type { Actor } from '../actor.ts';
import { calledFalse, claimed, hearing, listening, soundStarted } from './facts.ts';
import {
  anna,
  at,
  bram,
  dirk,
  given,
  pressed,
  raising,
  system,
  type AnyAsked,
  type Answer,
  type Story,
} from './given.ts';
import { contactId, policeReported, sent, stepDone } from './handover-facts.ts';
import type { LookedUp } from '../alarm/calling/commands.ts';
import { ownerOf } from '../alarm/ownership/state.ts';
import type { PlanStep } from '../alarm/plan/state.ts';
import { alarmKind, alarmMode } from '../alarm/raising/state.ts';
import { type Alarm } from '../alarm/state.ts';
import { step } from './steps-of-lives.ts';

const planSteps: PlanStep[] = [
  { stepId: 'listen', kind: 'manual', required: true },
  { stepId: 'wait', kind: 'wait', required: false, waitSeconds: 30 },
  { stepId: 'piket', kind: 'call', required: false, contactId },
];
const kinds = { duress: 'urgent', 'missed-check': 'urgent', medical: 'high' } as const;
const beginning = fc.record({
  kind: fc.constantFrom(...alarmKind.options, 'duress' as const, 'duress' as const),
  mode: fc.constantFrom(...alarmMode.options, 'real' as const, 'real' as const),
  sound: fc.boolean(),
  /** Begun where somebody has it and hears sound, so that lives get to closing it alone. */
  heard: fc.constantFrom(
    'nothing' as const,
    'sound' as const,
    'enough to call it loos' as const,
    'enough to call it loos' as const,
    'enough to call it loos' as const,
    // By the police, who were told of it.
    'nobody found' as const,
  ),
  codeWordAgreed: fc.boolean(),
});

type Beginning = typeof beginning extends fc.Arbitrary<infer T> ? T : never;

function start({ sound, heard, codeWordAgreed, ...raised }: Beginning): Story {
  const { kind, mode } =
    heard === 'nobody found' ? ({ kind: 'duress', mode: 'real' } as const) : raised;
  const { button: worn, plan } = raising();
  return given(
    pressed({
      kind,
      mode,
      priority: kind in kinds ? kinds[kind as keyof typeof kinds] : 'low',
      button: { ...worn, sound },
      plan: { ...plan, codeWordAgreed, steps: planSteps },
    }),
    ...(sound && heard !== 'nothing'
      ? [
          at(0, system('listen-in'), soundStarted(0)),
          at(0, anna, claimed(anna), listening(anna), hearing(anna, 'sound')),
        ]
      : []),
    ...(sound && heard === 'enough to call it loos' && kind === 'duress'
      ? [at(1, anna, calledFalse(anna))]
      : []),
    ...(heard === 'nobody found'
      ? [
          at(0, anna, ...(sound ? [] : [claimed(anna)])),
          at(1, anna, sent(anna), policeReported('not-found', 1), stepDone(anna, 'listen')),
        ]
      : []),
  );
}

export const people = [anna, bram, dirk];

export type Judge = (
  before: Alarm,
  answer: Answer,
  asked: { asked: AnyAsked; actor: Actor; second: number; lookedUp: LookedUp },
) => void;

/**
 * Runs random lives of an alarm; `check` sees each step with the alarm before it. Most steps are refused and
 * change nothing: what is true of an alarm was then judged already, and judging costs more than deciding.
 */
export function always(
  check: Judge,
  after: (story: Story, second: number) => void = () => {},
  numRuns = 300,
): void {
  fc.assert(
    fc.property(
      beginning,
      fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
      (how, steps) => {
        const story = start(how);
        let second = 0;
        for (const each of steps) {
          // Rounded, as the server's clock is.
          second = Math.round((second + each.pass) * 1000) / 1000;
          const before = story.alarm;
          const owner = ownerOf(before);
          const person = people.find(({ id }) => id === owner?.id) ?? anna;
          const actor = each.actor === 'owner' ? person : each.actor;
          check(before, story.when(each.asked, actor, second, each.lookedUp), {
            asked: each.asked,
            actor,
            second,
            lookedUp: each.lookedUp,
          });
        }
        after(story, second);
      },
    ),
    { numRuns },
  );
}
