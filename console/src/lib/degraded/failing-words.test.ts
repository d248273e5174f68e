import { failingPart } from '@achterwacht/shared/feed.ts';
import { expect, test } from 'vitest';
import { saidOf } from './failing-words.ts';

const since = '2026-11-21T13:02:00.000Z';
const one = (part: (typeof failingPart.options)[number], whom: string | null = null) => ({
  part,
  whom,
  since,
});

test('each part that can fail has a sentence of its own', () => {
  const texts = failingPart.options.map((part) => saidOf([one(part, 'X')], 'open')[0]!.text);
  expect(new Set(texts).size).toBe(failingPart.options.length);
});

test('the worst first, and each receiver of the police by name', () => {
  const said = saidOf(
    [one('mail'), one('police-link', 'meldkamer Limburg'), one('database')],
    'open',
  );
  expect(said.map(({ key }) => key)).toEqual([
    'database null',
    'mail null',
    'police-link meldkamer Limburg',
  ]);
  expect(said[2]!.text).toContain('meldkamer Limburg');
});

test('sound is said once, by whoever knows most of it', () => {
  expect(saidOf([], 'connecting')).toEqual([]);
  expect(saidOf([], 'broken').map(({ key }) => key)).toEqual(['own-sound']);
  expect(saidOf([one('sound')], 'broken').map(({ key }) => key)).toEqual(['sound null']);
});
