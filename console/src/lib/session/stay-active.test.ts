// Who is at the page is at work, and is noted now and then; who leaves it open is not.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stayActive } from './stay-active.ts';

const { call } = vi.hoisted(() => ({ call: vi.fn<(name: string) => Promise<unknown>>() }));
vi.mock('../api.ts', () => ({ call }));

const minute = 60_000;
let page: EventTarget;

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.useFakeTimers({ now: 0, toFake: ['performance'] });
  call.mockReset().mockResolvedValue({});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const type = () => page.dispatchEvent(new Event('input'));
/** Types once a minute. */
function typeFor(minutes: number): void {
  for (let at = 0; at < minutes; at += 1) {
    vi.advanceTimersByTime(minute);
    type();
  }
}

test('whoever types for half an hour asks who he is every five minutes, and no more often', () => {
  stayActive();
  typeFor(4);
  expect(call).not.toHaveBeenCalled();
  typeFor(26);
  expect(call.mock.calls.map(([name]) => name)).toEqual(Array(6).fill('session'));
});

test('a page that is only open says nothing, nor one that was left', () => {
  const stop = stayActive();
  vi.advanceTimersByTime(60 * minute);
  expect(call).not.toHaveBeenCalled();
  stop();
  type();
  expect(call).not.toHaveBeenCalled();
});

test('one that got lost is tried again with the next letter', async () => {
  stayActive();
  call.mockRejectedValueOnce(new Error('no line'));
  typeFor(5);
  // Until the loss was heard of.
  await Promise.resolve().then(() => undefined);
  type();
  expect(call).toHaveBeenCalledTimes(2);
  type();
  expect(call).toHaveBeenCalledTimes(2);
});
