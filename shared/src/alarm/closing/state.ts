// As what it was closed, by whom.
import * as z from 'zod';
import { outcome } from '../outcome.ts';
import { staffMember } from '../../staff-member.ts';

export const closing = z.object({
  outcome,
  /** Passed on to the police for nothing (*nodeloos doorgemeld*). */
  needless: z.boolean(),
  by: staffMember,
  at: z.iso.datetime(),
});
