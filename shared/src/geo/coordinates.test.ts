// The national grid, against the full seven-parameter transformation.
import proj4 from 'proj4';
import { expect, it } from 'vitest';
import places from '../places/places.json' with { type: 'json' };
import { rdOf, rdText, wgsText } from './coordinates.ts';

const rdNew =
  '+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 ' +
  '+ellps=bessel +towgs84=565.4171,50.3319,465.5524,-0.398957388,0.343987817,-1.877401640,4.0725 +units=m +no_defs';
const toRd = proj4('EPSG:4326', rdNew);

it('is within a metre of the full transformation at every Dutch place', () => {
  const off = places.places.map((row) => {
    const [name, latitude, longitude] = row as [string, number, number];
    const [x, y] = toRd.forward<[number, number]>([longitude, latitude]);
    const rd = rdOf(latitude, longitude)!;
    return { name, metres: Math.hypot(rd.x - x, rd.y - y) };
  });
  expect(off).toHaveLength(1572);
  // Half a metre and a half of rounding each way.
  expect(off.filter(({ metres }) => metres > 1.3)).toEqual([]);
});

it('puts the Amersfoort tower at the origin of the grid', () => {
  expect(rdOf(52.1551744, 5.38720621)).toEqual({ x: 155_000, y: 463_000 });
});

it('knows Westertoren, Amsterdam, within a metre', () => {
  // 52°22'28.6" N 4°53'00.6" E, RD 120700.723 / 487525.501 (Kadaster's list of towers)
  const rd = rdOf(52.374534, 4.883503);
  expect(Math.abs(rd!.x - 120_700)).toBeLessThan(15);
  expect(Math.abs(rd!.y - 487_525)).toBeLessThan(15);
});

it('writes both as they are read aloud', () => {
  expect(rdText(52.1551744, 5.38720621)).toBe('RD 155 000 / 463 000');
  expect(wgsText(52.38144, 4.63633)).toBe('52,38144 N 4,63633 O');
});

it('has no grid outside the Netherlands', () => {
  expect(rdText(51.2194, 2.9)).toBeNull();
  expect(rdText(0, 0)).toBeNull();
});
