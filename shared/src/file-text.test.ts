// One list as different programs save it.
import { expect, test } from 'vitest';
import { textOfFile } from './file-text.ts';

const said = 'holder\nRenée Voët\n';
const bytes = (text: string, encoding: BufferEncoding) =>
  new Uint8Array(Buffer.from(text, encoding));

test.each([
  ['UTF-8', bytes(said, 'utf8')],
  ['UTF-8 with a mark', bytes(`\uFEFF${said}`, 'utf8')],
  ['Windows-1252', bytes(said, 'latin1')],
  ['UTF-16', bytes(`\uFEFF${said}`, 'utf16le')],
  ['UTF-16, the other way round', new Uint8Array(Buffer.from(`\uFEFF${said}`, 'utf16le').swap16())],
])('B16 %s is read as it was written', (_, file) => {
  expect(textOfFile(file)).toBe(said);
});

test('B16 signs of Windows alone are read too', () => {
  expect(textOfFile(new Uint8Array([0x80, 0x20, 0x93, 0x61, 0x94]))).toBe('€ “a”');
});

test('B16 where UTF-8 is broken only what is broken is no letter', () => {
  const broken = Buffer.concat([Buffer.from('Renée '), Buffer.from('Voët', 'latin1')]);
  expect(textOfFile(new Uint8Array(broken))).toBe('Renée Vo\uFFFDt');
});
