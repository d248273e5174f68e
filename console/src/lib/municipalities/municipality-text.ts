// How what stands of a municipality is said, and what is said when it cannot be added, changed or ended.
import type { MunicipalityRefusal } from '@achterwacht/shared/municipality/decide.ts';
import type { MunicipalityDetails } from '@achterwacht/shared/municipality/state.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { phoneText } from '../phone-text.ts';
import { errorText } from '../words.ts';

type Code = Exclude<MunicipalityRefusal['code'], 'not-found' | 'rol-mag-niet'>;

const sentences = {
  'gemeente-onbekend': ({ name }) => m.refusal_gemeente_onbekend({ name: text(name) }),
  'gemeente-bestaat-al': ({ name }) => m.refusal_gemeente_bestaat_al({ name: text(name) }),
  'gemeente-beeindigd': ({ name }) => m.refusal_gemeente_beeindigd({ name: text(name) }),
  'gemeente-in-gebruik': ({ buttons, members }) =>
    m.refusal_gemeente_in_gebruik({ buttons: text(buttons), members: text(members) }),
  'gemeente-onleesbaar': () => m.refusal_gemeente_onleesbaar(),
  'looptijd-ongeldig': ({ since, until }) =>
    m.refusal_looptijd_ongeldig({ since: text(since), until: text(until) }),
  'contrast-te-laag': ({ ratio }) =>
    m.refusal_contrast_te_laag({ ratio: ratioText(Number(ratio)) }),
  'tussentijds-gewijzigd': () => m.municipality_changed_meanwhile(),
} satisfies Record<Code, (details: Record<string, unknown>) => string>;

/** Down, so that 4.49 is never shown as 4.5. */
export const ratioText = (ratio: number) =>
  (Math.floor(ratio * 10) / 10).toLocaleString(getLocale(), { minimumFractionDigits: 1 });

/** Whom to ask for at the municipality by day. */
export const officeText = ({ name, phone, mail }: NonNullable<MunicipalityDetails['office']>) =>
  [name, phone && phoneText(phone), mail].filter(Boolean).join(', ');

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export function municipalityProblem(error: unknown): string {
  if (error instanceof ApiError && error.code in sentences)
    return sentences[error.code as Code](error.details);
  return errorText(error);
}
