// Programs that may ask a few things of a centre, and their tokens.
import * as z from 'zod';
import { serviceAccountWords, tokenWords } from '../service-account/commands.ts';
import { scope } from '../service-account/scopes.ts';
import { staffMember } from '../staff-member.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const done = z.object({ by: staffMember, at });

export const serviceToken = z.object({
  id: z.uuid(),
  label: z.string(),
  made: done,
  expiresAt: at,
  revoked: done.nullable(),
  /** Null: never. The day in the Netherlands; of single uses nothing is kept. */
  lastUsedOn: z.iso.date().nullable(),
  /** How often it was let in, up to some seconds ago. */
  uses: z.int().nonnegative(),
});

export const serviceAccount = z.object({
  id: z.uuid(),
  version: z.int().positive(),
  name: z.string(),
  /** Null once the key of the centre is gone. */
  purpose: z.string().nullable(),
  /** `isHere`: may still log in. */
  owner: staffMember.extend({ isHere: z.boolean() }),
  scopes: z.array(scope),
  /** In the order in which they were made. */
  tokens: z.array(serviceToken),
  made: done,
  ended: done.nullable(),
});
export type ServiceAccountView = z.infer<typeof serviceAccount>;

const one = z.object({ accountId: z.uuid() });
const access = 'service-account.change';

export const serviceAccountRoutes = {
  serviceAccounts: {
    method: 'GET',
    path: '/api/service-accounts',
    summary: 'Programs that may ask something, those that ended last; and who can answer for one',
    access,
    response: z.object({ accounts: z.array(serviceAccount), owners: z.array(staffMember) }),
  },
  serviceAccountMake: {
    method: 'POST',
    path: '/api/service-accounts',
    summary: 'Let a program ask something; it has no token yet',
    access,
    body: serviceAccountWords,
    response: serviceAccount,
  },
  serviceAccountChange: {
    method: 'POST',
    path: '/api/service-accounts/:accountId',
    summary: 'Change what a program is called, is there for and may ask; its tokens follow at once',
    access,
    params: one,
    body: serviceAccountWords.extend({ expectedVersion: z.int().positive() }),
    response: serviceAccount,
  },
  serviceAccountEnd: {
    method: 'POST',
    path: '/api/service-accounts/:accountId/end',
    summary: 'End a program for good, with all its tokens',
    access,
    params: one,
    response: serviceAccount,
  },
  serviceTokenIssue: {
    method: 'POST',
    path: '/api/service-accounts/:accountId/tokens',
    summary: 'Make a token; the answer shows it, and nothing ever shows it again',
    access,
    params: one,
    body: tokenWords,
    response: z.object({ account: serviceAccount, token: z.string() }),
  },
  serviceTokenRevoke: {
    method: 'POST',
    path: '/api/service-accounts/:accountId/tokens/:tokenId/revoke',
    summary: 'Revoke a token; it is refused from the next request on',
    access,
    params: one.extend({ tokenId: z.uuid() }),
    response: serviceAccount,
  },
} satisfies Record<string, Route>;
