// News in any order, with doubles and holes, from two directions: what goes on is in order, whole, once.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mostEvents, type Canary } from '@achterwacht/shared/feed.ts';
import type { PlacedItem } from '@achterwacht/shared/feed-view.ts';
import type { EventSource } from './event-source.ts';
import { createFollower, type Follower } from './follower.ts';

const centre = 'centre-a';
const event = (sequence: number) => ({ sequence }) as PlacedItem;
const events = (...sequences: number[]) => sequences.map(event);

/** Postgres, as far as the follower asks it. */
function createSource() {
  let committed = 0;
  let beatAt: string | null = null;
  const asked: number[] = [];
  const source: EventSource = {
    heads: async () => [{ centreId: centre, lastSequence: committed, beatAt }],
    after: async (_centreId, sequence, limit) => {
      asked.push(sequence);
      const count = Math.min(limit, Math.max(0, committed - sequence));
      return Array.from({ length: count }, (_, index) => event(sequence + 1 + index));
    },
  };
  return {
    source,
    asked,
    commit: (last: number) => (committed = last),
    beat: (at: string) => (beatAt = at),
  };
}

let postgres: ReturnType<typeof createSource>;
let passed: number[];
let canaries: Canary[];
let errors: unknown[];
let follower: Follower;
beforeEach(async () => {
  vi.useFakeTimers();
  postgres = createSource();
  passed = [];
  canaries = [];
  errors = [];
  follower = createFollower(
    postgres.source,
    {
      events: (_centreId, list) => void passed.push(...list.map(({ sequence }) => sequence)),
      canary: (_centreId, beat) => void canaries.push(beat),
    },
    (error) => void errors.push(error),
  );
  await follower.ask();
});
afterEach(() => {
  follower.stop();
  vi.useRealTimers();
});

const hole = () => vi.advanceTimersByTimeAsync(10);

describe('news', () => {
  test('in order goes on at once', () => {
    follower.accept(centre, events(1, 2));
    follower.accept(centre, events(3));
    expect(passed).toEqual([1, 2, 3]);
    expect(postgres.asked).toEqual([]);
    expect(follower.lastOf(centre)).toBe(3);
  });

  test('twice, from ourselves and from the bus, goes on once', () => {
    for (const each of [events(1, 2), events(1, 2), events(2, 3), events(1)])
      follower.accept(centre, each);
    expect(passed).toEqual([1, 2, 3]);
  });

  test('out of order waits for what is on its way', async () => {
    follower.accept(centre, events(2));
    follower.accept(centre, events(3));
    expect(passed).toEqual([]);
    follower.accept(centre, events(1));
    expect(passed).toEqual([1, 2, 3]);
    await hole();
    expect(postgres.asked).toEqual([]);
  });

  test('that never comes is read from Postgres after ten milliseconds', async () => {
    postgres.commit(3);
    follower.accept(centre, events(1));
    follower.accept(centre, events(3));
    await vi.advanceTimersByTimeAsync(9);
    expect(passed).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(passed).toEqual([1, 2, 3]);
  });

  test('that was not even committed yet is not skipped', async () => {
    postgres.commit(1);
    follower.accept(centre, events(3));
    await hole();
    expect(passed).toEqual([1]);
    postgres.commit(3);
    await follower.ask();
    expect(passed).toEqual([1, 2, 3]);
  });

  test('of nothing changes nothing', () => {
    follower.accept(centre, []);
    expect(passed).toEqual([]);
  });

  test('of one centre waits for no other', () => {
    follower.accept(centre, events(2));
    follower.accept('centre-b', events(7));
    expect(passed).toEqual([7]);
  });
});

