// What the police said, and what they were told after the handover.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';
import { policeStatus } from './state.ts';

export const policeReportsEvents = [
  z.object({
    type: z.literal('PoliceStatusReported'),
    data: z.object({
      status: policeStatus,
      statedAt: z.iso.datetime(),
      via: z.enum(['telephone', 'link']),
      operator: z.string(),
      reference: z.string().nullable(),
      /** Who wrote it down; null where the police did so themselves. */
      by: staffMember.nullable(),
    }),
  }),
  /** What was told was not so. What it changed becomes what it would be without it. */
  z.object({
    type: z.literal('PoliceStatusWithdrawn'),
    data: z.object({
      /** Of the event that told it. */
      version: z.int().positive(),
      by: staffMember,
    }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('PoliceMessageAdded'),
    data: z.object({
      why: z.enum(['further', 'possibly-false', 'from-police']),
      by: staffMember.nullable(),
      /** From the police: who of them said it. */
      operator: z.string().nullable(),
    }),
    /** Null also where it says what it always says. */
    personal: z.object({ text: z.string() }).nullable(),
  }),
] as const;
