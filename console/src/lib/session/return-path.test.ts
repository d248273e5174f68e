import { expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

it.each([
  ['/uitgaand?x=1', '/uitgaand?x=1'],
  [null, '/console'],
  ['', '/console'],
  ['//evil.example', '/console'],
  ['/\\evil.example', '/console'],
  ['https://evil.example', '/console'],
  ['javascript:alert(1)', '/console'],
  ['/inloggen?terug=/inloggen', '/console'],
])('%j leads to %s', (asked, path) => expect(returnPath(asked)).toBe(path));
