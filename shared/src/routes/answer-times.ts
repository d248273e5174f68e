// How quickly alarms were taken, by day and in all, against a norm.
import * as z from 'zod';
import { limit, profileName } from '../kpi/profiles.ts';
import { norms } from '../setting/kinds/norms.ts';
import type { Route } from './route.ts';

const count = z.int().nonnegative();

const judged = limit.extend({
  n: count,
  claimedInTime: count,
  verdict: z.enum(['met', 'missed', 'too-few']),
  missesLeft: count,
});

const figures = z.object({
  /** Of all that count, those that still wait among them. */
  alarms: count,
  /** In the order of the profile's limits. */
  limits: z.array(judged),
});

/** How far a projection is true, for every screen that shows one. */
export const truth = z.object({
  /** Null: nothing was folded yet. */
  trueAt: z.iso.datetime().nullable(),
  /**
   * `stopped`: an event that it cannot fold stands before all others; `folding-anew`: a release counts otherwise, and
   * what is shown is what the one before counted, or a part.
   */
  state: z.enum(['current', 'behind', 'folding-anew', 'stopped']),
});
export type Truth = z.infer<typeof truth>;

export const answerTimeFigures = truth.extend({
  profile: profileName,
  title: z.string(),
  verified: z.boolean(),
  total: figures,
  /** Those with an alarm, the newest first; of the centre's own calendar. */
  days: z.array(figures.extend({ day: z.iso.date() })),
});
export type AnswerTimeFigures = z.infer<typeof answerTimeFigures>;

export const normPeriod = z.object({
  /** Null: before anybody set any. */
  from: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  norms,
});
export type NormPeriod = z.infer<typeof normPeriod>;

export const answerTimeRoutes = {
  answerTimes: {
    method: 'GET',
    path: '/api/answer-times',
    summary: 'How quickly alarms were taken, by day and in all, against a norm',
    access: 'answer-times.read',
    query: z.object({
      /** Both included, by when the alarm was received. */
      from: z.iso.date(),
      to: z.iso.date(),
      /** Without one the centre's first. */
      profile: profileName.optional(),
    }),
    response: answerTimeFigures.extend({
      norms,
      /** What counted between these days, the newest first. */
      normPeriods: z.array(normPeriod),
    }),
  },
} satisfies Record<string, Route>;
