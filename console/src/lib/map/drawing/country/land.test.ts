import { boundedRing, isIn } from '@achterwacht/shared/geo/ring.ts';
import { describe, expect, it, test } from 'vitest';
import { abroad, landOf, type Line } from './land.ts';

const around = (latitude: number, longitude: number) => ({
  west: longitude - 0.2,
  east: longitude + 0.2,
  south: latitude - 0.1,
  north: latitude + 0.1,
});

/** Which way around a line goes: land and the water in it go against each other. */
function turnOf(line: Line): 1 | -1 {
  let twice = 0;
  for (let index = 0; index < line.length; index += 2) {
    const next = (index + 2) % line.length;
    twice += line[index]! * line[next + 1]! - line[next]! * line[index + 1]!;
  }
  return twice > 0 ? 1 : -1;
}

/** As it is filled: by how often the lines go around it. */
function isLand(zoom: number, latitude: number, longitude: number): boolean {
  const turns = landOf(zoom, around(latitude, longitude))
    .lines.filter((line) => isIn(boundedRing([...line]), latitude, longitude))
    .reduce((total, line) => total + turnOf(line), 0);
  return turns !== 0;
}

describe.each([[6], [9], [10], [12]])('at zoom %i', (zoom) => {
  it.each([
    ['Nijmegen, Grote Markt', 51.8475, 5.8655, true],
    ['Schiermonnikoog', 53.4786, 6.1625, true],
    ['Marken', 52.4575, 5.104, true],
    ['Lelystad', 52.518, 5.475, true],
    ['Baarle-Nassau', 51.4472, 4.9292, true],
    ['the IJmeer', 52.36, 5.03, false],
    ['the Markermeer', 52.55, 5.2, false],
    ['the IJsselmeer', 52.8, 5.3, false],
    ['the North Sea', 52.4, 4.3, false],
    ['Antwerpen', 51.2194, 4.4025, false],
  ])('%s', (_where, latitude, longitude, expected) => {
    expect(isLand(zoom, latitude, longitude)).toBe(expected);
  });
});

it.each([
  ['the Gooimeer, which the outline of the country has as land', 52.318, 5.2, false],
  ['the quay of IJburg', 52.3555, 4.9925, true],
])('close by %s', (_where, latitude, longitude, expected) => {
  expect(isLand(10, latitude, longitude)).toBe(expected);
});

test('closer than it is true no land is drawn', () => {
  expect(landOf(13, around(51.8475, 5.8655)).lines).toEqual([]);
});

test('of the municipalities only those that are seen are', () => {
  const whole = landOf(12, { west: 3, east: 8, south: 50, north: 54 }).lines.length;
  const { lines, key } = landOf(12, around(51.8475, 5.8655));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.length).toBeLessThan(whole / 10);
  expect(landOf(11, around(51.8476, 5.8656)).key).toBe(key);
});

test('no line crosses itself', () => {
  const sides = (line: Line, [a, b]: [number, number], c: number) =>
    (line[b]! - line[a]!) * (line[c + 1]! - line[a + 1]!) -
    (line[b + 1]! - line[a + 1]!) * (line[c]! - line[a]!);
  const crossings = (line: Line) => {
    const found: number[] = [];
    for (let one = 0; one + 3 < line.length; one += 2)
      for (let other = one + 4; other + 3 < line.length; other += 2) {
        const [first, second]: [number, number][] = [
          [one, one + 2],
          [other, other + 2],
        ] as [[number, number], [number, number]];
        const isApart = sides(line, first, other) * sides(line, first, other + 2) >= 0;
        if (!isApart && sides(line, second, one) * sides(line, second, one + 2) < 0)
          found.push(one);
      }
    return found;
  };
  for (const line of [...landOf(6, around(52, 5)).lines, ...abroad])
    expect(crossings(line)).toEqual([]);
});
