// What became of one layer of a plan. What it says may name people, and stands in `personal`, which the log keeps sealed.
import * as z from 'zod';
import { alone, author as by, planContent, planOf, refusalReason } from './state.ts';

const about = z.object({ centreId: z.uuid(), ...planOf.shape });
const personal = z.object({ content: planContent }).nullable();

export const planFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PlanProposed'), data: about.extend({ by }), personal }),
  /** As it stood where a release kept no history of it; `number`: how often it had been changed. */
  z.object({
    type: z.literal('PlanTakenOver'),
    data: about.extend({ number: z.int().positive() }),
    personal,
  }),
  z.object({
    type: z.literal('PlanApproved'),
    data: z.object({ by, alone: alone.nullable() }),
  }),
  z.object({
    type: z.literal('PlanRefused'),
    data: z.object({ by }),
    personal: z.object({ reason: refusalReason }).nullable(),
  }),
  z.object({ type: z.literal('PlanWithdrawn'), data: z.object({ by }) }),
  z.object({ type: z.literal('PlanEmptied'), data: z.object({ by }) }),
]);
export type PlanFact = z.infer<typeof planFact>;
