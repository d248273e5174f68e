// What one centre has of the other: nothing, on no board, in no list, on no socket, and of nothing that the
// product writes by itself.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Board } from '@achterwacht/shared/routes/alarms.ts';
import { ask, envelope, frameOf } from '../../testing/instance/device.ts';
import type { Centre } from '../../testing/instance/second-centre.ts';
import type { TwoCentres } from './test-two-centres.ts';

/** Every question with an id in what is sent that says what it is about, or that the asker makes up. */
async function namesOfOther(
  world: TwoCentres,
  own: Centre,
  other: Centre,
): Promise<[Role, string, object][]> {
  const [{ holderId }] = await world.instance.system.sql<[{ holderId: string }]>`
    select holder_id as "holderId" from loans where button_id = ${other.button.id}`;
  const { privacyRequest } = world;
  const theirs = world.alarmIds.get(other.centreId)!;
  const byHand = { alarmId: randomUUID(), place: null, reason: 'Belt zelf' };
  const unknown = { type: 'unknown', name: 'Jan' };
  const person = { name: 'Jan', email: `${randomUUID()}@voorbeeld.test`, role: 'oov-officer' };
  return [
    [
      'supervisor',
      '/api/privacy-requests',
      { ...privacyRequest, id: world.requestIds.get(other.centreId) },
    ],
    ...(['holder', 'member'] as const).map((type): [Role, string, object] => [
      'supervisor',
      '/api/privacy-requests',
      {
        ...privacyRequest,
        id: randomUUID(),
        about: {
          type,
          id: type === 'member' ? world.memberIds.get(other.centreId) : holderId,
        },
      },
    ]),
    ['centralist', '/api/alarms', { ...byHand, alarmId: theirs, whom: unknown }],
    [
      'centralist',
      '/api/alarms',
      { ...byHand, whom: { type: 'button', buttonId: other.button.id } },
    ],
    ['centralist', '/api/alarms', { ...byHand, whom: { type: 'holder', holderId } }],
    [
      'administrator',
      '/api/members',
      { ...person, municipalityId: other.municipalityId, way: 'printed' },
    ],
    [
      'administrator',
      `/api/members/${world.memberIds.get(own.centreId)}`,
      { ...person, municipalityId: other.municipalityId, expectedVersion: 1 },
    ],
    [
      'oov-officer',
      `/api/incidents/${world.fileIds.get(own.centreId)}/circle/add`,
      { userId: world.officerIds.get(other.centreId) },
    ],
  ];
}

