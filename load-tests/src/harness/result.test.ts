import { expect, test } from 'vitest';
import { atMost, exactly, hasPassed, medianAtMost, printable, ratioChecks } from './result.ts';
import { interleave } from './rounds.ts';

async function measured(name: string, milliseconds: number) {
  const summary = {
    count: 10,
    p50Milliseconds: milliseconds,
    p99Milliseconds: milliseconds * 2,
    maxMilliseconds: milliseconds * 2,
  };
  const [only] = await interleave([{ name, measure: async () => summary }], 5);
  return only!;
}

test('a limit is met at the limit, missed above it and by what is no number', () => {
  expect([1.9, 2, 2.1, Number.NaN].map((value) => atMost('x', value, 2).passed)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(exactly('x', 1, 1).passed).toBe(true);
  expect(exactly('x', 2, 1).passed).toBe(false);
});

test('a limit for people is judged by the median and says the worst', () => {
  const met = medianAtMost('x', [900, 20, 500], 500);
  expect(met).toMatchObject({ measured: 500, passed: true, rounds: { count: 3, worst: 900 } });
  expect(medianAtMost('x', [501, 20, 502], 500).passed).toBe(false);
  expect(() => medianAtMost('x', [], 500)).toThrow('nothing was measured');
});

test('product against floor at both percentiles', async () => {
  const checks = ratioChecks('S1', await measured('ours', 3), await measured('floor', 2), {
    p50: 2,
    p99: 1.4,
  });
  expect(checks).toEqual([
    { name: 'S1: p50 against floor', measured: 1.5, limit: 2, unit: '×', passed: true },
    { name: 'S1: p99 against floor', measured: 1.5, limit: 1.4, unit: '×', passed: false },
  ]);
});

test('a result passes when all of its checks do, and never without one', async () => {
  const cases = { scenario: 's', measured: [] };
  expect(hasPassed({ ...cases, checks: [exactly('x', 1, 1)] })).toBe(true);
  expect(hasPassed({ ...cases, checks: [exactly('x', 1, 1), exactly('y', 1, 2)] })).toBe(false);
  expect(hasPassed({ ...cases, checks: [] })).toBe(false);
});

test('prints every system with its spread and every check with its verdict', async () => {
  const text = printable({
    scenario: 'press-to-ack',
    measured: [{ name: 'S1 10/s', systems: [await measured('floor', 2)] }],
    checks: [
      exactly('lost', 0, 0),
      atMost('late', 12.345, 10, 'ms'),
      medianAtMost('seen', [30, 10, 20.5], 500),
    ],
  });
  expect(text).toBe(
    [
      'press-to-ack',
      '  S1 10/s',
      '    floor                  p50 2 ms (2–2)   p99 4 ms (4–4)   n=50',
      '  ok   lost: 0 (limit 0)',
      '  MISS late: 12.35ms (limit 10ms)',
      '  ok   seen: 20.50ms (limit 500ms; median of 3, worst 30ms)',
    ].join('\n'),
  );
});
