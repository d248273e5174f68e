// In the turns of a real event loop: a turn is over when what was asked for with setImmediate runs.
import { expect, test } from 'vitest';
import { readingCost, Turns } from './turns.ts';

const limits = { readATurn: 24, readATurnOfSender: 8 };
const usual = 100;
const longest = 4_096;

/** Lets `sender` ask for so many frames at once; gives the numbers of those that were read so far. */
function asks(turns: Turns, sender: string, count: number, bytes = usual): number[] {
  const read: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const turn = turns.wait(sender, bytes);
    if (turn) void turn.then(() => read.push(index));
    else read.push(index);
  }
  return read;
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('whoever asks for one has it now, whatever another waits for', () => {
  const turns = new Turns(limits);
  expect(asks(turns, '10.0.0.1', 1_000)).toHaveLength(8);
  expect(turns.wait('10.0.0.2', usual)).toBeNull();
});

test('all of a sender are read in the end, in order, a few a turn', async () => {
  const turns = new Turns(limits);
  const read = asks(turns, '10.0.0.1', 100);
  for (let before = read.length; before < 100; before = read.length) {
    await nextTurn();
    expect(read.length - before).toBeLessThanOrEqual(8);
  }
  expect(read).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

test('however many senders there are, a turn is short, and each has its own after the others', async () => {
  const turns = new Turns(limits);
  const senders = Array.from({ length: 30 }, (_, index) => asks(turns, `10.0.0.${index}`, 20));
  const read = () => senders.reduce((sum, { length }) => sum + length, 0);
  for (let before = read(), rounds = 0; before < 600; before = read(), rounds += 1) {
    expect(before).toBeLessThanOrEqual(24 * (rounds + 1));
    // Ten turns are one round of thirty senders.
    if (rounds === 10) expect(senders.every(({ length }) => length >= 8)).toBe(true);
    await nextTurn();
  }
});

test('a long frame counts as several, and one is always read', async () => {
  expect([usual, 255, 256, longest].map(readingCost)).toEqual([1, 1, 2, 17]);
  const turns = new Turns(limits);
  const read = asks(turns, '10.0.0.1', 5, longest);
  expect(read).toEqual([0]);
  await nextTurn();
  expect(read).toEqual([0, 1]);
});
