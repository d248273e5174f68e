// A service account after one more event of it.
import type { Dated } from '../subject.ts';
import type { ServiceAccountFact } from './events.ts';
import type { ServiceAccount } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const serviceAccountFoldVersion = 1;

export type ServiceAccountEvent = ServiceAccountFact & Dated & { serviceAccountId: string };
type EventOf<T extends ServiceAccountFact['type']> = Extract<ServiceAccountEvent, { type: T }>;
type Folds = {
  [T in Exclude<ServiceAccountFact['type'], 'ServiceAccountMade'>]: (
    account: ServiceAccount,
    event: EventOf<T>,
  ) => ServiceAccount;
};

const folds: Folds = {
  ServiceAccountChanged: (account, { data: { by: _by, ...described }, personal }) => ({
    ...account,
    ...described,
    personal,
  }),
  TokenIssued: (account, { data: { by, tokenId: id, label, expiresAt }, at }) => ({
    ...account,
    tokens: [...account.tokens, { id, label, made: { by, at }, expiresAt, revoked: null }],
  }),
  TokenRevoked: (account, { data: { by, tokenId }, at }) => ({
    ...account,
    tokens: account.tokens.map((token) =>
      token.id === tokenId ? { ...token, revoked: { by, at } } : token,
    ),
  }),
  ServiceAccountEnded: (account, { data: { by }, at }) => ({ ...account, ended: { by, at } }),
};

export function evolveServiceAccount(
  before: ServiceAccount | null,
  event: ServiceAccountEvent,
): ServiceAccount {
  const { version, at: updatedAt } = event;
  if (event.type === 'ServiceAccountMade') return made(event);
  if (!before) throw new Error('a service account begins by being made');
  const fold = folds[event.type] as (
    account: ServiceAccount,
    event: ServiceAccountEvent,
  ) => ServiceAccount;
  return { ...fold(before, event), version, updatedAt };
}

function made({
  serviceAccountId: id,
  version,
  at,
  data: { by, ...described },
  personal,
}: EventOf<'ServiceAccountMade'>): ServiceAccount {
  return {
    id,
    ...described,
    tokens: [],
    made: { by, at },
    ended: null,
    version,
    updatedAt: at,
    personal,
  };
}
