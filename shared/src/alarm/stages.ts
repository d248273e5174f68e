// The stages of the honest clock, in their order. Which moments they are taken at stands in the folds of the aspects.
import * as z from 'zod';

export const stage = z.enum([
  'pressed',
  'received',
  'presented',
  'claimed',
  'audible',
  'decided',
  'handed-over',
  'police-confirmed',
  'on-scene',
  'closed',
]);
export type Stage = z.infer<typeof stage>;

/** A stage is stamped once; nothing anybody does later moves it. */
export function stamp<A extends { times: Partial<Record<Stage, string>> }>(
  alarm: A,
  stage: Stage,
  at: string,
): A {
  return alarm.times[stage] ? alarm : { ...alarm, times: { ...alarm.times, [stage]: at } };
}