export function neighbours(world: TwoCentres): void {
  test('a board has the alarms of its own centre and no other', async () => {
    for (const [own, other] of [
      [world.north, world.south],
      [world.south, world.north],
    ] as const)
      for (const role of ['centralist', 'supervisor'] as const) {
        const { status, body } = await world.personOf(own, role).get<Board>('/api/board');
        expect(status).toBe(200);
        expect(body.alarms.map(({ id }) => id)).toEqual([world.alarmIds.get(own.centreId)]);
        expect(JSON.stringify(body)).not.toContain(other.centreId);
        expect(JSON.stringify(body)).not.toContain(other.municipalityId);
      }
  });

  test('lists have what is of the own centre and nothing of the other', async () => {
    for (const [own, other] of [
      [world.north, world.south],
      [world.south, world.north],
    ] as const) {
      const { body } = await world
        .personOf(own, 'supervisor')
        .get<{ signals: { account: string }[] }>('/api/signals');
      expect(body.signals.map(({ account }) => account)).toEqual([own.button.account]);
      const outbox = await world
        .personOf(own, 'supervisor')
        .get<{ entries: unknown[] }>('/api/outbox');
      expect(JSON.stringify(outbox.body)).not.toContain(world.alarmIds.get(other.centreId));
    }
  });

  test('a desk hears its own centre and not the other, nor who sits there', async () => {
    const [here, there] = [
      await world.personOf(world.north, 'centralist').desk(),
      await world.personOf(world.south, 'centralist').desk(),
    ];
    await ask(world.api.devicePort, [frameOf(world.south.button, { sequence: 2 })]);
    await there.until('the press', ({ events }) => events.length > 0);
    await ask(world.api.devicePort, [frameOf(world.north.button, { sequence: 2 })]);
    await here.until('the press', ({ events }) => events.length > 0);
    expect(new Set(here.events.map(({ alarmId }) => alarmId))).toEqual(
      new Set([world.alarmIds.get(world.north.centreId)]),
    );
    await there.until('presence', ({ presence }) => presence.length > 0);
    expect(here.presence.map(({ name }) => name)).toEqual(['Test centralist']);
    here.close();
    there.close();
  });

  test('what names something of the other in what is sent finds nothing, and changes nothing', async () => {
    const answered: [string, object, number][] = [];
    for (const [own, other] of [
      [world.north, world.south],
      [world.south, world.north],
    ] as const) {
      for (const [role, path, body] of await namesOfOther(world, own, other)) {
        const { status } = await world.personOf(own, role).post(path, body);
        answered.push([path, body, status]);
      }
    }
    // A form says which of its fields is wrong, as of a municipality that is nowhere.
    const usual = (path: string) => (path.startsWith('/api/members') ? 409 : 404);
    expect(answered.filter(([path, , status]) => status !== usual(path))).toEqual([]);
    expect(answered.length).toBeGreaterThan(10);
  });

  test("a look at the dossier is logged in the looker's own centre, also a look in vain", async () => {
    const person = world.personOf(world.south, 'centralist');
    await person.get(`/api/alarms/${world.alarmIds.get(world.north.centreId)}/dossier`);
    const rows = await world.instance.owner.sql<{ centre_id: string; result: string }[]>`
    select centre_id, result from access_log where object = ${world.alarmIds.get(world.north.centreId)!}
      and centre_id = ${world.south.centreId}`;
    expect(rows.at(-1)).toMatchObject({ result: 'not-found' });
  });

  describe('A7 what the parts of the product itself write', () => {
    const refused = 25;

    test('of a flood of refused presses stands in the centre of the buttons, and is nowhere in the other', async () => {
      const before = (await world.personOf(world.north, 'supervisor').board()).alarms.length;
      const accounts = Array.from({ length: refused }, (_, index) => `50A${100 + index}`);
      for (const account of accounts)
        await world.instance.system.sql`
        insert into buttons (id, centre_id, municipality_id, serial, protocol, account, model)
        values (gen_random_uuid(), ${world.south.centreId}, ${world.south.municipalityId}, ${`zuid-${account}`},
          'dc09', ${account}, 'test')`;
      // Damaged on their way, and a press can still be read.
      const damaged = (account: string) =>
        envelope(
          `"SIA-DCS"0001R1L0#${account}[#${account}|Nri1/PA001][X004E53.7101][Y52N22.2130]`,
          '0000',
        );
      await ask(world.api.devicePort, accounts.map(damaged));
      await world.instance.system
        .sql`update messages set handle_at = received_at where handled_at is null`;
      await expect
        .poll(() => world.instance.system.sql`select id from messages where handled_at is null`)
        .toEqual([]);
      const { alarms } = await world.personOf(world.south, 'supervisor').board();
      const collective = alarms.filter(({ button }) => !button.known);
      expect(collective).toMatchObject([{ kind: 'duress', signals: { count: 5 } }]);
      expect((await world.personOf(world.north, 'supervisor').board()).alarms).toHaveLength(before);
    });

    test.each([
      ['its button', `select from alarms join buttons on buttons.id = button_id`, 'buttons'],
      ['its events', `select from log.events join alarms on alarms.id = stream_id`, 'events'],
      ['its signals', `select from signals join alarms on alarms.id = alarm_id`, 'signals'],
      [
        'its deadlines',
        `select from log.deadlines join alarms on alarms.id = deadlines.subject_id`,
        'deadlines',
      ],
      ['its effects', `select from log.effects join alarms on alarms.id = stream_id`, 'effects'],
    ])('an alarm and %s are of one centre', async (_what, joined, table) => {
      const { sql } = world.instance.system;
      expect(await sql.unsafe(`${joined} and ${table}.centre_id <> alarms.centre_id`)).toEqual([]);
    });
  });
}
