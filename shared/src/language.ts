// The languages in which screens and mails exist, and which of them somebody reads.
import * as z from 'zod';

export const language = z.enum(['nl', 'en']);
export type Language = z.infer<typeof language>;

/** What a centre offers: at least one, and the one for whoever wished none of them. */
export type Languages = { offered: readonly Language[]; usual: Language };

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
