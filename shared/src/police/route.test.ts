import { describe, expect, it, test } from 'vitest';
import { nextRoute, policeRegionOf, routesOf, type PoliceRegion } from './route.ts';
import type { ControlRoomLine } from './line-test.ts';

const at = (latitude: number, longitude: number, accuracyMetres: number | null = 10) =>
  policeRegionOf({ latitude, longitude, accuracyMetres });

describe('the control room of a position', () => {
  it.each([
    ['Grote Markt, Haarlem', 52.38144, 4.63633, 'noord-holland'],
    ['Dam, Amsterdam', 52.37305, 4.89269, 'amsterdam'],
    ['Binnenhof, Den Haag', 52.0796, 4.3131, 'den-haag'],
    ['Coolsingel, Rotterdam', 51.9225, 4.4792, 'rotterdam'],
    ['Markt, Goes', 51.5042, 3.8889, 'zeeland-west-brabant'],
    ['Stadhuisplein, Eindhoven', 51.4369, 5.4806, 'oost-brabant'],
    ['Roermond', 51.1942, 5.9872, 'limburg'],
    ['Stadhuis, Utrecht', 52.0914, 5.1186, 'midden-nederland'],
    ['Markt, Arnhem', 51.9801, 5.9119, 'oost-nederland'],
    ['Martinikerk, Groningen', 53.2194, 6.5681, 'noord-nederland'],
  ])('%s: %s', (_where, latitude, longitude, regionCode) => {
    expect(at(latitude, longitude)).toEqual({
      status: 'known',
      regionCode,
      mayAlsoBe: [],
      mayAlsoBeIn: null,
    });
  });

  it('near the edge of an area names the neighbour too', () => {
    // Between Halfweg and Amsterdam Nieuw-West.
    expect(at(52.3755, 4.79)).toMatchObject({ mayAlsoBe: [expect.any(String)] });
  });

  it('with a bad fix names whoever may have it', () => {
    const { mayAlsoBe } = at(52.38144, 4.63633, 15_000) as { mayAlsoBe: string[] };
    expect(mayAlsoBe).toContain('amsterdam');
  });
});

describe('across the border', () => {
  it('says in which country, and which Dutch control room is nearest', () => {
    expect(at(50.8931, 5.6469)).toEqual({
      status: 'abroad',
      country: 'BE',
      nearestRegionCode: 'limburg',
    });
    expect(at(52.2125, 7.0417)).toMatchObject({ country: 'DE' });
  });

  it('knows no Dutch control room far inside', () => {
    expect(at(51.2194, 4.4025)).toEqual({
      status: 'abroad',
      country: 'BE',
      nearestRegionCode: null,
    });
  });

  it('says at the Dutch side that the other is near', () => {
    // Vaals, Maastrichterlaan: 400 m from Germany.
    expect(at(50.7704, 6.0185, 500)).toMatchObject({ status: 'known', mayAlsoBeIn: 'DE' });
    expect(at(51.4475, 4.9319)).toMatchObject({ status: 'known', mayAlsoBeIn: 'BE' });
  });

  it('at sea is outside, and without a position it is unknown', () => {
    expect(at(53.2, 3.8)).toEqual({ status: 'outside' });
    expect(policeRegionOf(null)).toEqual({ status: 'no-position' });
  });

  it('on large water keeps the control room of the shore', () => {
    expect(at(52.62, 5.25)).toMatchObject({ status: 'known' });
  });
});

