import { expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

it.each([
  ['/uitgaand?x=1', '/uitgaand?x=1'],
  [null, '/'],
  ['', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/\n\\evil.example', '/'],
  ['/.//evil.example', '/'],
  ['//', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/inloggen?terug=/inloggen', '/'],
])('%j leads to %s', (asked, path) => expect(returnPath(asked)).toBe(path));
