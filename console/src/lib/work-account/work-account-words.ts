// Why a work account let nobody in, as a sentence.
import {
  workAccountProblem,
  type WorkAccountProblem,
} from '@achterwacht/shared/routes/work-account.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { errorText } from '../words.ts';

const words = {
  expired: m.work_account_expired,
  away: m.refusal_werkaccount_weg,
  refused: m.refusal_werkaccount_geweigerd,
  'not-linked': m.work_account_not_linked,
  'factor-missing': m.work_account_factor_missing,
  'passkey-required': m.work_account_passkey_required,
  taken: m.work_account_taken,
} satisfies Record<WorkAccountProblem, () => string>;

/** Of what stands in the address of the page that somebody came back to; null: nothing went wrong. */
export function problemText(said: string | null): string | null {
  const problem = workAccountProblem.safeParse(said);
  return problem.success ? words[problem.data]() : null;
}

const refusals: Record<string, () => string> = {
  'werkaccount-weg': m.refusal_werkaccount_weg,
  'werkaccount-geweigerd': m.refusal_werkaccount_geweigerd,
  'proof-needed': m.work_account_proof_needed,
};

export function workAccountErrorText(cause: unknown): string {
  const refusal = cause instanceof ApiError ? refusals[cause.code] : undefined;
  return refusal?.() ?? errorText(cause);
}