describe('the numbers in order', () => {
  const line = (
    which: 'first' | 'second',
    phone: string,
    discipline: 'police' | 'ambulance' = 'police',
  ): ControlRoomLine => ({
    regionCode: 'noord-holland',
    discipline,
    which,
    phone,
    lastTestedAt: '2026-02-27T09:00:00.000Z',
  });
  const agreed = [
    line('second', '023 555 01 02'),
    line('first', '023 555 01 01'),
    line('first', '023 555 02 01', 'ambulance'),
  ];
  const lines = { controlRoomLines: agreed, policePhone: '' };
  const haarlem = at(52.38144, 4.63633);
  const phones = (region: PoliceRegion, tried: string[], discipline: 'police' | 'ambulance') =>
    nextRoute(lines, region, discipline, tried).phone;

  test('first, second, then 112 for ever', () => {
    expect(nextRoute(lines, haarlem, 'police')).toEqual({
      regionCode: 'noord-holland',
      which: 'first',
      phone: '023 555 01 01',
      lastTestedAt: '2026-02-27T09:00:00.000Z',
    });
    expect(nextRoute(lines, haarlem, 'police', ['023 555 01 01'])).toMatchObject({
      which: 'second',
    });
    const both = ['023 555 01 01', '023 555 01 02'];
    expect(nextRoute(lines, haarlem, 'police', both)).toMatchObject({ which: '112', phone: '112' });
    expect(phones(haarlem, [...both, '112'], 'police')).toBe('112');
  });

  test('what did not work when it was last tested comes after what did', () => {
    const failed = { at: '2026-03-01T09:00:00.000Z', result: 'wrong-number' } as const;
    const dead = agreed.map((one) =>
      one.which === 'first' && one.discipline === 'police' ? { ...one, failed } : one,
    );
    const numbers = (of: ControlRoomLine[]) =>
      routesOf({ ...lines, controlRoomLines: of }, haarlem, 'police').map(({ phone }) => phone);
    expect(numbers(dead)).toEqual(['023 555 01 02', '023 555 01 01', '112']);
    const [, offered] = routesOf({ ...lines, controlRoomLines: dead }, haarlem, 'police');
    expect(offered).toMatchObject({ which: 'first', failed });
    expect(numbers(dead.map((one) => ({ ...one, failed })))).toEqual(numbers(agreed));
  });

  test('a medical alarm goes to the ambulance', () => {
    expect(phones(haarlem, [], 'ambulance')).toBe('023 555 02 01');
    expect(phones(haarlem, ['023 555 02 01'], 'ambulance')).toBe('112');
  });

  test('where nothing was agreed, or nothing is known, there is 112', () => {
    expect(nextRoute({ ...lines, controlRoomLines: [] }, haarlem, 'police')).toMatchObject({
      which: '112',
    });
    for (const region of [{ status: 'outside' }, { status: 'no-position' }] as const)
      expect(nextRoute(lines, region, 'police')).toEqual({
        regionCode: null,
        which: '112',
        phone: '112',
        lastTestedAt: null,
      });
  });

  test('abroad it is the nearest Dutch control room that is called', () => {
    const region = {
      status: 'abroad',
      country: 'BE',
      nearestRegionCode: 'noord-holland',
    } as const;
    expect(nextRoute(lines, region, 'police')).toMatchObject({ which: 'first' });
  });

  describe('D6 what the centre entered is offered', () => {
    const init = { controlRoomLines: [], policePhone: '023 555 09 09' };
    const numbers = (...asked: Parameters<typeof routesOf>) =>
      routesOf(...asked).map(({ which, phone }) => `${which} ${phone}`);

    it('the number given to init, before 112, wherever it is', () => {
      for (const region of [haarlem, { status: 'outside' }, { status: 'no-position' }] as const)
        expect(numbers(init, region, 'police')).toEqual(['first 023 555 09 09', '112 112']);
      expect(numbers(init, haarlem, 'ambulance')).toEqual(['112 112']);
      expect(nextRoute(init, haarlem, 'police', ['023 555 09 09']).phone).toBe('112');
    });

    it('beside one that was agreed upon, never in place of it, and never twice', () => {
      const one = { ...init, controlRoomLines: [line('first', '023 555 01 01')] };
      expect(numbers(one, haarlem, 'police')).toEqual([
        'first 023 555 01 01',
        'second 023 555 09 09',
        '112 112',
      ]);
      expect(numbers({ ...one, policePhone: '023 555 01 01' }, haarlem, 'police')).toEqual([
        'first 023 555 01 01',
        '112 112',
      ]);
      expect(numbers({ ...init, controlRoomLines: agreed }, haarlem, 'police')).toEqual([
        'first 023 555 01 01',
        'second 023 555 01 02',
        '112 112',
      ]);
    });

    it.each([
      ['Haarlem', 'noord-holland'],
      ['Zwolle', 'oost-nederland'],
      ['Maastricht', 'limburg'],
    ])('without a position the municipality gives the region: %s', (municipality, regionCode) => {
      const region = policeRegionOf(null, municipality);
      expect(region).toEqual({ status: 'by-municipality', regionCode, municipality });
      expect(routesOf(init, region, 'police')[0]?.regionCode).toBe(regionCode);
    });

    it('a municipality in no list gives none, and a position goes before it', () => {
      expect(policeRegionOf(null, 'Elders')).toEqual({ status: 'no-position' });
      const fix = { latitude: 52.38144, longitude: 4.63633, accuracyMetres: 10 };
      expect(policeRegionOf(fix, 'Maastricht')).toMatchObject({ regionCode: 'noord-holland' });
    });
  });
});
