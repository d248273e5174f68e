import { expect, it } from 'vitest';
import { closedAs } from '@achterwacht/shared/testing/facts.ts';
import { anna, bram, claimedBy, followedBy, raised, start } from '../alarms/example-alarms.ts';
import { concerns, reloadWaitsFor } from './reload-rule.ts';

const calm = {
  hasAlarm: false,
  isLive: true,
  isBusy: false,
  untouchedMilliseconds: 10_000,
  isLeader: false,
  wasTried: false,
  isSilencedByLoading: false,
};

it('loads where nothing is open and nobody is at it', () => {
  expect(reloadWaitsFor(calm)).toBeNull();
});

it('waits for each thing that it would take from somebody', () => {
  expect(reloadWaitsFor({ ...calm, hasAlarm: true })).toBe('alarm');
  expect(reloadWaitsFor({ ...calm, isLive: false })).toBe('line');
  expect(reloadWaitsFor({ ...calm, isBusy: true })).toBe('person');
  expect(reloadWaitsFor({ ...calm, untouchedMilliseconds: 9_999 })).toBe('person');
});

it('lets the window that sounds go last', () => {
  expect(reloadWaitsFor({ ...calm, isLeader: true })).toBe('person');
  expect(reloadWaitsFor({ ...calm, isLeader: true, untouchedMilliseconds: 20_000 })).toBeNull();
});

it('never loads again what it loaded', () => {
  expect(reloadWaitsFor({ ...calm, wasTried: true })).toBe('tried');
});

it('leaves it to a person where the desk would be silent afterwards', () => {
  expect(reloadWaitsFor({ ...calm, isSilencedByLoading: true })).toBe('sound');
});

it('counts as open what waits for anybody and what is this person’s', () => {
  const waiting = raised();
  const mine = claimedBy(waiting, anna);
  expect(concerns(waiting.alarm, anna.id)).toBe(true);
  expect(concerns(mine.alarm, anna.id)).toBe(true);
  expect(concerns(claimedBy(waiting, bram).alarm, anna.id)).toBe(false);
  const test = raised({ kind: 'test', mode: 'test' });
  expect(concerns(test.alarm, anna.id)).toBe(false);
  expect(concerns(claimedBy(test, anna).alarm, anna.id)).toBe(true);
  expect(concerns(followedBy(mine, closedAs('unknown', anna), start + 60_000).alarm, anna.id)).toBe(
    false,
  );
});
