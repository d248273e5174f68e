import { expect, test } from 'vitest';
import {
  claimed,
  hearing,
  listening,
  signalled,
  soundStarted,
} from '@achterwacht/shared/testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  given,
  moment,
  pressed,
  signal,
  system,
  withSound,
} from '@achterwacht/shared/testing/given.ts';
import { folded, isOfSound } from './fold-lines.ts';

const { log } = given(
  pressed(withSound),
  at(1, system('listen-in'), soundStarted(1)),
  at(5, anna, claimed(anna), listening(anna), hearing(anna, 'sound')),
  at(8, bram, listening(bram), hearing(bram, 'sound')),
  at(9, anna, hearing(anna, 'silence')),
  at(10, anna, hearing(anna, 'sound')),
  at(11, anna, hearing(anna, 'silence')),
);
const heard = (events: typeof log) =>
  events.flatMap((event) =>
    event.type === 'HearingChanged' ? [`${event.data.by.name}: ${event.data.hears}`] : [],
  );

test('of each listener the last that he hears, and nothing else is left out', () => {
  expect(heard(folded(log))).toEqual(['Bram: sound', 'Anna: silence']);
  const others = (events: typeof log) => events.filter(({ type }) => type !== 'HearingChanged');
  expect(others(folded(log))).toEqual(others(log));
});

test('the filter for sound keeps every one', () => {
  expect(heard(log.filter(isOfSound))).toHaveLength(5);
  expect(log.filter(isOfSound).map(({ type }) => type)).not.toContain('AlarmClaimed');
});

test('of where the button says it is the last, and every other signal', () => {
  const told = given(
    pressed(withSound),
    at(2, button, signalled(signal('position'), 2, 2)),
    at(4, button, signalled(signal('low-battery'), 3, 4)),
    at(6, button, signalled(signal('position'), 4, 6)),
  ).log;
  const kinds = folded(told).flatMap((event) =>
    event.type === 'SignalAdded' ? [[event.data.signal.kind, event.at]] : [],
  );
  expect(kinds).toEqual([
    ['low-battery', moment(4)],
    ['position', moment(6)],
  ]);
});
