// The only way a plan changes: one command about one layer of it, in the caller's transaction.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { PlanCommand } from '@achterwacht/shared/plan/commands.ts';
import type { PlanContext, PlanRefusal } from '@achterwacht/shared/plan/decide.ts';
import type { Plan, PlanOf } from '@achterwacht/shared/plan/state.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import { readColleagues } from '../access/read-colleagues.ts';
import { apply, begin, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { lock, Unreadable } from '../log/read-stream.ts';
import { planRows } from './plan-row.ts';
import { takeOverPlan } from './take-over-plans.ts';

const nobody: PlanContext = { supervisors: [] };
const definition = { ...planRows, nothingLookedUp: nobody };

type Asked = { centreId: string; of: PlanOf; command: PlanCommand; actor: Actor };

/**
 * Whose it is, is locked first, so that two who write it for the first time follow each other. Call it inside
 * `withKeysMade`: what is said of a person is sealed under his key, and everything else under the centre's.
 * @returns null where it was so already, and nothing was written down yet.
 */
export async function changePlan(
  parts: Parts,
  tx: Transaction,
  { centreId, of, command, actor }: Asked,
): Promise<Plan | PlanRefusal | null> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${of.ofId}`}, 0))`;
  const lookedUp = await lookUp(tx, centreId, actor);
  const asked = { command, actor, lookedUp };
  try {
    const planId = await findPlanId(tx, of);
    if (planId) await takeOverPlan(parts, tx, planId);
    const locked = planId ? await lock(planRows, tx, parts.keys, planId) : null;
    const subjectId = of.layer === 'person' ? of.ofId : centreId;
    const changed = locked
      ? apply(definition, parts, tx, { locked, ...asked })
      : beginOrNothing(parts, tx, { subjectId, ...asked });
    if (changed === null) return null;
    if ('refusal' in changed) return changed.refusal;
    await changed.written;
    return changed.stored.state;
  } catch (error) {
    if (error instanceof Unreadable) return refuse('plan-onleesbaar');
    throw error;
  }
}

type First = { subjectId: string; command: PlanCommand; actor: Actor; lookedUp: PlanContext };

/** Whoever says nothing where nobody said anything begins nothing. */
function beginOrNothing(parts: Parts, tx: Transaction, asked: First) {
  const { command, ...asking } = asked;
  const decided = planRows.subject.decide(null, command, { ...asking, now: parts.clock.now() });
  if (decided.status === 'accepted' && decided.facts.length === 0) return null;
  return begin(definition, parts, tx, { id: randomUUID(), ...asked });
}

/** Whoever comes from a municipality sees none of them, and is none. */
async function lookUp(tx: Transaction, centreId: string, actor: Actor): Promise<PlanContext> {
  if (actor.type !== 'person' || actor.role !== 'supervisor') return nobody;
  return { supervisors: await supervisorsOf(tx, centreId) };
}

export const supervisorsOf = (tx: Transaction, centreId: string) =>
  readColleagues(tx, { centreId, roles: ['supervisor'], municipalityId: null });

export async function findPlanId(
  { sql }: Transaction,
  { layer, ofId, municipalityId }: PlanOf,
): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from plans where layer = ${layer} and municipality_id = ${municipalityId}
      and (layer = 'template' or holder_id = ${ofId} or button_id = ${ofId})`;
  return row?.id ?? null;
}
