// What a page asks while nobody is at it says so, and nothing else does.
import { unattendedHeader } from '@achterwacht/shared/routes/route.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call } from './api.ts';
import { watchAttendance } from './attended.ts';

const minute = 60_000;
let page: EventTarget;

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.useFakeTimers({ now: 0, toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function saysNobodyIsThere(): Promise<boolean> {
  const ask = vi.fn<typeof fetch>(async () => Response.json({ tasks: [] }));
  await call('tasks', { fetch: ask });
  return new Headers(ask.mock.calls[0]?.[1]?.headers).has(unattendedHeader);
}

test.each(['pointerdown', 'keydown', 'wheel', 'touchstart', 'input'])(
  'a page left for a minute asks as nobody, and after a %s as somebody',
  async (sign) => {
    const heard = vi.fn<() => void>();
    const stop = watchAttendance(heard);
    // Whoever opened it is there.
    expect(await saysNobodyIsThere()).toBe(false);
    vi.advanceTimersByTime(minute);
    expect(await saysNobodyIsThere()).toBe(true);
    page.dispatchEvent(new Event(sign));
    expect(heard).toHaveBeenCalledTimes(1);
    expect(await saysNobodyIsThere()).toBe(false);
    stop();
  },
);

test('a page that nobody is logged in on has nothing to say of it', async () => {
  watchAttendance(() => undefined)();
  vi.advanceTimersByTime(60 * minute);
  expect(await saysNobodyIsThere()).toBe(false);
});
