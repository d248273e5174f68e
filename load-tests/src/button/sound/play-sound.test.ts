import { expect, test, vi } from 'vitest';
import { playSound } from './play-sound.ts';
import { RtpNumbers } from './rtp-numbers.ts';
import type { Frame, Sound } from './sound.ts';

const frame = (name: number): Frame => ({ bytes: Uint8Array.of(name), ticks: 160 });
const sound: Sound = { codec: 'pcmu', frames: [frame(1), frame(2), frame(3)] };

/** Time stands still but for what the sound itself waits for. */
async function atOnce<T>(work: (now: () => number) => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  try {
    let isDone = false;
    const done = work(() => performance.now()).finally(() => (isDone = true));
    while (!isDone) await vi.advanceTimersByTimeAsync(1);
    return await done;
  } finally {
    vi.useRealTimers();
  }
}

test('a packet every 20 ms by the clock, over again until the time is over', async () => {
  const sent: [number, number][] = [];
  const count = await atOnce((now) => {
    const begun = now();
    return playSound(sound, 0.1, ({ bytes }) => sent.push([bytes[0] ?? 0, now() - begun]));
  });
  expect(count).toBe(5);
  expect(sent.map(([name]) => name)).toEqual([1, 2, 3, 1, 2]);
  expect(sent.map(([, at]) => Math.round(at))).toEqual([0, 20, 40, 60, 80]);
});

test('what was late is made up for', async () => {
  const sent: number[] = [];
  await atOnce(async (now) => {
    const begun = now();
    await playSound(sound, 0.1, () => {
      sent.push(now() - begun);
      // As if this machine had been busy for 50 ms.
      if (sent.length === 1) vi.advanceTimersByTime(50);
    });
  });
  expect(sent.map(Math.round)).toEqual([0, 50, 50, 60, 80]);
});

test('stops when told', async () => {
  const stop = new AbortController();
  const count = await atOnce(() =>
    playSound(
      sound,
      Infinity,
      ({ bytes }) => {
        if (bytes[0] === 3) stop.abort();
      },
      stop.signal,
    ),
  );
  expect(count).toBe(3);
});

test('numbers run on, each packet one further and its own length later, around the ends', () => {
  const numbers = new RtpNumbers('opus');
  const first = numbers.next({ bytes: new Uint8Array(1), ticks: 960 });
  expect(first).toMatchObject({ payloadType: 111, marker: true });
  let last = first;
  let highest = 0;
  for (let count = 1; count <= 2 ** 16; count += 1) {
    last = numbers.next({ bytes: new Uint8Array(1), ticks: 960 });
    highest = Math.max(highest, last.timestamp);
  }
  expect(highest).toBeLessThan(2 ** 32);
  expect(last).toMatchObject({
    ssrc: first.ssrc,
    sequenceNumber: first.sequenceNumber,
    marker: false,
  });
  expect(last.timestamp).toBe((first.timestamp + 960 * 2 ** 16) % 2 ** 32);
});
