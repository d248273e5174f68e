import { noted, verified, withdrawn, claimed } from '@achterwacht/shared/testing/facts.ts';
import {
  anna,
  at,
  given,
  member,
  moment,
  pressed,
  uuid,
} from '@achterwacht/shared/testing/given.ts';
import {
  confirmed,
  policeReported,
  policeWithdrawn,
  sent,
} from '@achterwacht/shared/testing/handover-facts.ts';
import { expect, test } from 'vitest';
import { correctionsOf } from './corrections.ts';

const better = (version: number) =>
  ({
    type: 'NoteCorrected',
    data: { noteId: uuid(500), version, by: member(anna) },
    personal: { text: 'hoor een kind' },
  }) as const;
/** Version 3 is the first after these. */
const life = (...rest: Parameters<typeof at>[2][]) =>
  given(
    pressed(),
    at(5, anna, claimed(anna)),
    ...rest.map((fact, index) => at(10 + index, anna, fact)),
  ).log;
const by = { by: 'Anna' };

test('a note and its first correction are struck through, the last one is not', () => {
  expect([...correctionsOf(life(noted(anna), better(3), better(4)))]).toEqual([
    [3, { how: 'corrected', ...by, at: moment(11) }],
    [4, { how: 'corrected', ...by, at: moment(12) }],
  ]);
});

test('a judgement that somebody withdrew is; one that a new press made old is not', () => {
  expect([...correctionsOf(life(verified(anna), withdrawn('by-centralist')))]).toEqual([
    [3, { how: 'withdrawn', ...by, at: moment(11) }],
  ]);
  expect(correctionsOf(life(verified(anna), withdrawn('new-signal'))).size).toBe(0);
});

test('a police status that was wrong is, and the one beside it is not', () => {
  const log = life(
    sent(anna),
    confirmed(anna),
    policeReported('under-way', 12, anna),
    policeReported('on-scene', 12, anna),
    policeWithdrawn(6, anna),
  );
  expect([...correctionsOf(log).keys()]).toEqual([6]);
});
