// The first half of `achterwacht init`: everything it needs to know, by flags, from a file or asked on the terminal.
// It prints the answers as JSON once all of them are right, and writes nothing anywhere.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readAnswers } from './setting-up/answers.ts';
import { askFor } from './setting-up/dialogue.ts';
import type { Said } from './setting-up/said.ts';
import { inWords, type Language } from './setting-up/words.ts';

const options = {
  centre: { type: 'string' },
  phone: { type: 'string' },
  'control-room': { type: 'string', multiple: true },
  municipality: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  lang: { type: 'string' },
  answers: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** The same names as the flags; several control rooms as a list. */
const file = z.strictObject({
  centre: z.string().optional(),
  phone: z.string().optional(),
  'control-room': z.union([z.array(z.string()), z.string().transform((one) => [one])]).optional(),
  municipality: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  lang: z.string().optional(),
});

process.exitCode = await run();

async function run(): Promise<number> {
  const flags = (() => {
    try {
      return parseArgs({ options }).values;
    } catch (error) {
      complain((error as Error).message);
      return null;
    }
  })();
  if (!flags) return 2;
  const { answers: path, json: _json, lang, ...given } = flags;
  const read = path === undefined ? {} : readFile(path, languageOf(lang));
  if (read === null) return 1;
  const { lang: writtenLang, ...written } = read;
  const language = languageOf(lang ?? writtenLang);
  let said: Said = { ...written, ...given };
  let result = readAnswers(language, said);
  if ('problems' in result && process.stdin.isTTY && path === undefined) {
    const asked = await ask(language, said);
    if (!asked) {
      complain(`\n${inWords[language].stopped}`);
      return 1;
    }
    said = asked;
    result = readAnswers(language, said);
  }
  if ('problems' in result) {
    complain([inWords[language].wrong, ...result.problems.map((one) => `  ${one}`)].join('\n'));
    return 1;
  }
  process.stdout.write(`${JSON.stringify(result.answers)}\n`);
  return 0;
}

/** Null: whoever was asked went away. */
async function ask(language: Language, said: Said): Promise<Said | null> {
  // Standard output carries the answers.
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  lines.once('SIGINT', () => left.abort());
  lines.once('close', () => left.abort());
  try {
    const question = (text: string) => lines.question(text, { signal: left.signal });
    return await askFor({ question, print: complain }, language, said);
  } catch (error) {
    if (left.signal.aborted) return null;
    throw error;
  } finally {
    lines.close();
  }
}

function readFile(path: string, language: Language) {
  try {
    const text = readFileSync(path, 'utf8');
    return file.parse(JSON.parse(text));
  } catch {
    complain(inWords[language].noFile(path));
    return null;
  }
}

function languageOf(said: string | undefined): Language {
  return said === 'en' ? 'en' : 'nl';
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
