// After how long something acts by itself: what a centre may set. An alarm keeps what it copied when it was raised,
// also what no centre may set any more (`alarm/plan`).
import * as z from 'zod';
import type { Timings, usualTimings } from '../../alarm/plan/state.ts';
import { within, type Bound } from '../bounds.ts';

type Timing = keyof typeof usualTimings;

export const timingBounds: Record<Timing, Bound> = {
  unclaimedLouderSeconds: {
    least: 5,
    most: 30,
    whyLeast: 'people-need-to-react',
    whyMost: 'alarm-waits-too-long',
  },
  unclaimedSupervisorSeconds: {
    least: 10,
    most: 60,
    whyLeast: 'people-need-to-react',
    whyMost: 'alarm-waits-too-long',
  },
  unclaimedOnCallSeconds: {
    least: 20,
    most: 120,
    whyLeast: 'people-need-to-react',
    whyMost: 'alarm-waits-too-long',
  },
  ownerIdleReminderSeconds: {
    least: 15,
    most: 120,
    whyLeast: 'who-works-is-disturbed',
    whyMost: 'owner-may-be-gone',
  },
  ownerIdleSupervisorSeconds: {
    least: 30,
    most: 300,
    whyLeast: 'who-works-is-disturbed',
    whyMost: 'owner-may-be-gone',
  },
  noActivitySeconds: {
    least: 120,
    most: 3_600,
    whyLeast: 'who-works-is-disturbed',
    whyMost: 'alarm-is-forgotten',
  },
  noDecisionReminderSeconds: {
    least: 30,
    most: 300,
    whyLeast: 'who-works-is-disturbed',
    whyMost: 'holder-waits-for-judgement',
  },
  noDecisionSupervisorSeconds: {
    least: 60,
    most: 600,
    whyLeast: 'who-works-is-disturbed',
    whyMost: 'holder-waits-for-judgement',
  },
  unverifiableSecondSeconds: {
    least: 30,
    most: 300,
    whyLeast: 'who-works-is-disturbed',
    whyMost: 'holder-waits-for-judgement',
  },
  unverifiableSupervisorSeconds: {
    least: 60,
    most: 600,
    whyLeast: 'who-works-is-disturbed',
    whyMost: 'holder-waits-for-judgement',
  },
  verifiedNotHandedOverSeconds: {
    least: 10,
    most: 120,
    whyLeast: 'people-need-to-react',
    whyMost: 'police-wait-too-long',
  },
  handoverUnconfirmedSeconds: {
    least: 30,
    most: 300,
    whyLeast: 'control-room-needs-to-answer',
    whyMost: 'handover-may-be-lost',
  },
  policeSilentSeconds: {
    least: 60,
    most: 1_800,
    whyLeast: 'police-need-to-drive',
    whyMost: 'nobody-asks-police',
  },
  notFoundSeconds: {
    least: 60,
    most: 600,
    whyLeast: 'search-needs-time',
    whyMost: 'police-wait-too-long',
  },
};

/** What comes first, and what has to come after it: a step that is passed over is nobody's warning. */
const steps: readonly [Timing, Timing][] = [
  ['unclaimedLouderSeconds', 'unclaimedSupervisorSeconds'],
  ['unclaimedSupervisorSeconds', 'unclaimedOnCallSeconds'],
  ['ownerIdleReminderSeconds', 'ownerIdleSupervisorSeconds'],
  ['noDecisionReminderSeconds', 'noDecisionSupervisorSeconds'],
  ['unverifiableSecondSeconds', 'unverifiableSupervisorSeconds'],
];

const fields = Object.fromEntries(
  Object.entries(timingBounds).map(([timing, bound]) => [timing, within(bound)]),
) as Record<Timing, ReturnType<typeof within>>;

/** All of them: what is left out would start nothing. */
export const askedTimings: z.ZodType<Timings> = z.strictObject(fields).superRefine((asked, ctx) => {
  for (const [first, then] of steps)
    if (asked[then] <= asked[first])
      ctx.addIssue({
        code: 'custom',
        path: [then],
        params: { problem: 'not-after', other: first },
      });
});
