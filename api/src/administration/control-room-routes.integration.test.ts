// Numbers of control rooms as a centre's staff call them: what stands of a call, who may make one, and that a dead
// number is offered second from then on.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextRoute, type PoliceRegion } from '@achterwacht/shared/police/route.ts';
import { openSettings } from '../settings/settings.ts';
import type { Visitor } from '../access/as-actor.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { addAdministrator } from '../testing/settings.ts';
import { serveControlRooms } from './control-room-routes.ts';
import { lineTasks } from './line-tasks.ts';
import { serveSettings } from './setting-routes.ts';

let centre: AlarmCentre;
let door: HttpDoor;
let els: Visitor;
beforeEach(async () => {
  centre = await openAlarmCentre();
  door = await openHttpDoor((http, authentication) => {
    const parts = { ...centre, accounts: centre.system, authentication };
    serveSettings(http, parts);
    serveControlRooms(http, parts);
  });
  els = await addAdministrator(centre, 'Els');
});
afterEach(async () => {
  await door.close();
  await centre.end();
});

const place = { regionCode: 'noord-holland', discipline: 'police' } as const;
const first = { ...place, which: 'first', phone: '023 555 01 01' } as const;
const second = { ...place, which: 'second', phone: '023 555 01 02' } as const;
const startsAt = '2026-03-02T08:00:00.000Z';

async function enter(as: Visitor, lines: object[]): Promise<number> {
  const { settings } = (await door.get(as, '/api/settings')).body as {
    settings: { kind: string; version: number }[];
  };
  const { version } = settings.find(({ kind }) => kind === 'control-rooms')!;
  const body = { value: lines, expectedVersion: version };
  return (await door.post(as, '/api/settings/control-rooms/propose', body)).status;
}
const call = (as: Visitor, line: object, result: string, note: string | null = null) =>
  door.post(as, '/api/control-rooms/line-tests', { ...line, result, note });
const read = async (as: Visitor) => (await door.get(as, '/api/control-rooms')).body;
const held = () => openSettings({ ...centre, background: centre.system });

test('entered, called, and dated by who called; a dead first number is offered second at once', async () => {
  const settings = await held();
  expect(await enter(els, [first, second])).toBe(200);
  expect(await read(centre.anna)).toMatchObject({
    lines: [{ ...first, lastTestedAt: null, dueAt: null, isDue: true }, { isDue: true }],
    tests: [],
  });

  await call(centre.anna, first, 'works', 'mevrouw Bos nam op');
  await call(centre.dirk, second, 'works');
  expect(await read(centre.anna)).toMatchObject({
    lines: [
      { ...first, lastTestedAt: startsAt, dueAt: '2026-03-09T08:00:00.000Z', isDue: false },
      { ...second, lastTestedAt: startsAt },
    ],
    tests: [
      { ...second, by: { name: centre.dirk.name }, at: startsAt, note: null },
      { ...first, by: { name: centre.anna.name }, result: 'works', note: 'mevrouw Bos nam op' },
    ],
  });
  const logged = await centre.system.sql<{ text: string }[]>`
    select text from log.events where type = 'LineTested'`;
  expect(logged).toHaveLength(2);
  expect(JSON.stringify(logged)).not.toContain('Bos');

  const region: PoliceRegion = {
    status: 'known',
    regionCode: 'noord-holland',
    mayAlsoBe: [],
    mayAlsoBeIn: null,
  };
  const offered = () =>
    nextRoute(
      {
        controlRoomLines: settings.settingOf(centre.centreId, 'control-rooms'),
        policePhone: '',
      },
      region,
      'police',
    );
  await expect.poll(offered).toMatchObject({ phone: first.phone, lastTestedAt: startsAt });
  centre.clock.advance(60_000);
  await call(centre.anna, first, 'wrong-number');
  await expect.poll(offered).toMatchObject({ phone: second.phone });
  expect(await read(els)).toMatchObject({
    lines: [
      {
        lastTestedAt: startsAt,
        failed: { at: '2026-03-02T08:01:00.000Z', result: 'wrong-number' },
        isDue: true,
      },
      { isDue: false },
    ],
  });
  await call(els, first, 'works');
  await expect.poll(offered).toMatchObject({ phone: first.phone });
});

test('after a week without a call it is a task, and a call ends it', async () => {
  await enter(els, [first, second]);
  const settings = await held();
  const tasks = () =>
    lineTasks(settings)(null as never, { centreId: centre.centreId, now: centre.clock.now() });
  expect(tasks()).toEqual([
    { kind: 'line-not-tested', about: { id: 'noord-holland', name: 'noord-holland' }, dueAt: null },
  ]);
  await call(centre.anna, first, 'works');
  await call(centre.anna, second, 'works');
  await expect.poll(tasks).toEqual([]);
  centre.clock.advance(7 * 86_400_000 - 1);
  expect(tasks()).toEqual([]);
  centre.clock.advance(1);
  expect(tasks()).toMatchObject([{ dueAt: '2026-03-09T08:00:00.000Z' }]);
});

test('whoever may call may enter nothing, and a centre calls its own numbers', async () => {
  await enter(els, [first]);
  expect(await enter(els, [{ ...first, phone: '112' }])).toBe(409);
  const value = { value: [], expectedVersion: 2 };
  const proposed = await door.post(centre.anna, '/api/settings/control-rooms/propose', value);
  expect(proposed.status).toBe(403);
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  expect(await call(south.anna, first, 'wrong-number')).toMatchObject({
    status: 409,
    body: { error: { code: 'lijn-onbekend' } },
  });
  expect(await read(south.anna)).toEqual({ version: 0, lines: [], tests: [] });
  const moved = await call(centre.anna, { ...first, phone: '023 555 01 09' }, 'works');
  expect(moved).toMatchObject({
    status: 409,
    body: { error: { code: 'nummer-gewijzigd', details: { phone: first.phone } } },
  });
  for (const bad of [{ result: 'fine' }, { which: 'third' }, { note: 'a\u0000b' }])
    expect(
      (
        await door.post(centre.anna, '/api/control-rooms/line-tests', {
          ...first,
          result: 'works',
          note: null,
          ...bad,
        })
      ).status,
    ).toBe(422);
  expect(await read(centre.anna)).toMatchObject({ lines: [{ lastTestedAt: null }], tests: [] });
});
