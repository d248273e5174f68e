// Somebody who may log in as a subject.
import { memberRules } from '../member/decide.ts';
import { evolveMember, memberFoldVersion, type MemberEvent } from '../member/evolve.ts';
import type { MemberRuleTypes } from '../member/rule.ts';
import { decideBy } from '../rule-table.ts';
import { nothingTyped, type Subject } from '../subject.ts';
import { memberEffectsOf } from './member-effects.ts';

export type MemberTypes = MemberRuleTypes & { Event: MemberEvent };

export const memberSubject: Subject<MemberTypes> = {
  name: 'member',
  idName: 'memberId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: memberFoldVersion,
  decide: decideBy(memberRules),
  evolve: evolveMember,
  deadlinesOf: ({ deadlines }) => deadlines,
  effectsOf: memberEffectsOf,
  modeOf: () => 'real',
  municipalityOf: ({ municipalityId }) => municipalityId,
  sealed: nothingTyped,
};
