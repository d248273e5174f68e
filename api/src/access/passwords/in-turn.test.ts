// However many log in at once, the process goes on with everything else.
import { lookup } from 'node:dns/promises';
import { expect, test } from 'vitest';
import { createInTurn } from './in-turn.ts';
import { hashPassword } from './password-hash.ts';

test('so many at a time, in the order in which they came, and no more wait than may', async () => {
  const inTurn = createInTurn(2, 3);
  const done: number[] = [];
  const ends: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const asked = [0, 1, 2, 3, 4].map((number) =>
    inTurn(async () => {
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => ends.push(resolve));
      now -= 1;
      done.push(number);
    }),
  );
  await expect(inTurn(async () => 'one more')).rejects.toMatchObject({ statusCode: 429 });
  while (done.length < asked.length) {
    ends.shift()?.();
    await Promise.resolve();
  }
  await Promise.all(asked);
  expect([most, done]).toEqual([2, [0, 1, 2, 3, 4]]);
  // Also after one that failed.
  await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inTurn(async () => 'goes on')).toBe('goes on');
});

test('while a crowd is hashed a name is looked up', async () => {
  let hashed = 0;
  const crowd = Array.from({ length: 20 }, async () => {
    await hashPassword('twaalf tekens');
    hashed += 1;
  });
  await lookup('localhost');
  // In line behind them it would come when the last few are left.
  expect(hashed).toBeLessThan(10);
  await Promise.all(crowd);
});
