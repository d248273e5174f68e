import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from './canonical.ts';

describe('one text for one value (RFC 8785)', () => {
  test.each<[string, unknown, string]>([
    ['keys sorted, no white space', { b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
    ['nested ones too', { z: { d: 1, c: 2 } }, '{"z":{"c":2,"d":1}}'],
    [
      'by UTF-16 unit, as RFC 8785 sorts',
      { '\u{1F600}': 1, '\uFB33': 2 },
      '{"\u{1F600}":1,"\uFB33":2}',
    ],
    ['numbers as JavaScript writes them', [1e21, 1e-7, -0, 4.5], '[1e+21,1e-7,0,4.5]'],
    ['text escaped only where it must be', 'é"\\\n\u0000', '"é\\"\\\\\\n\\u0000"'],
    ['undefined members left out', { a: undefined, b: 1 }, '{"b":1}'],
    ['empty', [{}, []], '[{},[]]'],
  ])('%s', (_rule, value, text) => {
    expect(canonical(value)).toBe(text);
  });

  test('reads back to the same value, whatever the order of keys was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(shuffled(value))).toBe(text);
      }),
    );
  });

  test.each([
    ['a number JSON cannot write', Number.NaN],
    ['a hole in a list', [1, undefined]],
    ['nothing at all', undefined],
    ['a date, which must be text already', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
    ['a function', { f: () => 1 }],
  ])('%s is refused rather than hashed as something else', (_what, value) => {
    expect(() => canonical(value)).toThrow();
  });
});

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffled(member)]),
  );
}
