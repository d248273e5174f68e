// The sentence that goes with a code, in Dutch: the same file that the console speaks from, for
// everybody who calls the API without it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sentences = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve('@achterwacht/shared/messages/nl.json')), 'utf8'),
) as Record<string, unknown>;

/** `al-aangenomen` with `{owner}` → "Al aangenomen door Anna"; the bare code where no sentence exists. */
export function sentenceFor(
  kind: 'refusal' | 'error',
  code: string,
  details: Record<string, unknown> = {},
): string {
  const sentence = sentences[`${kind}_${code.replaceAll('-', '_')}`];
  if (typeof sentence !== 'string') return code;
  return filledIn(sentence, details);
}

function filledIn(sentence: string, details: Record<string, unknown>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

/** A text by its name, for documents; a name without one is a mistake of ours. */
export function textOf(name: string, details: Record<string, unknown> = {}): string {
  const sentence = sentences[name];
  if (typeof sentence !== 'string') throw new Error(`no text named ${name}`);
  return filledIn(sentence, details);
}
