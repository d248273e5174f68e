// What a desk is told of the land around an alarm, over HTTP's own rules, with a register, without one, and with one that is
// away: what it says about where somebody is, is never more than what is known.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Near } from '@achterwacht/shared/places/near.ts';
import { position, signal } from '@achterwacht/shared/testing/given.ts';
import { createHttpServer } from '../http/server.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openAddresses } from './open-addresses.ts';
import { AddressRegister } from '../testing/address-register.ts';

const cityHall = { latitude: 52.38118, longitude: 4.6361 };
const there = { ...position(52.38144), longitude: 4.63633 };

let centre: AlarmCentre;
let register: AddressRegister;
beforeEach(async () => {
  centre = await openAlarmCentre();
  register = new AddressRegister([
    { type: 'adres', name: 'Grote Markt 2, 2011RD Haarlem', ...cityHall },
  ]);
});
afterEach(async () => {
  register.stop();
  await centre.end();
});

async function nearOf(near: URL | null, fix: typeof there | null): Promise<Near> {
  const { alarmId } = await centre.press(undefined, [signal('panic', { position: fix })]);
  const http = await createHttpServer({
    log: centre.log,
    origins: new Set(),
    admitService: () => () => Promise.reject(new Error('a token')),
  });
  const whoIs = () => Promise.resolve({ visitor: centre.anna, sessionId: 'x' });
  type Parts = Parameters<typeof openAddresses>[0];
  const authentication = { whoIs } as unknown as Parts['authentication'];
  openAddresses({ ...centre, authentication, search: null, near }).routes(http);
  const answer = await http.inject({ method: 'GET', url: `/api/alarms/${alarmId}/near` });
  await http.close();
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Near>();
}

const at = { latitude: there.latitude, longitude: there.longitude };
const nothing = { address: null, post: null, roads: [] };

test('the nearest address of a register that is told where', async () => {
  expect(await nearOf(await register.start(), there)).toEqual({
    at,
    municipality: 'Haarlem',
    register: 'answered',
    address: { text: 'Grote Markt 2, 2011RD Haarlem', ...cityHall },
    post: null,
    roads: [],
  });
});

test('without one the municipality by its outline, and that none is set', async () => {
  expect(await nearOf(null, there)).toEqual({
    at,
    municipality: 'Haarlem',
    register: 'not-set',
    ...nothing,
  });
});

test('with one that is away the same, and that it is', async () => {
  const url = await register.start();
  register.status = 500;
  expect(await nearOf(url, there)).toMatchObject({
    municipality: 'Haarlem',
    register: 'away',
    ...nothing,
  });
});

test('nobody is told of a fix that covers whole streets, nor where there is none', async () => {
  const url = await register.start();
  expect(await nearOf(url, { ...there, accuracyMetres: 400 })).toMatchObject({
    municipality: 'Haarlem',
    register: 'not-asked',
    ...nothing,
  });
  expect(register.asked).toEqual([]);
});

test('where there is no fix nothing is told at all', async () => {
  expect(await nearOf(await register.start(), null)).toEqual({
    at: null,
    municipality: null,
    register: 'not-asked',
    ...nothing,
  });
  expect(register.asked).toEqual([]);
});
