// Who changes a plan. What somebody is helped by takes two: one proposes, a supervisor who is somebody else agrees, as
// long as there is another. What stands there counts until then, and an alarm that runs keeps what it copied.
import { canonical } from '../evidence/canonical.ts';
import { aloneFrom, isAlone, secondFrom, type Colleague } from '../member/four-eyes.ts';
import { refuse, type Asked, type Refused, type RuleTable } from '../rule-table.ts';
import { authorOf } from '../staff-member.ts';
import type { PlanCommand } from './commands.ts';
import type { PlanFact } from './events.ts';
import { nothingSaid, withFlagsKept, type Alone, type Author, type Plan } from './state.ts';

export type PlanRefusal = Refused<
  | 'rol-mag-niet'
  | 'plan-onleesbaar'
  | 'plan-gewijzigd'
  | 'geen-voorstel'
  | 'voorstel-van-ander'
  | 'voorstel-van-u'
  | 'tweede-persoon-nodig'
  | 'tweede-persoon-nieuw'
>;

/** What a decision needs to know beside the plan: who is a supervisor of the centre, and who was. */
export type PlanContext = { supervisors: readonly Colleague[] };

export type PlanRuleTypes = {
  State: Plan;
  Command: PlanCommand;
  Fact: PlanFact;
  Refusal: PlanRefusal;
  LookedUp: PlanContext;
};

type Asking = Pick<Asked<PlanRuleTypes>, 'actor' | 'lookedUp' | 'now'>;

export const planRules: RuleTable<PlanRuleTypes> = {
  ProposePlan: {
    sentBy: ['person', 'system'],
    permission: 'plan.propose',
    decide(plan, { type: _type, content: asked, expectedVersion, ...about }, asking) {
      const version = plan?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== version)
        return refuse('plan-gewijzigd', { version });
      const content = withFlagsKept(asked, plan?.content ?? null);
      const stands = plan?.content ?? nothingSaid;
      if (!plan?.proposed && canonical(stands) === canonical(content)) return [];
      const by = authorOf(asking.actor);
      const proposed: PlanFact = {
        type: 'PlanProposed',
        data: { ...about, by },
        personal: { content },
      };
      const alone = aloneBecause(asking);
      return alone ? [proposed, { type: 'PlanApproved', data: { by, alone } }] : [proposed];
    },
  },
  ApprovePlan: {
    sentBy: ['person'],
    permission: 'plan.approve',
    decide(plan, { expectedVersion }, asking) {
      const no = whyNotThis(plan, expectedVersion);
      if (no) return no;
      const { by: proposer, content } = plan!.proposed!; // there is one, or it was refused above
      const by = authorOf(asking.actor);
      const alone = by && by.id === proposer?.id ? aloneBecause(asking) : null;
      const notHe = alone ? null : whyNoSecond(by, proposer, asking);
      if (notHe) return notHe;
      // The key to what was proposed was erased: nobody knows what would count then.
      return content ? [{ type: 'PlanApproved', data: { by, alone } }] : refuse('plan-onleesbaar');
    },
  },
  RefusePlan: {
    sentBy: ['person'],
    permission: 'plan.approve',
    decide(plan, { expectedVersion, reason }, { actor }) {
      const no = whyNotThis(plan, expectedVersion);
      if (no) return no;
      const by = authorOf(actor);
      if (by?.id === plan!.proposed!.by?.id) return refuse('voorstel-van-u'); // there is one, as above
      return [{ type: 'PlanRefused', data: { by }, personal: { reason } }];
    },
  },
  WithdrawPlan: {
    sentBy: ['person'],
    permission: 'plan.propose',
    decide(plan, { expectedVersion }, { actor }) {
      const no = whyNotThis(plan, expectedVersion);
      if (no) return no;
      const proposer = plan!.proposed!.by; // there is one, as above
      const by = authorOf(actor);
      if (by?.id !== proposer?.id)
        return refuse('voorstel-van-ander', { proposer: proposer?.name ?? '' });
      return [{ type: 'PlanWithdrawn', data: { by } }];
    },
  },
  EmptyPlan: {
    sentBy: ['system'],
    decide(plan, _command, { actor }) {
      const stands = plan && (plan.counts ?? plan.proposed ?? plan.refused);
      return stands === null ? [] : [{ type: 'PlanEmptied', data: { by: authorOf(actor) } }];
    },
  },
};

function whyNotThis(plan: Plan | null, expectedVersion: number): PlanRefusal | null {
  if (!plan?.proposed) return refuse('geen-voorstel');
  return plan.proposed.version === expectedVersion
    ? null
    : refuse('plan-gewijzigd', { version: plan.version });
}

/** Whoever agrees is neither who proposed it nor let in for it. */
function whyNoSecond(
  by: Author,
  proposer: Author,
  { lookedUp: { supervisors: among }, now }: Asking,
): PlanRefusal | null {
  if (!by || !proposer) return null;
  if (by.id === proposer.id) {
    const from = aloneFrom(among, now);
    return refuse('tweede-persoon-nodig', { proposer: by.name, ...(from && { from }) });
  }
  const from = secondFrom(by.id, { by: proposer.id, among, now });
  return from ? refuse('tweede-persoon-nieuw', { proposer: proposer.name, from }) : null;
}

/** An officer is no supervisor, and so never alone among them: what he proposes always waits for one. */
function aloneBecause({ actor, lookedUp: { supervisors: among }, now }: Asking): Alone | null {
  if (actor.type === 'system') return 'by-system';
  return actor.type === 'person' && isAlone({ by: actor.id, among, now })
    ? 'only-supervisor'
    : null;
}
