// A second factor that was lost. One who saw that he is himself asks, another approves and tells him a code of fifteen
// minutes by word of mouth; with his password it takes the old factor away, and he adds a new one before anything else.
// Whoever stole his telephone or his mailbox has neither of the two.
import { refuse, type Asked, type RuleTable } from '../rule-table.ts';
import { authorOf } from '../staff-member.ts';
import { secondFrom } from './four-eyes.ts';
import { isSelf, type MemberRefusal, type MemberRuleTypes } from './rule.ts';
import type { Member } from './state.ts';

const minuteMilliseconds = 60_000;
/** Told by word of mouth and typed at once. */
export const recoveryMinutes = 15;
/** Asked in the evening, approved in the morning. */
const askedHours = 24;
/** Of a hundred million codes. */
export const mostWrongCodes = 5;

type Names = 'AskFactorReset' | 'ApproveFactorReset' | 'WithdrawFactorReset' | 'UseRecoveryCode';
const help = { sentBy: ['person', 'system'], permission: 'factor.reset' } as const;

export const factorResetRules: Pick<RuleTable<MemberRuleTypes>, Names> = {
  AskFactorReset: {
    ...help,
    decide(member, { seen }, asking) {
      if (!member || !mayHelp(member, asking)) return notForYou(member);
      if (member.reset && isOpen(member.reset, asking.now)) return refuse('herstel-loopt');
      const expiresAt = later(asking.now, askedHours * 60);
      return [{ type: 'FactorResetAsked', data: { by: authorOf(asking.actor), seen, expiresAt } }];
    },
  },
  ApproveFactorReset: {
    ...help,
    decide(member, { codeHash }, asking) {
      if (!member || !mayHelp(member, asking)) return notForYou(member);
      const { reset } = member;
      if (!reset || reset.approved || !isOpen(reset, asking.now))
        return refuse('herstel-niet-gevraagd');
      const by = authorOf(asking.actor);
      // At the machine itself one is enough, and is signed as that.
      if (by && by.id === reset.askedBy?.id)
        return refuse('tweede-persoon-nodig', { proposer: by.name });
      const from = by && reset.askedBy && secondFrom(by.id, askedOf(reset.askedBy.id, asking));
      if (from) return refuse('tweede-persoon-nieuw', { from });
      const expiresAt = later(asking.now, recoveryMinutes);
      return [{ type: 'FactorResetApproved', data: { by, codeHash, expiresAt } }];
    },
  },
  WithdrawFactorReset: {
    ...help,
    decide(member, _command, asking) {
      if (!member || !mayHelp(member, asking)) return notForYou(member);
      if (!member.reset) return refuse('herstel-niet-gevraagd');
      return [{ type: 'FactorResetWithdrawn', data: { by: authorOf(asking.actor) } }];
    },
  },
  UseRecoveryCode: {
    sentBy: ['system'],
    decide(member, { codeHash }, { now }) {
      const reset = member?.status === 'active' ? member.reset : null;
      if (!reset?.approved || !isOpen(reset, now)) return refuse('herstelcode-onjuist');
      if (reset.approved.codeHash === codeHash) return [{ type: 'FactorsReset', data: {} }];
      const left = mostWrongCodes - reset.wrongCodes - 1;
      return [{ type: 'RecoveryCodeWrong', data: { left } }];
    },
  },
};

type Asking = Asked<MemberRuleTypes>;

const askedOf = (by: string, { lookedUp, now }: Asking) => ({ by, among: lookedUp.helpers, now });

/** Never for himself; an officer only for the officers of his own municipality. */
export function mayHelp(
  member: Member,
  { actor, lookedUp }: Pick<Asking, 'actor' | 'lookedUp'>,
): boolean {
  if (member.status !== 'active' || isSelf(member, actor)) return false;
  if (actor.type !== 'person' || actor.role !== 'oov-officer') return true;
  return member.role === 'oov-officer' && member.municipalityId === lookedUp.askerMunicipalityId;
}

const notForYou = (member: Member | null): MemberRefusal =>
  refuse(member ? 'herstel-niet-voor-u' : 'not-found');

const isOpen = ({ expiresAt }: { expiresAt: string }, now: Date) =>
  Date.parse(expiresAt) > now.getTime();

const later = (now: Date, minutes: number) =>
  new Date(now.getTime() + minutes * minuteMilliseconds).toISOString();
