// What an administrator may do with a service account. A token never gets another end: whoever needs it longer makes a
// second one beside it, puts that in its place, and revokes the first.
import type { Actor } from '../actor.ts';
import { refuse, type Asked, type Refused, type RuleTable } from '../rule-table.ts';
import type { StaffMember } from '../staff-member.ts';
import type { ServiceAccountCommand } from './commands.ts';
import type { ServiceAccountFact } from './events.ts';
import { countingTokens, mostTokens, type ServiceAccount } from './state.ts';

export type ServiceAccountRefusal = Refused<
  | 'not-found'
  | 'rol-mag-niet'
  | 'koppeling-onleesbaar'
  | 'koppeling-gewijzigd'
  | 'koppeling-bestaat'
  | 'koppeling-beeindigd'
  | 'verantwoordelijke-onbekend'
  | 'te-veel-sleutels'
>;

/** What a decision needs to know beside the account. */
export type ServiceAccountContext = {
  /** Who was named as its owner, where he is somebody of the centre itself who may log in. */
  owner: StaffMember | null;
  /** Another account of the centre has the name. */
  isNameTaken: boolean;
};

export type ServiceAccountRuleTypes = {
  State: ServiceAccount;
  Command: ServiceAccountCommand;
  Fact: ServiceAccountFact;
  Refusal: ServiceAccountRefusal;
  LookedUp: ServiceAccountContext;
};

type Of<T extends ServiceAccountCommand['type']> = Extract<ServiceAccountCommand, { type: T }>;
type Answer = ServiceAccountFact[] | ServiceAccountRefusal;

const administrators = { sentBy: ['person'], permission: 'service-account.change' } as const;

const days = (count: number) => count * 86_400_000;

export const serviceAccountRules: RuleTable<ServiceAccountRuleTypes> = {
  MakeServiceAccount: {
    ...administrators,
    decide(_account, { centreId, name, purpose, scopes }, { actor, lookedUp }) {
      const { owner, isNameTaken } = lookedUp;
      if (!owner) return refuse('verantwoordelijke-onbekend');
      if (isNameTaken) return refuse('koppeling-bestaat', { name });
      const data = { centreId, by: authorOf(actor), name, owner, scopes };
      return [{ type: 'ServiceAccountMade', data, personal: { purpose } }];
    },
  },
  ChangeServiceAccount: {
    ...administrators,
    decide: ofOneThatStands<'ChangeServiceAccount'>(
      (account, { expectedVersion, name, purpose, scopes }, { actor, lookedUp }) => {
        const { owner, isNameTaken } = lookedUp;
        if (account.version !== expectedVersion) return refuse('koppeling-gewijzigd');
        if (!owner) return refuse('verantwoordelijke-onbekend');
        if (isNameTaken) return refuse('koppeling-bestaat', { name });
        const data = { by: authorOf(actor), name, owner, scopes };
        return [{ type: 'ServiceAccountChanged', data, personal: { purpose } }];
      },
    ),
  },
  IssueToken: {
    ...administrators,
    decide: ofOneThatStands<'IssueToken'>((account, asked, { actor, now }) => {
      if (countingTokens(account, now).length >= mostTokens)
        return refuse('te-veel-sleutels', { most: mostTokens });
      const expiresAt = new Date(now.getTime() + days(asked.days)).toISOString();
      const { tokenId, label } = asked;
      return [{ type: 'TokenIssued', data: { by: authorOf(actor), tokenId, label, expiresAt } }];
    }),
  },
  RevokeToken: {
    ...administrators,
    decide: ofOneThatStands<'RevokeToken'>((account, { tokenId }, { actor }) => {
      const token = account.tokens.find(({ id }) => id === tokenId);
      if (!token) return refuse('not-found');
      if (token.revoked) return [];
      return [{ type: 'TokenRevoked', data: { by: authorOf(actor), tokenId } }];
    }),
  },
  EndServiceAccount: {
    ...administrators,
    decide(account, _command, { actor }) {
      if (!account) return refuse('not-found');
      if (account.ended) return [];
      return [{ type: 'ServiceAccountEnded', data: { by: authorOf(actor) } }];
    },
  },
};

function ofOneThatStands<T extends ServiceAccountCommand['type']>(
  decide: (
    account: ServiceAccount,
    command: Of<T>,
    asked: Asked<ServiceAccountRuleTypes>,
  ) => Answer,
) {
  return (
    account: ServiceAccount | null,
    command: Of<T>,
    asked: Asked<ServiceAccountRuleTypes>,
  ): Answer => {
    if (!account) return refuse('not-found');
    if (account.ended) return refuse('koppeling-beeindigd');
    return decide(account, command, asked);
  };
}

function authorOf(actor: Actor): StaffMember {
  if (actor.type !== 'person') throw new Error('a person alone asks this of a service account');
  return { id: actor.id, name: actor.name };
}
