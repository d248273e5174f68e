// What the server said no with, where it is about a setting; else as everywhere.
import { ApiError } from '../../api.ts';
import { m } from '../../paraglide/messages.js';
import { dayAndTime } from '../../time/format.ts';
import { errorText } from '../../words.ts';

const momentIn = ({ from }: Record<string, unknown>): string | null =>
  typeof from === 'string' ? dayAndTime(from) : null;

const refusals: Record<string, (details: Record<string, unknown>) => string> = {
  'instelling-ongeldig': m.refusal_instelling_ongeldig,
  'instelling-onleesbaar': m.refusal_instelling_onleesbaar,
  'instelling-gewijzigd': m.refusal_instelling_gewijzigd,
  'geen-voorstel': m.refusal_geen_voorstel,
  'geheim-ontbreekt': m.refusal_geheim_ontbreekt,
  'tweede-persoon-nodig': (details) => {
    const at = momentIn(details);
    return at ? m.setting_second_needed_from({ at }) : m.setting_second_needed();
  },
  'tweede-persoon-nieuw': (details) =>
    m.refusal_tweede_persoon_nieuw({ from: momentIn(details) ?? '' }),
  'too-fast': m.setting_test_too_fast,
};

export function settingErrorText(cause: unknown): string {
  if (!(cause instanceof ApiError)) return errorText(cause);
  return refusals[cause.code]?.(cause.details) ?? errorText(cause);
}
