// What somebody asks about one layer of a plan.
import * as z from 'zod';
import { askedContent, planOf, refusalReason } from './state.ts';

export const planCommand = z.discriminatedUnion('type', [
  /** `expectedVersion`: of the plan that he changed, 0 before it is there. */
  z.object({
    type: z.literal('ProposePlan'),
    centreId: z.uuid(),
    ...planOf.shape,
    content: askedContent,
    expectedVersion: z.int().nonnegative().optional(),
  }),
  /** `expectedVersion` of these: of the proposal that he read. */
  z.object({ type: z.literal('ApprovePlan'), expectedVersion: z.int().positive() }),
  z.object({
    type: z.literal('RefusePlan'),
    expectedVersion: z.int().positive(),
    reason: refusalReason,
  }),
  z.object({ type: z.literal('WithdrawPlan'), expectedVersion: z.int().positive() }),
  /** The person's sheet was emptied: what was said of him goes with it. */
  z.object({ type: z.literal('EmptyPlan') }),
]);
export type PlanCommand = z.infer<typeof planCommand>;
