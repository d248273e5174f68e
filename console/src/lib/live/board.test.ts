import { expect, test, vi } from 'vitest';
import { anna, claimedBy, raised } from '../alarms/example-alarms.ts';

// What the compiler makes of runes is of no matter here: a value is a value.
vi.stubGlobal(
  '$state',
  Object.assign((value: unknown) => value, { raw: (value: unknown) => value }),
);
vi.stubGlobal('$derived', (value: unknown) => value);
const { Board } = await import('./board.svelte.ts');

test('a message that changes no alarm here moves the board on: what follows it is no hole', () => {
  const board = new Board();
  board.start({ sequence: 1, alarms: [], buttons: { total: 0, withoutContact: 0 } });
  expect(board.apply([{ sequence: 2 }])).toMatchObject({ trouble: null, applied: [] });
  expect(board.sequence).toBe(2);
  const { events } = claimedBy(raised(), anna);
  const next = events.map((event) => ({ ...event, sequence: event.sequence + 2 }));
  expect(board.apply(next)).toMatchObject({ trouble: null });
  expect(board.sequence).toBe(2 + next.length);
});
