// What lies near a point, asked of a small real register; and what becomes of it when that is away.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { metresBetween } from '@achterwacht/shared/geo/distance.ts';
import places from '@achterwacht/shared/places/places.json' with { type: 'json' };
import { movableClock, type MovableClock } from '../clock.ts';
import { openLogger } from '../logger.ts';
import { startsAt } from '../testing/alarm-centre.ts';
import { createFindNear } from './find-near.ts';
import { createAskRegister } from './register.ts';
import { AddressRegister, type Listed } from '../testing/address-register.ts';

/** Four addresses a street, some thirty metres apart, in two hundred places all over the country. */
const streets = (places.places as unknown as [name: string, latitude: number, longitude: number][])
  .filter((_place, index) => index % 7 === 0)
  .slice(0, 200)
  .map(([town, latitude, longitude]) =>
    [1, 2, 3, 4].map((number): Listed => ({
      type: 'adres',
      name: `Dorpsstraat ${number}, ${town}`,
      latitude: latitude + number * 0.00027,
      longitude: longitude + (number % 2) * 0.0002,
    })),
  );
const corner: Listed[] = [
  { type: 'hectometerpaal', name: 'A6-345', latitude: 52.4502, longitude: 5.6005 },
  { type: 'hectometerpaal', name: 'A6-346', latitude: 52.451, longitude: 5.6005 },
  { type: 'weg', name: 'Knardijk, Zeewolde', latitude: 52.45026, longitude: 5.6004 },
  { type: 'weg', name: 'Rijksweg, Zeewolde', latitude: 52.45011, longitude: 5.6003 },
];
const spot = { latitude: 52.45012, longitude: 5.60033 };

let register: AddressRegister;
let url: URL;
let clock: MovableClock;
beforeEach(async () => {
  register = new AddressRegister([...streets.flat(), ...corner]);
  url = await register.start();
  clock = movableClock(startsAt);
});
afterEach(() => register.stop());
const findNear = () =>
  createFindNear(createAskRegister({ url, clock, log: openLogger('silent') }), clock);

test('5.3 of 200 known points the address that is told lies within 50 metres, and is the nearest', async () => {
  const find = findNear();
  const metres = await Promise.all(
    streets.map(async (street, index) => {
      const known = street[index % street.length]!;
      // A fix some ten metres beside its front door.
      const latitude = known.latitude + ((index % 5) - 2) * 0.00004;
      const longitude = known.longitude + ((index % 3) - 1) * 0.00006;
      const { address } = (await find({ latitude, longitude }))!;
      expect(address?.text).toBe(known.name);
      return metresBetween(known.latitude, known.longitude, address!.latitude, address!.longitude);
    }),
  );
  expect(metres).toHaveLength(200);
  expect(metres.filter((one) => one > 50)).toEqual([]);
});

test('beside a road: the nearest post, and the roads with how far they are', async () => {
  expect(await findNear()(spot)).toMatchObject({
    address: null,
    post: { text: 'A6-345' },
    roads: [
      { name: 'Rijksweg, Zeewolde', metres: 1 },
      { name: 'Knardijk, Zeewolde', metres: 19 },
    ],
  });
});

test('it learns where to some metres, and whoever stands still is asked about once an hour', async () => {
  const find = findNear();
  await find(spot);
  await find({ ...spot, latitude: spot.latitude + 0.00001 });
  expect(register.asked.map((asked) => `${asked.get('lat')} ${asked.get('lon')}`)).toEqual(
    Array.from({ length: 3 }, () => '52.4501 5.6003'),
  );
  clock.advance(3_600_000);
  await find(spot);
  expect(register.asked).toHaveLength(6);
});

test('when it is away nothing is told, it is left alone for a while, and asked again after that', async () => {
  const find = findNear();
  register.status = 503;
  expect(await find(spot)).toBeNull();
  const { length } = register.asked;
  expect(await find(spot)).toBeNull();
  expect(register.asked).toHaveLength(length);
  register.status = 200;
  clock.advance(15_000);
  expect((await find(spot))?.post?.text).toBe('A6-345');
});
