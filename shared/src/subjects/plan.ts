// One layer of a plan as a subject.
import { planRules, type PlanRuleTypes } from '../plan/decide.ts';
import { evolvePlan, planFoldVersion, type PlanEvent } from '../plan/evolve.ts';
import type { PlanContent } from '../plan/state.ts';
import { decideBy } from '../rule-table.ts';
import { nothingTyped, type Sealed, type Subject } from '../subject.ts';

export type PlanTypes = PlanRuleTypes & { Event: PlanEvent };

/** What is sealed of a row: what counts, what is proposed, and why something was refused. */
type Typed = { content?: PlanContent; proposed?: PlanContent; reason?: string };

const sealed: Sealed<PlanTypes> = {
  splitData: nothingTyped.splitData,
  splitState(state) {
    const { content, proposed, refused } = state;
    const typed: Typed = {
      ...(content && { content }),
      ...(proposed?.content && { proposed: proposed.content }),
      ...(refused?.reason && { reason: refused.reason }),
    };
    return {
      clear: {
        ...state,
        content: null,
        proposed: proposed && { ...proposed, content: null },
        refused: refused && { ...refused, reason: null },
      },
      typed: Object.keys(typed).length > 0 ? typed : null,
    };
  },
  joinState(clear, typed) {
    const said: Typed = typed;
    const { content = null, proposed = null, reason = null } = said;
    const state = clear as { proposed?: object | null; refused?: object | null };
    return {
      ...clear,
      content,
      proposed: state.proposed && { ...state.proposed, content: proposed },
      refused: state.refused && { ...state.refused, reason },
    };
  },
};

export const planSubject: Subject<PlanTypes> = {
  name: 'plan',
  idName: 'planId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: planFoldVersion,
  decide: decideBy(planRules),
  evolve: evolvePlan,
  deadlinesOf: () => [],
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: ({ municipalityId }) => municipalityId,
  sealed,
};
