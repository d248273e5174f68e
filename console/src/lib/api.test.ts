import { expect, test } from 'vitest';
import { call } from './api.ts';

test('C5 whatever is asked of the centre has an end, and a line that hangs is told as no answer', async () => {
  let signal: AbortSignal | null | undefined;
  const hangs: typeof fetch = (_path, init) => {
    signal = init?.signal;
    return Promise.reject(new DOMException('', 'TimeoutError'));
  };
  await expect(call('timers', { fetch: hangs })).rejects.toMatchObject({
    status: 0,
    code: 'no-answer',
  });
  expect(signal).toBeInstanceOf(AbortSignal);
});
