import { expect, test } from 'vitest';
import {
  closedShownMilliseconds,
  mostClosedShown,
} from '@achterwacht/shared/alarm/closing/shown-closed.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { raised } from '../alarms/example-alarms.ts';
import { forgettable } from './forgetting.ts';

const now = Date.parse('2026-11-30T12:00:00.000Z');
const closedAgo = (milliseconds: number): Alarm => {
  const at = new Date(now - milliseconds).toISOString();
  // Of its closing only the moment matters here.
  return { ...raised().alarm, id: crypto.randomUUID(), closed: { at } as Alarm['closed'] };
};

test('C6 what is open is never forgotten, what was closed after an hour', () => {
  const open = { ...raised().alarm, id: crypto.randomUUID() };
  const just = closedAgo(closedShownMilliseconds);
  const earlier = closedAgo(closedShownMilliseconds + 1);
  expect(forgettable([open, just, earlier], now, null)).toEqual([earlier.id]);
  expect(forgettable([open, just, earlier], now, earlier.id)).toEqual([]);
});

test('the last that was closed stays', () => {
  expect(forgettable([closedAgo(closedShownMilliseconds * 10)], now, null)).toEqual([]);
});

test('of many that were closed the latest stay', () => {
  const many = Array.from({ length: mostClosedShown + 2 }, (_, index) => closedAgo(index * 1_000));
  const oldest = many.slice(-2).map(({ id }) => id);
  expect([...forgettable(many.toReversed(), now, null)].sort()).toEqual(oldest.sort());
});
