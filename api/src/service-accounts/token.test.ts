// A token's form: found by it in a text, and told from what is none.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { tokenInText } from '../http/admit-service.ts';
import { hashOf, makeToken, readToken } from './token.ts';

test('what is made is read back, and what is kept is no part of it', () => {
  const id = randomUUID();
  const { token, hash } = makeToken(id);
  const read = readToken(token)!;
  expect(read.id).toBe(id);
  expect(hashOf(read.secret)).toEqual(hash);
  expect(token).not.toContain(hash.toString('hex'));
  expect(`https://x/?key=${token}&a=b`).toMatch(tokenInText);
});

test('no two have the same secret', () => {
  const id = randomUUID();
  const tokens = Array.from({ length: 100 }, () => makeToken(id).token);
  expect(new Set(tokens).size).toBe(100);
});

test('one character otherwise, missing or more is none', () => {
  const { token } = makeToken(randomUUID());
  for (let place = 0; place < token.length; place += 1) {
    const other = token[place] === '0' ? '1' : '0';
    expect(readToken(token.slice(0, place) + other + token.slice(place + 1))).toBeNull();
  }
  for (const text of ['', 'aw_', token.slice(1), token.slice(0, -1), `${token}0`, `${token}\n`])
    expect(readToken(text)).toBeNull();
  expect(readToken(token.toUpperCase())).toBeNull();
});
