import { claimed, secondPress } from '@achterwacht/shared/testing/facts.ts';
import { anna, button, given, pressed } from '@achterwacht/shared/testing/given.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameAs, withRepeats } from './repeats.ts';

const says = (text: string) => (text === '-' ? null : text);

test('three of the same one after the other are one line, two are two', () => {
  expect(withRepeats(['a', 'b', 'b', 'b', 'a', 'a'], says)).toEqual([
    ['a'],
    ['b', 'b', 'b'],
    ['a'],
    ['a'],
  ]);
});

test('what a person wrote is never folded into another, nor are lines with one between them', () => {
  expect(withRepeats(['-', '-', '-'], says)).toHaveLength(3);
  expect(withRepeats(['a', 'a', '-', 'a'], says)).toHaveLength(4);
});

test('nothing is left out and nothing changes its place', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', '-')), (events) => {
      expect(withRepeats(events, says).flat()).toEqual(events);
    }),
  );
});

test('those on call who are paged again and again are one line; every press is its own', () => {
  const story = given(pressed());
  story.fastForward(300);
  for (const second of [301, 302, 303, 304])
    story.when(secondPress(second), button, second).accepted();
  const lines = withRepeats(story.log, sameAs);
  const [paged] = lines.filter(({ length }) => length > 1);
  expect(paged?.every(({ type }) => type === 'DeadlinePassed')).toBe(true);
  expect(paged?.length).toBeGreaterThan(5);
  const presses = story.log.filter(({ type }) => type === 'SignalAdded');
  expect(presses).toHaveLength(4);
  for (const press of presses) expect(lines).toContainEqual([press]);
});

test('what a person did is a line each time', () => {
  const story = given(pressed());
  for (const second of [5, 6, 7]) story.add([claimed(anna)], anna, second);
  expect(withRepeats(story.log, sameAs)).toHaveLength(4);
});
