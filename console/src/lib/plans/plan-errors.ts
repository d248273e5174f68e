// What the server said no with, where it is about a plan; else as everywhere.
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { dayAndTime } from '../time/format.ts';
import { errorText } from '../words.ts';

const momentIn = ({ from }: Record<string, unknown>): string | null =>
  typeof from === 'string' ? dayAndTime(from) : null;
const nameIn = ({ proposer }: Record<string, unknown>): string =>
  typeof proposer === 'string' ? proposer : '';

const refusals: Record<string, (details: Record<string, unknown>) => string> = {
  'plan-onleesbaar': m.refusal_plan_onleesbaar,
  'plan-gewijzigd': m.refusal_plan_gewijzigd,
  'geen-voorstel': m.refusal_geen_voorstel,
  'voorstel-van-ander': (details) => m.refusal_voorstel_van_ander({ proposer: nameIn(details) }),
  'voorstel-van-u': m.refusal_voorstel_van_u,
  'tweede-persoon-nodig': m.plan_second_needed,
  'tweede-persoon-nieuw': (details) =>
    m.refusal_tweede_persoon_nieuw({ from: momentIn(details) ?? '' }),
};

export function planErrorText(cause: unknown): string {
  if (!(cause instanceof ApiError)) return errorText(cause);
  return refusals[cause.code]?.(cause.details) ?? errorText(cause);
}

/** Somebody else was first: what stands there is another by now. */
export const isStale = (cause: unknown): boolean =>
  cause instanceof ApiError && ['plan-gewijzigd', 'geen-voorstel'].includes(cause.code);
