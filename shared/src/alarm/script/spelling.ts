// Names and numbers as they are spelled over a Dutch telephone.

/** The Dutch telephone alphabet. */
const letterNames: Record<string, string> = {
  a: 'Anton',
  b: 'Bernard',
  c: 'Cornelis',
  d: 'Dirk',
  e: 'Eduard',
  f: 'Ferdinand',
  g: 'Gerard',
  h: 'Hendrik',
  i: 'Izaak',
  j: 'Johan',
  k: 'Karel',
  l: 'Lodewijk',
  m: 'Maria',
  n: 'Nico',
  o: 'Otto',
  p: 'Pieter',
  q: 'Quirinus',
  r: 'Rudolf',
  s: 'Simon',
  t: 'Theodor',
  u: 'Utrecht',
  v: 'Victor',
  w: 'Willem',
  x: 'Xantippe',
  y: 'Ypsilon',
  z: 'Zaandam',
  ĳ: 'IJmuiden',
};
const digitNames = 'nul een twee drie vier vijf zes zeven acht negen'.split(' ');
const markNames: Record<string, string> = {
  ' ': 'spatie',
  '-': 'streepje',
  "'": 'apostrof',
  '’': 'apostrof',
  ',': 'komma',
  '.': 'punt',
  '/': 'schuine streep',
  '+': 'plus',
};

/** `Haarlem` → `Hendrik Anton Anton Rudolf Lodewijk Eduard Maria`; what has no name is left as it is. */
export function spelled(text: string): string {
  // The letter IJ is one letter to a Dutch ear, also where it is typed as two.
  const letters = text.toLowerCase().replaceAll('ij', 'ĳ');
  return [...letters].map(nameOf).join(' ');
}

export type SpelledWord = { said: string; spelled: string };

/**
 * An address word by word, so that the one that was not understood is found: `Grote Markt 2b, 2011 RD` → `Grote`: `Gerard
 * Rudolf …`, `Markt`, `2b`: `twee Bernard`, `2011 RD`: `twee nul een een, Rudolf Dirk`.
 */
export function spelledWords(text: string): SpelledWord[] {
  const words = text.match(/\d{4} [A-Z]{2}\b|[^\s,]+/g) ?? [];
  return words.map((said) => ({
    said,
    spelled: said.split(' ').map(spelled).join(', '),
  }));
}

/** `12` → `een twee`: digit by digit, for what must not be misheard. */
export function digitByDigit(text: string): string {
  return [...text].map((mark) => digitNames[Number(mark.trim() || NaN)] ?? mark).join(' ');
}

function nameOf(mark: string): string {
  if (mark >= '0' && mark <= '9') return digitNames[Number(mark)]!;
  const named = letterNames[mark] ?? markNames[mark];
  if (named !== undefined) return named;
  // An accent is said after its letter: "Eduard trema".
  const [base = '', accent] = [...mark.normalize('NFD')];
  const name = letterNames[base];
  return name && accent ? `${name} ${accentNames[accent] ?? 'met accent'}` : mark;
}

const accentNames: Record<string, string> = {
  '\u0300': 'accent grave',
  '\u0301': 'accent aigu',
  '\u0302': 'circonflexe',
  '\u0308': 'trema',
};
