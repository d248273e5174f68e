// What a desk is told of the land around an alarm, over HTTP's own rules, with a register, without one, and with one that is
// away: what it says about where somebody is, is never more than what is known.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
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
  return nearAlarm(near, alarmId);
}

async function nearAlarm(near: URL | null, alarmId: string): Promise<Near> {
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

test('of a closed alarm it is told while the police are busy, an hour at most, and then nobody is asked', async () => {
  const url = await register.start();
  const { alarmId } = await centre.press(undefined, [signal('panic', { position: there })]);
  for (const command of toClosed)
    expect(await centre.ask(centre.dirk, alarmId, command)).toMatchObject({ status: 'accepted' });
  expect(await nearAlarm(url, alarmId)).toMatchObject({ at, register: 'answered' });
  const asked = register.asked.length;
  centre.clock.advance(3_600_000);
  expect(await nearAlarm(url, alarmId)).toEqual({
    at: null,
    municipality: null,
    register: 'not-asked',
    ...nothing,
  });
  expect(register.asked).toHaveLength(asked);
});

const expectedVersion = 10_000;
/** Passed on to the police, who are not done when it is closed. */
const toClosed: PersonCommand[] = [
  { type: 'Claim', expectedVersion },
  { type: 'Verify', basis: 'sound', note: 'geschreeuw', expectedVersion },
  {
    type: 'SendHandover',
    expectedVersion,
    class: 'prio-1',
    overrideReason: null,
    channel: 'telephone',
    route: { regionCode: 'noord-holland', which: 'first' },
  },
  {
    type: 'ConfirmHandover',
    expectedVersion,
    policeOperator: 'Karel de Boer',
    incidentNumber: '2026-4471',
    channel: 'telephone',
  },
  {
    type: 'Close',
    outcome: 'real-incident',
    needless: false,
    summary: 'De politie gaat door.',
    expectedVersion,
  },
];
