// Who plays in the tests of plans, and what they say.
import type { Actor } from '../actor.ts';
import type { Colleague } from '../member/four-eyes.ts';
import { uuid } from '../testing/given.ts';
import { decideBy } from '../rule-table.ts';
import type { Role } from '../roles.ts';
import type { Layer } from './compose.ts';
import type { PlanCommand } from './commands.ts';
import { planRules, type PlanRefusal } from './decide.ts';
import { evolvePlan } from './evolve.ts';
import type { PlanFact } from './events.ts';
import {
  nothingSaid,
  type AskedContent,
  type LayerStep,
  type Plan,
  type PlanLayer,
} from './state.ts';

const person = (number: number, name: string, role: Role): Actor => ({
  type: 'person',
  id: uuid(number),
  name,
  role,
});
export const dirk = person(1, 'Dirk', 'supervisor');
export const saskia = person(2, 'Saskia', 'supervisor');
export const fatima = person(3, 'Fatima', 'oov-officer');
export const gert = person(4, 'Gert', 'oov-officer');
export const machine: Actor = { type: 'system', part: 'demo' };

export const colleague = (number: number, more: Partial<Colleague> = {}): Colleague => ({
  id: uuid(number),
  until: null,
  letIn: null,
  ...more,
});

export const start = new Date('2026-03-02T08:00:00.000Z');
type Where = { supervisors?: readonly Colleague[]; now?: Date };

export const step = (id: string, more: Partial<LayerStep> = {}): LayerStep => ({
  id,
  text: `Stap ${id}`,
  kind: 'manual',
  required: false,
  ...more,
});

export const says = (more: Partial<AskedContent>): AskedContent => ({
  ...(nothingSaid as AskedContent), // it has no flags at all
  ...more,
});

export const layer = (name: PlanLayer, more: Partial<Layer['content']>, number = 1): Layer => ({
  layer: name,
  planId: uuid(90),
  number,
  content: { ...nothingSaid, ...more },
});

export const propose = (
  more: Partial<AskedContent>,
  expectedVersion?: number,
): Extract<PlanCommand, { type: 'ProposePlan' }> => ({
  type: 'ProposePlan',
  centreId: uuid(20),
  layer: 'template',
  ofId: uuid(21),
  municipalityId: uuid(21),
  content: says(more),
  ...(expectedVersion !== undefined && { expectedVersion }),
});

export function decide(
  plan: Plan | null,
  command: PlanCommand,
  actor: Actor,
  { supervisors = [colleague(1), colleague(2)], now = start }: Where = {},
): PlanFact[] | PlanRefusal {
  const decided = decideBy(planRules)(plan, command, { actor, now, lookedUp: { supervisors } });
  return decided.status === 'accepted' ? decided.facts : decided.refusal;
}

export function after(plan: Plan | null, facts: readonly PlanFact[], actor: Actor): Plan | null {
  return facts.reduce<Plan | null>(
    (state, fact) =>
      evolvePlan(state, {
        ...fact,
        planId: uuid(9),
        schemaVersion: 1,
        actor,
        version: (state?.version ?? 0) + 1,
        at: start.toISOString(),
      }),
    plan,
  );
}

/** @throws where one of them is refused. */
export function given(...asked: [Actor, PlanCommand][]): Plan {
  let plan: Plan | null = null;
  for (const [actor, command] of asked) {
    const facts = decide(plan, command, actor);
    if ('code' in facts) throw new Error(facts.code);
    plan = after(plan, facts, actor);
  }
  return plan!; // whoever asks for one asks something
}
