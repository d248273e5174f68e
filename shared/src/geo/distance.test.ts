import { describe, expect, it } from 'vitest';
import { metresBetween } from './distance.ts';

describe('metresBetween', () => {
  it('measures a degree of latitude', () => {
    expect(metresBetween(52, 5, 53, 5)).toBeCloseTo(111_195, -2);
  });
});
