// The action plan as it is copied into the alarm when raised, its times, and its steps as they are done.
import * as z from 'zod';
import { outcome } from '../outcome.ts';
import { staffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

export const planStep = z.object({
  stepId: z.string().min(1).max(60),
  kind: z.enum(['manual', 'call', 'word', 'wait']),
  required: z.boolean(),
  /** Outcomes that a required one stands before; without them, each by which somebody needed help. */
  requiredFor: z.array(outcome).min(1).optional(),
  /** Of a `wait`: how long after the step before it. */
  waitSeconds: z.int().positive().optional(),
  /** Of a `call`: which contact. */
  contactId: z.uuid().optional(),
});
export type PlanStep = z.infer<typeof planStep>;

/** A step as it stands in a holder's plan; one without a kind is done by hand. */
export type WrittenStep = Partial<Omit<PlanStep, 'stepId'>> & {
  id: string;
  text: string;
  required: boolean;
};

/** Its text is personal: `personal.stepTexts`. */
export const step = z.discriminatedUnion('status', [
  planStep.extend({ status: z.literal('open') }),
  planStep.extend({ status: z.literal('done'), by: staffMember, at }),
  planStep.extend({ status: z.literal('skipped'), by: staffMember, at }),
]);
export type Step = z.infer<typeof step>;

/** Seconds after which something acts by itself; a centre's settings, copied into the alarm when raised. */
export const timings = z.object({
  unclaimedLouderSeconds: z.int().positive(),
  unclaimedSupervisorSeconds: z.int().positive(),
  unclaimedOnCallSeconds: z.int().positive(),
  ownerIdleReminderSeconds: z.int().positive(),
  ownerIdleSupervisorSeconds: z.int().positive(),
  noActivitySeconds: z.int().positive(),
  // An alarm that the release before raised has none of these, and goes on without what they start.
  noDecisionReminderSeconds: z.int().positive().optional(),
  noDecisionSupervisorSeconds: z.int().positive().optional(),
  unverifiableSecondSeconds: z.int().positive().optional(),
  unverifiableSupervisorSeconds: z.int().positive().optional(),
  verifiedNotHandedOverSeconds: z.int().positive().optional(),
  handoverUnconfirmedSeconds: z.int().positive().optional(),
  policeSilentSeconds: z.int().positive().optional(),
  notFoundSeconds: z.int().positive().optional(),
});
export type Timings = z.infer<typeof timings>;

/** What a centre starts with, until it sets others. */
export const usualTimings: Timings = {
  unclaimedLouderSeconds: 10,
  unclaimedSupervisorSeconds: 20,
  unclaimedOnCallSeconds: 40,
  ownerIdleReminderSeconds: 30,
  ownerIdleSupervisorSeconds: 60,
  noActivitySeconds: 600,
  noDecisionReminderSeconds: 60,
  noDecisionSupervisorSeconds: 120,
  unverifiableSecondSeconds: 60,
  unverifiableSupervisorSeconds: 120,
  verifiedNotHandedOverSeconds: 20,
  handoverUnconfirmedSeconds: 60,
  policeSilentSeconds: 300,
  notFoundSeconds: 120,
};

/** What is kept of sound; a centre's setting, copied into the alarm when raised. */
export const recordingRule = z.object({
  record: z.boolean(),
  /** False: what sounds before somebody claims the alarm is heard and not kept. */
  recordBeforeClaim: z.boolean(),
});
export type RecordingRule = z.infer<typeof recordingRule>;

export const usualRecording: RecordingRule = { record: true, recordBeforeClaim: true };

export const planFlag = z.enum(['no-call', 'weapon-reported', 'children', 'aol', 'medical-need']);
export type PlanFlag = z.infer<typeof planFlag>;

/** The action plan copied into the alarm when raised: later edits do not change a running alarm. */
export const planCopy = z.object({
  version: z.int().positive(),
  flags: z.array(planFlag),
  minimumListeningSeconds: z.int().min(10).max(60),
  codeWordAgreed: z.boolean(),
  timings,
  /** Missing where the release before raised it: all of it is kept. */
  recording: recordingRule.optional(),
  /** Who goes instead of the police, as the municipality's contract says; missing where it names nobody. */
  otherResponder: z.string().min(1).max(120).optional(),
  /** Missing where the release before raised it. */
  steps: z.array(planStep).optional(),
});
export type PlanCopy = z.infer<typeof planCopy>;
