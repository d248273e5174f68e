// What became of a setting. A value that names people stands in `personal`, which the log keeps sealed.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import { settingKind } from './state.ts';

/** Null: a part of the system; the event's actor says which. */
const by = staffMember.nullable();

export const settingFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('SettingProposed'),
    data: z.object({ centreId: z.uuid(), kind: settingKind, by, value: z.json() }),
    personal: z.object({ value: z.json() }).nullable(),
  }),
  z.object({
    type: z.literal('SettingApproved'),
    data: z.object({
      by,
      /** Why nobody else was asked: it needs no second, there is no second administrator, or a command set it. */
      alone: z.enum(['not-needed', 'only-administrator', 'by-system']).nullable(),
    }),
  }),
  z.object({ type: z.literal('SettingWithdrawn'), data: z.object({ by }) }),
]);
export type SettingFact = z.infer<typeof settingFact>;
