// What is different between two versions, as it is read side by side.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesOf } from './differences.ts';
import { nothingSaid, type LayerStep } from './state.ts';
import { step } from './test-plan.ts';

const withSteps = (...steps: LayerStep[]) => ({ ...nothingSaid, steps });
const steps = (before: LayerStep[], after: LayerStep[]) =>
  differencesOf(withSteps(...before), withSteps(...after));

test('nothing, where nothing is', () => {
  expect(steps([step('a')], [step('a')])).toEqual([]);
});

test('how it starts', () => {
  const before = { ...nothingSaid, title: 'A', flags: ['children' as const] };
  const after = {
    ...nothingSaid,
    minimumListeningSeconds: 20,
    flags: ['medical-need' as const],
  };
  expect(differencesOf(before, after)).toEqual([
    { what: 'title', before: 'A', after: null },
    { what: 'listening', before: null, after: 20 },
    { what: 'flag-added', flag: 'medical-need' },
    { what: 'flag-removed', flag: 'children' },
  ]);
});

test('its steps', () => {
  const before = [step('a'), step('b'), step('c'), step('gone')];
  const after = [step('c'), step('a', { required: true, text: 'Anders' }), step('b'), step('new')];
  expect(steps(before, after)).toEqual([
    { what: 'step-moved', stepId: 'c' },
    { what: 'step-changed', stepId: 'a', fields: ['text', 'required'] },
    { what: 'step-added', stepId: 'new' },
    { what: 'step-removed', stepId: 'gone' },
  ]);
});

test('what is put behind another step moved; what only got a new neighbour did not', () => {
  expect(steps([step('x', { after: 'a' })], [step('x', { after: 'b' })])).toEqual([
    { what: 'step-moved', stepId: 'x' },
  ]);
  expect(
    steps([step('x', { after: 'a' })], [step('n', { after: 'a' }), step('x', { after: 'n' })]),
  ).toEqual([{ what: 'step-added', stepId: 'n' }]);
  expect(
    steps([step('n', { after: 'a' }), step('x', { after: 'n' })], [step('x', { after: 'a' })]),
  ).toEqual([{ what: 'step-removed', stepId: 'n' }]);
});

test('whatever the order was and is: those that did not move stand as they stood, and no more are said to than need be', () => {
  const orders = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 6 });
  fc.assert(
    fc.property(orders, orders, (before, after) => {
      const found = steps(
        before.map((id) => step(id)),
        after.map((id) => step(id)),
      );
      const moved = new Set(found.map((one) => ('stepId' in one ? one.stepId : '')));
      const still = (order: string[]) => order.filter((id) => !moved.has(id));
      expect(still(after)).toEqual(still(before));
      expect(moved.size).toBeLessThan(6);
      if (before.join('') === after.join('')) expect(moved.size).toBe(0);
    }),
  );
});
