// What an administrator asks about a service account.
import * as z from 'zod';
import { lineText, reasonText, text } from '../command-text.ts';
import { scope } from './scopes.ts';
import { mostTokenDays } from './state.ts';

export const serviceAccountWords = z.object({
  /** Of the program. */
  name: lineText(80),
  /** What it is there for. */
  purpose: reasonText,
  /** Who answers for it: a member of the centre itself. */
  ownerId: z.uuid(),
  scopes: z
    .array(scope)
    .min(1)
    .max(scope.options.length)
    .refine((given) => new Set(given).size === given.length),
});

export const tokenWords = z.object({
  /** Where it is kept. */
  label: text(80),
  /** Days from now for which it counts. */
  days: z.int().min(1).max(mostTokenDays),
});

export const serviceAccountCommand = z.discriminatedUnion('type', [
  serviceAccountWords.extend({ type: z.literal('MakeServiceAccount'), centreId: z.uuid() }),
  /** `expectedVersion`: of the account that he read. */
  serviceAccountWords.extend({
    type: z.literal('ChangeServiceAccount'),
    expectedVersion: z.int().positive(),
  }),
  tokenWords.extend({ type: z.literal('IssueToken'), tokenId: z.uuid() }),
  z.object({ type: z.literal('RevokeToken'), tokenId: z.uuid() }),
  z.object({ type: z.literal('EndServiceAccount') }),
]);
export type ServiceAccountCommand = z.infer<typeof serviceAccountCommand>;
