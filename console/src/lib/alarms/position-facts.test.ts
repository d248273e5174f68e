import { describe, expect, it } from 'vitest';
import { raised, start } from './example-alarms.ts';
import { positionFactsOf } from './position-facts.ts';

const facts = (fix: Parameters<typeof raised>[0], now = start) =>
  positionFactsOf(raised(fix).alarm, now)!;

describe('positionFactsOf', () => {
  it.each([
    [0, 'fresh'],
    [59_000, 'fresh'],
    [60_000, 'ageing'],
    [299_000, 'ageing'],
    [300_000, 'stale'],
  ])('34 – after %i ms a fix is %s', (age, freshness) => {
    expect(facts({}, start + age).freshness).toBe(freshness);
  });

  it.each([
    ['wifi', true],
    ['cell', true],
    ['gnss', false],
    ['reported', false],
  ] as const)('35 – %s is approximate: %s', (source, approximate) => {
    expect(facts({ fix: { source } }).approximate).toBe(approximate);
  });

  it('34 – has a heading only above walking slowly', () => {
    const fix = { headingDegrees: 90 };
    expect(facts({ fix: { ...fix, speedMetresPerSecond: 0.9 } }).headingDegrees).toBeNull();
    expect(facts({ fix: { ...fix, speedMetresPerSecond: 1 } }).headingDegrees).toBe(90);
  });

  it('counts from receipt when the device states no time', () => {
    expect(facts({ fix: { fixAt: null } }, start + 8_000).ageMilliseconds).toBe(8_000);
  });
});
