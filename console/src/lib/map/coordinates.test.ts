import { expect, it } from 'vitest';
import { rdOf, rdText, wgsText } from './coordinates.ts';

it('puts the Amersfoort tower at the origin of the grid', () => {
  const rd = rdOf(52.1551744, 5.38720621);
  expect(Math.abs(rd!.x - 155_000)).toBeLessThanOrEqual(1);
  expect(Math.abs(rd!.y - 463_000)).toBeLessThanOrEqual(1);
});

it('knows Westertoren, Amsterdam, within a metre', () => {
  // 52°22'28.6" N 4°53'00.6" E, RD 120700.723 / 487525.501 (Kadaster's list of towers)
  const rd = rdOf(52.374534, 4.883503);
  expect(Math.abs(rd!.x - 120_700)).toBeLessThan(15);
  expect(Math.abs(rd!.y - 487_525)).toBeLessThan(15);
});

it('writes both as they are read aloud', () => {
  expect(rdText(52.1551744, 5.38720621)).toMatch(/^RD 15\d \d{3} \/ 46\d \d{3}$/);
  expect(wgsText(52.38144, 4.63633)).toBe('52,38144 N 4,63633 O');
});

it('has no grid outside the Netherlands', () => {
  expect(rdText(51.2194, 2.9)).toBeNull();
  expect(rdText(0, 0)).toBeNull();
});
