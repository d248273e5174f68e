import { expect, test } from 'vitest';
import { holderText } from './holder-text.ts';

test('a function that nobody entered leaves nothing behind the name', () => {
  expect(holderText({ name: 'Joke van Dam', function: 'wethouder' })).toBe(
    'Joke van Dam, wethouder',
  );
  expect(holderText({ name: 'Joke van Dam', function: '' })).toBe('Joke van Dam');
});
