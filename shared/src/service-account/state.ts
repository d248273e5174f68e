// A service account: a program that may ask a few things of a centre, with tokens that each end. It is no person: it has
// no log-in and no role, and somebody of the centre answers for it. A token itself is known to nobody but whoever was
// shown it once; here stands what it is called, until when it counts, and who made or revoked it.
import type { StaffMember } from '../staff-member.ts';
import type { Scope } from './scopes.ts';

/** So many that count at once: one, the one that takes its place, and some for a second place where it runs. */
export const mostTokens = 5;
/** A year; a program's keeper must be able to renew it, or he finds that out too late. */
export const mostTokenDays = 365;

type Done = { by: StaffMember; at: string };

export type ServiceToken = {
  id: string;
  /** Where it is kept, in the words of whoever made it. */
  label: string;
  made: Done;
  expiresAt: string;
  revoked: Done | null;
};

export type ServiceAccount = {
  id: string;
  centreId: string;
  /** Of the program, as the access log and the audit call it. */
  name: string;
  /** Who answers for it. */
  owner: StaffMember;
  scopes: Scope[];
  /** In the order in which they were made; those that count no more stay. */
  tokens: ServiceToken[];
  made: Done;
  /** For good: no token of it counts any more. */
  ended: Done | null;
  version: number;
  updatedAt: string;
  /** Typed words may name people; null once the centre's key was erased. */
  personal: { purpose: string } | null;
};

/** Why a token does not open anything; null where it does. */
export function whyTokenFails(
  account: Pick<ServiceAccount, 'ended'>,
  { revoked, expiresAt }: Pick<ServiceToken, 'revoked' | 'expiresAt'>,
  now: Date,
): 'ended' | 'revoked' | 'expired' | null {
  if (account.ended) return 'ended';
  if (revoked) return 'revoked';
  return Date.parse(expiresAt) <= now.getTime() ? 'expired' : null;
}

export function countingTokens(account: Pick<ServiceAccount, 'ended' | 'tokens'>, now: Date) {
  return account.tokens.filter((token) => whyTokenFails(account, token, now) === null);
}

/** In time to make another and put it in its place. */
const soonDays = 30;

/** When the last token that counts ends, where that is soon; null where it is not, or where none counts. */
export function tokensEndAt(account: Pick<ServiceAccount, 'ended' | 'tokens'>, now: Date) {
  const last = countingTokens(account, now)
    .map(({ expiresAt }) => expiresAt)
    .sort()
    .at(-1);
  const isSoon = last && Date.parse(last) <= now.getTime() + soonDays * 86_400_000;
  return isSoon ? last : null;
}
