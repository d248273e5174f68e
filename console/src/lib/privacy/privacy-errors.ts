// Why a sheet was not taken away: what needs it still, or who has to agree.
import { whyNeeded, type WhyNeeded } from '@achterwacht/shared/person/state.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { momentText } from '../time/format.ts';
import { errorText } from '../words.ts';

const neededWords = {
  loan: m.refusal_blad_nodig_loan,
  alarm: m.refusal_blad_nodig_alarm,
  'legal-hold': m.refusal_blad_nodig_hold,
  'privacy-request': m.refusal_blad_nodig_request,
} satisfies Record<WhyNeeded, () => string>;

export function privacyProblem(cause: unknown): string {
  if (!(cause instanceof ApiError)) return errorText(cause);
  const { code, details } = cause;
  const needed = whyNeeded.safeParse(details['why']);
  if (code === 'blad-nog-nodig' && needed.success) return neededWords[needed.data]();
  if (code === 'naam-nog-nodig') return m.refusal_naam_nog_nodig();
  if (code === 'geen-blad') return m.refusal_geen_blad();
  if (code === 'geen-voorstel') return m.refusal_geen_voorstel();
  if (code === 'tweede-persoon-nodig')
    return m.refusal_tweede_persoon_nodig({ proposer: String(details['proposer']) });
  if (code === 'tweede-persoon-nieuw')
    return m.refusal_tweede_persoon_nieuw({ from: momentText(String(details['from'])) });
  return errorText(cause);
}
