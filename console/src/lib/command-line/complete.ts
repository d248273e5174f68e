// What could follow what is typed: the commands that begin so, and behind a command what it can be about now. It only
// fills in the line; Enter carries out what stands there.
import { fold, type CommandId, type Vocabulary } from './commands.ts';
import { commandOf, firstWord } from './parse.ts';

/** What a command can be about, and what is told of it. */
export type Choice = { value: string; detail: string };

export type Suggestion = {
  /** The whole line when it is taken. */
  line: string;
  label: string;
  detail: string;
};

type Possible = {
  /** What stands to be chosen behind this one; empty where anything may be written. */
  choicesOf: (id: CommandId) => readonly Choice[];
  usageOf: (id: CommandId) => string;
};

/** As many as anybody reads while he types. */
export const mostSuggested = 8;

export function complete(typed: string, words: Vocabulary, possible: Possible): Suggestion[] {
  const { word, rest } = firstWord(typed);
  const isWordDone = /\S\s/u.test(typed.trimStart());
  const found = isWordDone
    ? ofCommand(word, rest, words, possible)
    : beginning(fold(word), words, possible);
  // What stands there already is no help.
  return found.filter(({ line }) => line.trim() !== typed.trim()).slice(0, mostSuggested);
}

function beginning(start: string, { commands }: Vocabulary, possible: Possible): Suggestion[] {
  return [...commands].flatMap(([id, known]) => {
    const label = known.find((word) => word.startsWith(start));
    return label === undefined ? [] : [{ line: `${label} `, label, detail: possible.usageOf(id) }];
  });
}

function ofCommand(
  word: string,
  rest: string,
  words: Vocabulary,
  { choicesOf }: Possible,
): Suggestion[] {
  const id = commandOf(word, words);
  if (id === null) return [];
  return choicesOf(id)
    .filter((choice) => answers(choice, fold(rest)))
    .map(({ value, detail }) => ({ line: `${word} ${value}`, label: value, detail }));
}

/** By its value, or by any word of what is told of it: `aan dam` finds who is called so. */
function answers({ value, detail }: Choice, start: string): boolean {
  const told = fold(detail);
  return fold(value).startsWith(start) || told.startsWith(start) || told.includes(` ${start}`);
}
