import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryKeys, type TestKeys } from '../testing/key-ring.ts';
import { noteErasure, readErasures, type Erasure } from './erasures.ts';

let keys: TestKeys;
let path: string;
beforeEach(() => {
  keys = temporaryKeys();
  path = join(keys.folder, 'erasures.jsonl');
});
afterEach(() => keys.remove());

const one = (): Erasure => ({
  at: '2026-03-02T08:00:00.000Z',
  streamType: 'alarm',
  streamId: randomUUID(),
  why: 'retention',
});

test('what was noted is read, in its order, by any process', () => {
  expect(readErasures(keys.folder)).toEqual([]);
  const noted = [one(), one(), one()];
  for (const erasure of noted) noteErasure(keys.folder, erasure);
  expect(readErasures(keys.folder)).toEqual(noted);
});

test('it is for nobody else on the machine to read', () => {
  noteErasure(keys.folder, one());
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('half a line that a crash left counts for nothing, and spoils no later one', () => {
  const [first, second] = [one(), one()];
  noteErasure(keys.folder, first);
  appendFileSync(path, JSON.stringify(one()).slice(0, 40));
  expect(readErasures(keys.folder)).toEqual([first]);
  noteErasure(keys.folder, second);
  expect(readErasures(keys.folder)).toEqual([first, second]);
});

test.each([
  ['that is no JSON', 'x'],
  ['of no stream', JSON.stringify({ ...one(), streamId: '7' })],
  ['that says no moment', JSON.stringify({ ...one(), at: 'today' })],
])('a line %s is named, and the list is not taken for whole', (_what, line) => {
  noteErasure(keys.folder, one());
  writeFileSync(path, `${readFileSync(path, 'utf8')}${line}\n`);
  noteErasure(keys.folder, one());
  expect(() => readErasures(keys.folder)).toThrow('line 2 of the list of erasures');
});
