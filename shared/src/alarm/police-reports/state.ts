// What the police say of it, and what they are told after the handover, which is never taken back.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

/** What the police say of it; `received` alone, without their number, is no confirmation. */
export const policeStatus = z.enum([
  'received',
  'under-way',
  'on-scene',
  'not-found',
  'safe',
  'closed',
]);
export type PoliceStatus = z.infer<typeof policeStatus>;

export const policeReport = z.object({
  /** Of the event that told it: by this it is withdrawn. */
  version: z.int().positive(),
  status: policeStatus,
  /** When it was so, as they say; it may be entered later. */
  statedAt: at,
  enteredAt: at,
  via: z.enum(['telephone', 'link']),
  operator: z.string(),
  reference: z.string().nullable(),
  /** It was not so, as somebody of the centre says: it counts for nothing, and stays in sight. */
  withdrawn: z
    .object({
      /** Why stands under it in `personal.policeTexts`. */
      version: z.int().positive(),
      by: staffMember,
      at,
    })
    .optional(),
});
export type PoliceReport = z.infer<typeof policeReport>;

/** Said after the handover, which is never taken back. The words are personal. */
export const policeMessage = z.object({
  /** The event's version: its words stand under it in `personal.policeTexts`. */
  version: z.int().positive(),
  /**
   * `possibly-false`: the button sent "cancel" or "I am safe", and the police decide. `now-verified`: what went as
   * assistance is Prio 1. Both say what they always say, in no words of their own.
   */
  why: z.enum(['further', 'possibly-false', 'now-verified', 'from-police']),
  by: staffMember.nullable(),
  at,
});
export type PoliceMessage = z.infer<typeof policeMessage>;
