// Plans over HTTP. A change is answered with the plan as it stands then. Whether it is another municipality's or is not
// there, the answer is the same: not found.
import type { FastifyInstance } from 'fastify';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { PlanCommand } from '@achterwacht/shared/plan/commands.ts';
import type { Permission } from '@achterwacht/shared/roles.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import { Failure, notFound, serve } from '../http/server.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changePlan, findPlanId } from './change-plan.ts';
import { readPlanHistory } from './plan-history.ts';
import { listPlans, readPlan } from './plan-queries.ts';
import { findTarget, type PlanTarget } from './plan-target.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

export function servePlans(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys, clock } = parts;
  const view = (tx: Transaction, target: PlanTarget, visitor: Visitor) =>
    readPlan(tx, { keys, now: clock.now() }, target, visitor);

  serve(app, authentication, routes.plans, ({ visitor, query, request }) =>
    asActor(visitor, 'plan.read', async (tx) => {
      await logLook(tx, visitor, { action: 'plans.listed', object: 'plans', origin: request.ip });
      return listPlans(tx, query);
    }),
  );

  serve(app, authentication, routes.plan, ({ visitor, params, request }) =>
    asActor(visitor, 'plan.read', async (tx) => {
      const target = await findTarget(tx, { ...visitor, ...params });
      if (!target) return notFound();
      await logOpened(tx, visitor, target, request.ip);
      return view(tx, target, visitor);
    }),
  );

  serve(app, authentication, routes.planHistory, ({ visitor, params, request }) =>
    asActor(visitor, 'plan.read', async (tx) => {
      const target = await findTarget(tx, { ...visitor, ...params });
      if (!target) return notFound();
      await logOpened(tx, visitor, target, request.ip);
      const planId = await findPlanId(tx, target);
      return { versions: planId ? await readPlanHistory(tx, keys, planId) : [] };
    }),
  );

  const logLook = (
    tx: Transaction,
    visitor: Visitor,
    look: { action: AccessAction; object: string; whom?: string; origin: string },
  ) => logAccess(tx, visitor, { at: clock.now(), whom: null, result: 'shown', ...look });

  /** Whoever it is about may ask who looked. */
  const logOpened = (
    tx: Transaction,
    visitor: Visitor,
    { ofId, layer }: PlanTarget,
    origin: string,
  ) =>
    logLook(tx, visitor, {
      action: 'plan.opened',
      object: ofId,
      ...(layer === 'person' && { whom: ofId }),
      origin,
    });

  const change = (
    visitor: Visitor,
    ofId: string,
    permission: Permission,
    commandFor: (target: PlanTarget) => PlanCommand,
  ) =>
    withKeysMade(keys, () =>
      asActor(visitor, permission, async (tx) => {
        const { centreId, type, id, name, role } = visitor;
        const target = await findTarget(tx, { centreId, ofId });
        if (!target) return notFound();
        const { layer, municipalityId } = target;
        const changed = await changePlan(parts, tx, {
          centreId,
          of: { layer, ofId, municipalityId },
          command: commandFor(target),
          actor: { type, id, name, role },
        });
        if (changed && 'details' in changed) return new Failure(409, changed.code, changed.details);
        return view(tx, target, visitor);
      }),
    );

  serve(app, authentication, routes.planPropose, ({ visitor, params: { ofId }, body }) =>
    change(visitor, ofId, 'plan.propose', ({ layer, municipalityId }) => ({
      type: 'ProposePlan',
      centreId: visitor.centreId,
      layer,
      ofId,
      municipalityId,
      ...body,
    })),
  );

  serve(app, authentication, routes.planApprove, ({ visitor, params, body }) =>
    change(visitor, params.ofId, 'plan.approve', () => ({ type: 'ApprovePlan', ...body })),
  );

  serve(app, authentication, routes.planRefuse, ({ visitor, params, body }) =>
    change(visitor, params.ofId, 'plan.approve', () => ({ type: 'RefusePlan', ...body })),
  );

  serve(app, authentication, routes.planWithdraw, ({ visitor, params, body }) =>
    change(visitor, params.ofId, 'plan.propose', () => ({ type: 'WithdrawPlan', ...body })),
  );
}
