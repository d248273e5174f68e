// What acts by itself of a member: an invitation or a reset that nobody used ends, and that a paper ends is said in time.
import { dueNow } from '../deadlines.ts';
import { dutchDay } from '../dutch-day.ts';
import type { RuleTable } from '../rule-table.ts';
import type { MemberRuleTypes } from './rule.ts';
import type { MemberFact } from './events.ts';
import { deadlineOf } from './evolve.ts';
import { paperKind } from './kinds.ts';
import { daysLeft } from './papers.ts';

export const deadlineRules: Pick<RuleTable<MemberRuleTypes>, 'DeadlineReached'> = {
  DeadlineReached: {
    sentBy: ['system'],
    decide(member, command, { now }): MemberFact[] {
      const deadline = member && dueNow(member, command, now);
      if (!deadline) return [];
      const { kind, at: due } = deadline;
      if (kind === 'invitation-end') return [{ type: 'InvitationEnded', data: { due } }];
      if (kind === 'reset-end') return [{ type: 'FactorResetEnded', data: { due } }];
      const ends = paperKind.options.find((one) => deadlineOf(one) === kind);
      const paper = ends && member.papers[ends];
      if (!ends || !paper) return [];
      const { expires } = paper;
      const days = daysLeft(paper, dutchDay(now));
      return [{ type: 'PaperEndNear', data: { due, kind: ends, expires, days } }];
    },
  },
};
