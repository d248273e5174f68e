import { expect, it } from 'vitest';
import { sketchOf, sketchSize } from './sketch.ts';

const here = { latitude: 52.38144, longitude: 4.63633 };

it('puts somebody who stands still in the middle', () => {
  const { x, y, metres } = sketchOf([here, here], here, 12);
  expect([x, y]).toEqual([sketchSize / 2, sketchSize / 2]);
  expect(metres).toBe(125);
});

it('draws all that the position may be off, however much', () => {
  const { x, y, radius, metres } = sketchOf([here], here, 500);
  for (const edge of [x - radius, x + radius, y - radius, y + radius]) {
    expect(edge).toBeGreaterThanOrEqual(0);
    expect(edge).toBeLessThanOrEqual(sketchSize);
  }
  expect(Math.round((2 * radius * metres) / sketchSize)).toBe(1000);
});

it('draws where it came from: north is up, east is right', () => {
  const north = { ...here, latitude: here.latitude + 0.01 };
  const east = { ...here, longitude: here.longitude + 0.01 };
  const [fromNorth] = sketchOf([north], here, null).path.split(' ');
  const [fromEast] = sketchOf([east], here, null).path.split(' ');
  expect(fromNorth).toBe('100,20');
  expect(sketchOf([north], here, null)).toMatchObject({ x: 100, y: 180 });
  expect(fromEast).toBe('180,100');
});

it('keeps everything within the drawing', () => {
  const trail = Array.from({ length: 30 }, (_, index) => ({
    latitude: here.latitude + index * 0.003,
    longitude: here.longitude - index * 0.007,
  }));
  const numbers = sketchOf(trail, here, 50_000).path.split(/[ ,]/).map(Number);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(sketchSize);
});
