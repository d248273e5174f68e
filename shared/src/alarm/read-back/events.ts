// What was read back, and what is to be read again.
import * as z from 'zod';
import { scriptField } from '../script/fields.ts';
import { staffMember } from '../../staff-member.ts';

export const readBackEvents = [
  z.object({
    type: z.literal('ReadBackTicked'),
    data: z.object({ by: staffMember, field: scriptField, on: z.boolean() }),
  }),
  /** What these fields say has changed since: they are to be read again. */
  z.object({
    type: z.literal('ReadBackOutdated'),
    data: z.object({ fields: z.array(scriptField).min(1) }),
  }),
] as const;
