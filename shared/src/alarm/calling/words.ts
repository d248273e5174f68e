// Whether a word that was heard is one of the two agreed with the holder. It is heard through a coat, in
// fear, and typed in haste, so small differences do not count: for the duress word as little as for the
// code word. What is neither is treated as said under duress.
import type { WordResult } from './state.ts';

type Words = { codeWord: string | null; duressWord: string | null };

/** From this length on one slip of the keyboard is forgiven; a shorter word would become another one. */
const forgivingLength = 5;

/** Null where no code word was agreed and it is not the duress word either: nothing to judge it by. */
export function compareWord(heard: string, { codeWord, duressWord }: Words): WordResult | null {
  const typed = plain(heard);
  const toCode = codeWord === null ? Infinity : mistakes(typed, plain(codeWord));
  const toDuress = duressWord === null ? Infinity : mistakes(typed, plain(duressWord));
  // As near to the one as to the other: never the one that says it is safe.
  if (toDuress <= toCode && toDuress !== Infinity) return 'duress-word';
  if (toCode !== Infinity) return 'code-word';
  return codeWord === null ? null : 'wrong';
}

/** Without capitals, accents, spaces and what is no letter or digit. */
function plain(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** 0 or 1 where they count as the same; infinite otherwise. */
function mistakes(typed: string, agreed: string): number {
  if (typed === agreed) return agreed === '' ? Infinity : 0;
  return agreed.length >= forgivingLength && isOneSlip(typed, agreed) ? 1 : Infinity;
}

/** One letter more, less or other, or two neighbours changed places. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = [[...one], [...other]].sort((a, b) => a.length - b.length) as [
    string[],
    string[],
  ];
  const from = short.findIndex((letter, index) => letter !== long[index]);
  const first = from === -1 ? short.length : from;
  const rest = (letters: string[], skipped: number) => letters.slice(first + skipped).join('');
  if (long.length === short.length + 1) return rest(short, 0) === rest(long, 1);
  if (long.length !== short.length) return false;
  if (rest(short, 1) === rest(long, 1)) return true;
  return (
    short[first] === long[first + 1] &&
    short[first + 1] === long[first] &&
    rest(short, 2) === rest(long, 2)
  );
}
