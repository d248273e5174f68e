// The sentence that goes with a code, in Dutch: the same file that the console speaks from, for everybody who calls the API
// without it. What goes out is in its receiver's language.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Language } from '@achterwacht/shared/language.ts';
import {
  outgoingText,
  recipientText,
  type Filled,
  type OutgoingKey,
} from '@achterwacht/shared/subjects/outgoing.ts';

/** One that depends on how many there are says it for each of them: `countPlural=one`, `countPlural=other`. */
type Sentence = string | [{ match: Record<string, string> }];

const read = (path: string) =>
  JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(path)), 'utf8')) as Record<
    string,
    Sentence | undefined
  >;
const sentences = {
  nl: read('@achterwacht/shared/messages/nl.json'),
  en: read('@achterwacht/shared/messages/en.json'),
} satisfies Record<Language, unknown>;
const plurals = {
  nl: new Intl.PluralRules('nl'),
  en: new Intl.PluralRules('en'),
} satisfies Record<Language, Intl.PluralRules>;

type Details = Record<string, unknown>;

/** `al-aangenomen` with `{owner}` → "Al aangenomen door Anna"; the bare code where no sentence exists. */
export function sentenceFor(
  kind: 'refusal' | 'error',
  code: string,
  details: Details = {},
): string {
  return saidOf(`${kind}_${code.replaceAll('-', '_')}`, details, 'nl') ?? code;
}

/** A text by its name, for documents and mails; a name without one is a mistake of ours. */
export function textOf(name: string, details: Details = {}, language: Language = 'nl'): string {
  const said = saidOf(name, details, language);
  if (said === undefined) throw new Error(`no text named ${name}`);
  return said;
}

function saidOf(name: string, details: Details, language: Language): string | undefined {
  const sentence = sentences[language][name];
  const words =
    typeof sentence === 'object' ? variantFor(sentence[0].match, details, language) : sentence;
  return words?.replaceAll(/\{(\w+)\}/g, (_, part: string) => {
    const value = details[part];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

function variantFor(
  match: Record<string, string>,
  details: Details,
  language: Language,
): string | undefined {
  const found = Object.entries(match).find(([when]) =>
    when.split(', ').every((condition) => {
      const [part = '', form] = condition.split('Plural=');
      return plurals[language].select(Number(details[part])) === form;
    }),
  );
  return found?.[1];
}

/** What the outbox keeps, for whoever reads another language than it is kept in. */
export const outgoingIn = (stored: string, language: Language | undefined): string =>
  outgoingText(stored, tongueOf(language));
export const recipientIn = (stored: string, language: Language | undefined): string =>
  recipientText(stored, tongueOf(language));

const tongueOf = (language: Language | undefined) => ({
  inDutch: (key: OutgoingKey, filled: Filled) => textOf(key, filled),
  say: (key: OutgoingKey, filled: Filled) => textOf(key, filled, language),
});