describe('asking Postgres', () => {
  test('A8 while a hole stays only so much news is kept, and none of it is missed', async () => {
    const last = 20_000;
    const { after } = postgres.source;
    postgres.source.after = () => Promise.reject(new Error('no connection is free'));
    for (let next = 2; next <= last; next += 1) follower.accept(centre, events(next));
    await hole();
    expect(passed).toEqual([]);
    postgres.source.after = after;
    postgres.commit(last);
    await follower.ask();
    expect(passed).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    // Most of it was asked for again, five hundred at a time.
    expect(postgres.asked.length).toBeGreaterThan((last / mostEvents) * 0.7);
  });

  test('finds what no bus told, a thousand and more', async () => {
    postgres.commit(1234);
    await follower.ask();
    expect(passed).toEqual(Array.from({ length: 1234 }, (_, index) => index + 1));
  });

  test('starts where the feed stands: history is for whoever asks for it', async () => {
    const other = createSource();
    other.commit(500);
    const late = createFollower(
      other.source,
      {
        events: (_centreId, list) => void passed.push(...list.map(({ sequence }) => sequence)),
        canary: () => {},
      },
      () => {},
    );
    await late.ask();
    expect(late.lastOf(centre)).toBe(500);
    late.accept(centre, events(501));
    expect(passed).toEqual([501]);
    late.stop();
  });

  test('news that is quicker than the reading goes on once', async () => {
    postgres.commit(2);
    const reading = follower.ask();
    follower.accept(centre, events(1));
    follower.accept(centre, events(2, 3));
    await reading;
    expect(passed).toEqual([1, 2, 3]);
  });

  test('fails now: the next asking makes up for it', async () => {
    const { after } = postgres.source;
    postgres.source.after = () => Promise.reject(new Error('away'));
    postgres.commit(3);
    follower.accept(centre, events(3));
    await hole();
    expect(errors).toHaveLength(1);
    expect(passed).toEqual([]);
    postgres.source.after = after;
    await follower.ask();
    expect(passed).toEqual([1, 2, 3]);
  });
});

describe('the canary', () => {
  test('goes on with how far this process has come, once a beat', async () => {
    postgres.commit(2);
    await follower.beat(centre, { at: '2026-03-02T08:00:02.000Z', sequence: 2 });
    await follower.beat(centre, { at: '2026-03-02T08:00:02.000Z', sequence: 2 });
    expect(passed).toEqual([1, 2]);
    expect(canaries).toEqual([{ at: '2026-03-02T08:00:02.000Z', sequence: 2 }]);
  });

  test('is found in Postgres when the bus is away', async () => {
    postgres.beat('2026-03-02T08:00:04.000Z');
    await follower.ask();
    expect(canaries).toHaveLength(1);
  });

  test('does not go on before the events it stands for', async () => {
    postgres.source.after = () => Promise.reject(new Error('away'));
    await expect(
      follower.beat(centre, { at: '2026-03-02T08:00:02.000Z', sequence: 2 }),
    ).rejects.toThrow('away');
    expect(canaries).toEqual([]);
  });
});

test('stopped, it passes nothing on and leaves no timer', async () => {
  postgres.commit(3);
  follower.accept(centre, events(3));
  follower.stop();
  follower.accept(centre, events(1));
  await hole();
  expect(passed).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('whatever is lost, doubled or late on the way: in order, whole, once', async () => {
  const news = fc.record({
    from: fc.integer({ min: 1, max: 30 }),
    count: fc.integer({ min: 1, max: 4 }),
    wait: fc.constantFrom(0, 0, 3, 10),
  });
  await fc.assert(
    fc
      .asyncProperty(fc.array(news, { maxLength: 40 }), async (deliveries) => {
        const last = 33;
        postgres.commit(last);
        for (const { from, count, wait } of deliveries) {
          follower.accept(centre, events(...Array.from({ length: count }, (_, at) => from + at)));
          if (wait > 0) await vi.advanceTimersByTimeAsync(wait);
        }
        await hole();
        await follower.ask();
        expect(passed).toEqual(Array.from({ length: last }, (_, index) => index + 1));
      })
      .beforeEach(() => {
        postgres = createSource();
        passed = [];
        follower.stop();
        follower = createFollower(
          postgres.source,
          {
            events: (_centreId, list) => void passed.push(...list.map(({ sequence }) => sequence)),
            canary: () => {},
          },
          (error) => void errors.push(error),
        );
        return follower.ask();
      }),
    { numRuns: 100 },
  );
  expect(errors).toEqual([]);
});
