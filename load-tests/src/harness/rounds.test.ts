import { expect, test } from 'vitest';
import { Latencies, type Summary } from './latencies.ts';
import { interleave, ratiosOf, spreadOf } from './rounds.ts';

const summary = (p50Milliseconds: number, p99Milliseconds = p50Milliseconds): Summary => ({
  count: 1,
  p50Milliseconds,
  p99Milliseconds,
  maxMilliseconds: p99Milliseconds,
});

test('systems take turns within each round, with the same seed', async () => {
  const order: string[] = [];
  const system = (name: string) => ({
    name,
    measure: async (seed: number) => {
      order.push(`${name}${seed}`);
      return summary(seed);
    },
  });
  await interleave([system('A'), system('B')], 3);
  expect(order).toEqual(['A1', 'B1', 'A2', 'B2', 'A3', 'B3']);
});

test('ratios are of each round, so a slow round of both weighs on neither', async () => {
  const [floor, product] = await interleave(
    [
      { name: 'floor', measure: async (seed) => summary(seed === 3 ? 100 : 1, 10) },
      { name: 'product', measure: async (seed) => summary(seed === 3 ? 200 : 2, 15) },
    ],
    5,
  );
  expect(ratiosOf(product!, floor!, 'p50')).toEqual({ median: 2, lowest: 2, highest: 2 });
  expect(ratiosOf(product!, floor!, 'p99').median).toBe(1.5);
});

test('medians of odd and even counts, and of nothing', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, lowest: 1, highest: 3 });
  expect(spreadOf([4, 1, 2, 3]).median).toBe(2.5);
  expect(() => spreadOf([])).toThrow('nothing was measured');
});

test('percentiles are those of the values, to three digits', () => {
  const latencies = new Latencies();
  for (let value = 1; value <= 1000; value += 1) latencies.record(value * 1000);
  const { count, p50Milliseconds, p99Milliseconds, maxMilliseconds } = latencies.summary();
  expect(count).toBe(1000);
  expect(p50Milliseconds / 500).toBeCloseTo(1, 2);
  expect(p99Milliseconds / 990).toBeCloseTo(1, 2);
  expect(maxMilliseconds / 1000).toBeCloseTo(1, 2);
});

test('of nothing, no figure that could pass a check', () => {
  expect(new Latencies().summary()).toMatchObject({ count: 0, p50Milliseconds: NaN });
});
