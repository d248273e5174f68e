// Which of a centre's languages somebody reads. No schema here: every page carries this file, the police's too.
import type { Language } from './language.ts';

/** What a centre offers: at least one, and the one for whoever wished none of them. */
export type Languages = { offered: readonly Language[]; usual: Language };

/** What a centre offers that has set nothing. */
export const usualLanguages: { offered: Language[]; usual: Language } = {
  offered: ['nl', 'en'],
  usual: 'nl',
};

/**
 * The first wish that the centre offers, dearest first: what the person chose himself, then what was chosen for him, then
 * what his browser asks for. A wish may be any text, as a browser words it: `en-GB` is English.
 */
export function languageFor(
  { offered, usual }: Languages,
  wishes: readonly (string | null | undefined)[],
): Language {
  for (const wish of wishes) {
    const found = offered.find((one) => one === wish?.toLowerCase().split('-')[0]);
    if (found) return found;
  }
  return usual;
}
