// What became of a setting. A value that names people stands in `personal`, which the log keeps sealed.
import * as z from 'zod';
import { linePlace, lineTestResult } from '../police/line-test.ts';
import { settingKind } from './kinds.ts';
import { alone, author as by, refusalReason } from './state.ts';

export const settingFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('SettingProposed'),
    data: z.object({ centreId: z.uuid(), kind: settingKind, by, value: z.json() }),
    personal: z.object({ value: z.json() }).nullable(),
  }),
  z.object({
    type: z.literal('SettingApproved'),
    data: z.object({ by, alone: alone.nullable() }),
  }),
  z.object({
    type: z.literal('SettingWithdrawn'),
    data: z.object({ by }),
    /** Absent where who proposed it took it back himself, and in a log of before. */
    personal: z.object({ reason: refusalReason }).nullable().default(null),
  }),
  z.object({
    type: z.literal('LineTested'),
    data: linePlace.extend({ phone: z.string(), result: lineTestResult, by }),
    /** What he typed about it may name somebody. */
    personal: z.object({ note: z.string() }).nullable(),
  }),
]);
export type SettingFact = z.infer<typeof settingFact>;
