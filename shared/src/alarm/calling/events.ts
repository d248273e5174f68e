// Which word was heard, that calling may begin, who was called.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';
import { wordResult, callResult } from './state.ts';

export const callingEvents = [
  z.object({
    type: z.literal('WordChecked'),
    data: z.object({ by: staffMember, result: wordResult }),
    personal: z.object({ heard: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('CallingAllowed'),
    data: z.object({ by: staffMember }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('CallAttempted'),
    data: z.object({
      by: staffMember,
      contactId: z.uuid().nullable(),
      round: z.int().positive(),
      result: callResult,
    }),
    /** Whom; null for the holder. */
    personal: z.object({ name: z.string() }).nullable(),
  }),
] as const;
