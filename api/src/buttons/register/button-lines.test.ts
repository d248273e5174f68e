// What somebody may hand over as a list of buttons: anything else is refused in a sentence, quickly, and by its line.
import { expect, test } from 'vitest';
import { readLines } from './button-lines.ts';

const head = 'serial,protocol,account,key,model,municipality,holder,sound';
const ab1 = 'AB1,dc09,12ab,,m,Haarlem,Jan,';

test('a list is read, with either separator and with columns in any order', async () => {
  const read = [
    { line: { serial: 'AB1', protocol: 'dc09', account: '12AB', municipality: 'Haarlem' } },
  ];
  expect(await readLines(`${head}\n${ab1}\n`)).toMatchObject(read);
  const others = 'Municipality;Key;Account;Protocol;Serial\nHaarlem;;12ab;dc09;AB1\n';
  expect(await readLines(`\uFEFF${others}`)).toMatchObject(read);
});

test.each([
  ['nothing', '', /geen regels/],
  ['a first line alone', head, /geen regels/],
  ['a packed file', `PK\u0003\u0004${'\u0000\u0001ÿ'.repeat(50)}\n1\n`, /noemt geen serial/],
  ['one endless line', 'x'.repeat(1_000_000), /^regel 2: .*te lang/],
  ['another list', 'naam,plaats\nJan,Haarlem\n', /noemt geen serial/],
  [
    'a quotation mark that nothing closes',
    `${head}\n${ab1}\n"${`${ab1}\n`.repeat(999)}`,
    /^regel 3: .*"/,
  ],
  ['one that closes too soon', `${head}\n"AB"1,dc09,12ab,,,,,\n`, /^regel 2: .*"/],
  ['a column too few', `${head}\n${ab1}\nAB2,dc09\n`, /^regel 3: .*kolommen/],
  [
    'a NUL',
    `${head}\nAB\u00001,dc09,12ab,,,,,\n`,
    /^regel 2: in kolom “serial” staat te lange tekst of een teken/,
  ],
  [
    'a line end in a name',
    `${head}\nAB1,dc09,12ab,,,Haarlem,"Jan\nPiet",\n`,
    /^regel 2: in kolom “holder” staat te lange tekst/,
  ],
  [
    'a long name',
    `${head}\nAB1,dc09,12ab,,,Haarlem,${'x'.repeat(121)},\n`,
    /^regel 2: in kolom “holder” staat te lange tekst/,
  ],
  [
    'B16 a letter that nobody can read',
    `${head}\nAB1,dc09,12ab,,,Haarlem,Ren\uFFFDe,\n`,
    /^regel 2: in kolom “holder” staat een teken dat niet te lezen is/,
  ],
  [
    'B17 a number that Excel changed',
    'serial;protocol;account\nNL-1;dc09;8312\nNL-2;dc09;8,31E+15\n',
    /^regel 3: in kolom “account” heeft Excel het nummer veranderd/,
  ],
  ['no serial', `${head}\n,dc09,12ab,,,,,\n`, /^regel 2: kolom “serial” is leeg$/],
])('%s is refused', async (_what, csv, sentence) => {
  await expect(readLines(csv)).rejects.toThrow(sentence);
});

test('B17 words with commas need no quotation marks where semicolons stand between the columns', async () => {
  const csv = 'serial;protocol;account;municipality;holder\nAB1;dc09;12ab;Haarlem;Jansen, P.\n';
  expect(await readLines(csv)).toMatchObject([{ line: { holder: 'Jansen, P.' } }]);
});

test('B17 an account of hex digits with an E is no number that Excel changed', async () => {
  const csv = 'serial;protocol;account\nAB1;dc09;8E15\n';
  expect(await readLines(csv)).toMatchObject([{ line: { account: '8E15' } }]);
});
