import { expect, test } from 'vitest';
import { raised } from '../alarms/example-alarms.ts';
import { recoveredLines } from './recovered.ts';

test('C11 of what was missed the first hundred are listed, and the rest is counted', () => {
  const [event] = raised().events;
  const events = Array.from({ length: 20_000 }, () => event!); // an alarm begins with one
  expect(recoveredLines(events)).toMatchObject({ more: 19_900 });
  expect(recoveredLines(events).shown).toHaveLength(100);
  expect(recoveredLines(events.slice(0, 3))).toEqual({ shown: events.slice(0, 3), more: 0 });
});
