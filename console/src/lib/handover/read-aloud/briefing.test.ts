import {
  claimed,
  marked,
  unverifiable,
  verified,
  withdrawn,
} from '@achterwacht/shared/testing/facts.ts';
import type { AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import { anna, at, given, pressed } from '@achterwacht/shared/testing/given.ts';
import { expect, test } from 'vitest';
import { heardOf } from './briefing.ts';

test.each<[string, AlarmFact[], string | null]>([
  ['nothing', [], null],
  ['a judgement', [verified(anna)], 'geschreeuw'],
  [
    'the one that stands',
    [verified(anna), withdrawn('by-centralist'), unverifiable(anna)],
    'alleen ruis',
  ],
  ['a mark, where nothing was judged', [marked(anna, 3)], 'roept een naam'],
  ['a judgement before a mark', [verified(anna), marked(anna, 3)], 'geschreeuw'],
])('E5 what was heard is %s', (_what, facts, heard) => {
  const { alarm, log } = given(pressed(), at(5, anna, claimed(anna), ...facts));
  expect(heardOf(alarm, log)).toBe(heard);
});

test.each<[string, AlarmFact[]]>([
  ['withdrawn', [verified(anna), withdrawn('by-centralist')]],
  ['void by a press', [unverifiable(anna), withdrawn('new-signal')]],
])('E5 a judgement that is %s is not read aloud', (_what, facts) => {
  const { alarm, log } = given(pressed(), at(5, anna, claimed(anna), ...facts));
  expect(heardOf(alarm, log)).toBeNull();
});
