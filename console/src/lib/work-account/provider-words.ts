// What was found at the address of a provider, and why a setting of one was not taken.
import { ApiError } from '../api.ts';
import { settingErrorText } from '../centre-settings/words/setting-errors.ts';
import { m } from '../paraglide/messages.js';
import { errorText } from '../words.ts';

export const foundWords = {
  yes: m.provider_found,
  away: m.provider_away,
  refused: m.provider_refused,
} as const;

/** By field, as the server names it. */
const fieldWords: Record<string, () => string> = {
  issuer: m.provider_issuer_wrong,
  clientId: m.provider_client_wrong,
  buttonText: m.provider_button_wrong,
  secretIds: m.provider_secret_missing,
  secrets: m.provider_secret_missing,
  secondStep: m.provider_values_wrong,
};

const refusals: Record<string, () => string> = {
  'geheim-ontbreekt': m.provider_secret_missing,
  'tussentijds-gewijzigd': m.provider_changed,
  'tweede-persoon-nodig': m.provider_by_another,
  'geen-voorstel': m.provider_changed,
};

export function providerErrorText(cause: unknown): string {
  if (!(cause instanceof ApiError)) return errorText(cause);
  const problems = cause.details['problems'];
  if (Array.isArray(problems)) {
    const [first] = problems as { path?: string }[];
    const word = fieldWords[first?.path?.split('.')[0] ?? ''];
    if (word) return word();
  }
  return refusals[cause.code]?.() ?? settingErrorText(cause);
}
