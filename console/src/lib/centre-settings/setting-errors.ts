// What the server said no with, where it is about a setting; else as everywhere.
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { errorText } from '../words.ts';

const refusals: Record<string, () => string> = {
  'instelling-ongeldig': m.refusal_instelling_ongeldig,
  'instelling-onleesbaar': m.refusal_instelling_onleesbaar,
  'instelling-gewijzigd': m.refusal_instelling_gewijzigd,
  'geen-voorstel': m.refusal_geen_voorstel,
  'geheim-ontbreekt': m.refusal_geheim_ontbreekt,
  'tweede-persoon-nodig': m.setting_second_needed,
  'too-fast': m.setting_test_too_fast,
};

export function settingErrorText(cause: unknown): string {
  const refusal = cause instanceof ApiError ? refusals[cause.code] : undefined;
  return refusal?.() ?? errorText(cause);
}
