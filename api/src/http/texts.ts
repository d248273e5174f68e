// The sentence that goes with a code, in Dutch: the same file that the console speaks from, for everybody who calls the API
// without it. A mail is in its receiver's language.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Language } from '@achterwacht/shared/language.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(path)), 'utf8')) as Record<
    string,
    unknown
  >;
const sentences = {
  nl: read('@achterwacht/shared/messages/nl.json'),
  en: read('@achterwacht/shared/messages/en.json'),
} satisfies Record<Language, unknown>;

/** `al-aangenomen` with `{owner}` → "Al aangenomen door Anna"; the bare code where no sentence exists. */
export function sentenceFor(
  kind: 'refusal' | 'error',
  code: string,
  details: Record<string, unknown> = {},
): string {
  const sentence = sentences.nl[`${kind}_${code.replaceAll('-', '_')}`];
  if (typeof sentence !== 'string') return code;
  return filledIn(sentence, details);
}

function filledIn(sentence: string, details: Record<string, unknown>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

/** A text by its name, for documents and mails; a name without one is a mistake of ours. */
export function textOf(
  name: string,
  details: Record<string, unknown> = {},
  language: Language = 'nl',
): string {
  const sentence = sentences[language][name];
  if (typeof sentence !== 'string') throw new Error(`no text named ${name}`);
  return filledIn(sentence, details);
}
