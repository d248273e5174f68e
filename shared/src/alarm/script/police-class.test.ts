// The whole decision table: every combination of grounds, and each ground alone by name.
import { expect, it, test } from 'vitest';
import { policeClassOf, policeClassText, type Grounds } from './police-class.ts';

const none: Grounds = {
  heard: false,
  duressWordHeard: false,
  camera: false,
  personOnSite: false,
  secondButton: null,
};

it.each([
  ['nothing at all', {}, 'assistance', []],
  ['sound that was heard', { heard: true }, 'prio-1', ['sound']],
  ['a duress word', { duressWordHeard: true }, 'prio-1', ['duress-word']],
  ['a camera', { camera: true }, 'prio-1', ['camera']],
  ['a person on site', { personOnSite: true }, 'prio-1', ['person-on-site']],
  ['another person’s button', { secondButton: 'another-person' }, 'prio-1', ['several-buttons']],
  ['the same person’s second button', { secondButton: 'same-person' }, 'assistance', []],
  ['a second button of nobody knows whom', { secondButton: 'unknown-person' }, 'assistance', []],
  [
    'several at once',
    { heard: true, camera: true, secondButton: 'another-person' },
    'prio-1',
    ['sound', 'camera', 'several-buttons'],
  ],
] as const)('%s', (_what, grounds, expected, because) => {
  expect(policeClassOf({ ...none, ...grounds })).toEqual({ class: expected, because });
});

test('over all 64 combinations: Prio 1 exactly when one ground counts, and never less with one more', () => {
  const flags = ['heard', 'duressWordHeard', 'camera', 'personOnSite'] as const;
  const seconds = [null, 'same-person', 'unknown-person', 'another-person'] as const;
  let seen = 0;
  for (let bits = 0; bits < 16; bits += 1)
    for (const secondButton of seconds) {
      const set = flags.filter((_, index) => bits & (1 << index));
      const grounds = {
        ...none,
        ...Object.fromEntries(set.map((flag) => [flag, true])),
        secondButton,
      };
      const counted = set.length + (secondButton === 'another-person' ? 1 : 0);
      const judged = policeClassOf(grounds);
      expect(judged.because).toHaveLength(counted);
      expect(judged.class).toBe(counted > 0 ? 'prio-1' : 'assistance');
      seen += 1;
    }
  expect(seen).toBe(64);
});

it.each([
  ['prio-1', true, 'Prio 1 – geverifieerd'],
  ['prio-1', false, 'Prio 1 – NIET GEVERIFIEERD'],
  ['assistance', true, 'Politieassistentie – geverifieerd'],
  ['assistance', false, 'Politieassistentie – NIET GEVERIFIEERD'],
] as const)('D2 asked for as %s, verified %s: %s', (as, isVerified, text) => {
  expect(policeClassText(as, isVerified)).toBe(text);
});
