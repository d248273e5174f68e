// The pages that show the police this one alarm.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

/** A page for the police about this one alarm; its secret is kept elsewhere. */
export const policeLink = z.object({
  linkId: z.uuid(),
  by: staffMember,
  at,
  until: at,
  revokedAt: at.nullable(),
  views: z.int().nonnegative(),
  lastViewedAt: at.nullable(),
});
export type PoliceLink = z.infer<typeof policeLink>;
