// Every route, every role, and the neighbour. The table is written from what each role is there for,
// by hand; it knows nothing of the table in shared that the product decides by.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import { noWords } from '@achterwacht/shared/municipality/incident.ts';
import { routes, type Board } from '@achterwacht/shared/routes.ts';
import { addAccount, loggedIn } from '../testing/instance/accounts.ts';
import { ask, envelope, frameOf } from '../testing/instance/device.ts';
import { Desk, Person } from '../testing/instance/person.ts';
import { addSecondCentre, type Centre } from '../testing/instance/second-centre.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';
import { defaultTimings } from '../centre.ts';
import { connect, type Database } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';

/** `their`: the same question about an alarm of the other centre. */
const table = `
                 session board log command dossier connect listen ready hear outbox signals demo tile socket their-log their-command their-dossier their-listen their-ready their-hear raise wearers their-raise aside
  nobody             401   401 401     401     401     401    401   401  401    401     401  200  401     no       401           401           401          401         401        401        401   401     401  401
  centralist         200   200 200     200     200     200    200   200  200    403     403  200  200    yes       404           404           404          404         404        404        409   200     404  403
  supervisor         200   200 200     200     200     200    200   200  200    200     200  200  200    yes       404           404           404          404         404        404        409   200     404  200
  police-liaison     200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  oov-officer        200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  griffier           200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  secretary          200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  manager            200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  holder             200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  carer              200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  treasurer          200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  administrator      200   403 403     403     403     403    403   403  403    200     403  200  403     no       403           403           403          403         403        403        403   403     403  200
  supplier           200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
  auditor            200   403 403     403     403     403    403   403  403    403     403  200  403     no       403           403           403          403         403        403        403   403     403  403
`;

/** The same of an incident file in whose circle everybody of the municipality is; `their`: of another's. */
const fileTable = `
                 files file fill let-in take-out looked csv their-file their-fill their-let-in their-looked pdf their-pdf
  nobody         401   401  401  401    401      401    401 401        401        401          401          401 401
  centralist     403   403  403  403    403      403    403 403        403        403          403          403 403
  supervisor     403   403  403  403    403      403    403 403        403        403          403          403 403
  police-liaison 403   403  403  403    403      403    403 403        403        403          403          403 403
  oov-officer    200   200  200  200    404      200    200 404        404        404          404          200 404
  griffier       200   200  403  403    403      200    403 404        403        403          404          200 404
  secretary      200   200  403  403    403      200    403 404        403        403          404          200 404
  manager        200   200  403  403    403      200    403 404        403        403          404          200 404
  holder         403   403  403  403    403      403    403 403        403        403          403          403 403
  carer          403   403  403  403    403      403    403 403        403        403          403          403 403
  treasurer      403   403  403  403    403      403    403 403        403        403          403          403 403
  administrator  403   403  403  403    403      403    403 403        403        403          403          403 403
  supplier       403   403  403  403    403      403    403 403        403        403          403          403 403
  auditor        403   403  403  403    403      403    403 403        403        403          403          403 403
`;

/**
 * The same of the police's links; the alarm is not handed over, so nobody may share one yet. The page's own
 * doors know no roles: to whoever brings no link they say the same, logged in or not.
 */
const policeTable = `
                 share viewers enter view report say their-share their-viewers
  nobody         401   401     410   401  401    401 401         401
  centralist     409   200     410   401  401    401 404         404
  supervisor     409   200     410   401  401    401 404         404
  police-liaison 403   403     410   401  401    401 403         403
  oov-officer    403   403     410   401  401    401 403         403
  griffier       403   403     410   401  401    401 403         403
  secretary      403   403     410   401  401    401 403         403
  manager        403   403     410   401  401    401 403         403
  holder         403   403     410   401  401    401 403         403
  carer          403   403     410   401  401    401 403         403
  treasurer      403   403     410   401  401    401 403         403
  administrator  403   403     410   401  401    401 403         403
  supplier       403   403     410   401  401    401 403         403
  auditor        403   403     410   401  401    401 403         403
`;

const cells = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
const fileRows = cells(fileTable);
const policeRows = cells(policeTable);
const [names, ...rows] = cells(table).map((row, index) =>
  index === 0
    ? [...row, ...fileRows[0]!, ...policeRows[0]!]
    : [...row, ...fileRows[index]!.slice(1), ...policeRows[index]!.slice(1)],
);

/** Roles that belong to a municipality; all others to the centre itself. */
const municipal: ReadonlySet<Role> = new Set([
  'oov-officer',
  'griffier',
  'secretary',
  'manager',
  'holder',
  'carer',
  'treasurer',
]);

/** Nothing acts by itself while the table is gone through, however long that takes. */
const noneDue = Object.fromEntries(
  Object.keys(defaultTimings).map((timing) => [timing, 86_400]),
) as Timings;

let instance: Instance;
let api: ApiProcess;
let app: Database;
let north: Centre;
let south: Centre;
/** An open, claimed alarm of each centre, by centre. */
const alarmIds = new Map<string, string>();
const people = new Map<string, Person>();
/** Of each centre's municipality an incident file, and its officer, by centre. */
const fileIds = new Map<string, string>();
const officerIds = new Map<string, string>();

beforeAll(async () => {
  instance = await startInstance({ sound: true, timings: noneDue });
  south = await addSecondCentre(instance);
  north = { centreId: instance.centreId, ...(await firstOfNorth()) };
  mkdirSync(join(instance.folder, 'tiles/grijs/0/0'), { recursive: true });
  writeFileSync(join(instance.folder, 'tiles/grijs/0/0/0.png'), 'a tile');
  api = await instance.startApi();
  app = connect(instance.appUrl, { name: 'test-app', ...limitsOf.command, max: 1 });
  for (const centre of [north, south]) {
    await ask(api.devicePort, [frameOf(centre.button, { sequence: 1 })]);
    for (const role of roles.options) people.set(keyOf(centre, role), await enter(centre, role));
    const supervisor = personOf(centre, 'supervisor');
    const hasAlarm = async () => (await supervisor.board()).alarms.length === 1;
    await until('the alarm', hasAlarm);
    const [alarm] = (await supervisor.board()).alarms;
    alarmIds.set(centre.centreId, alarm!.id);
    const claim = { type: 'Claim', expectedVersion: alarm!.version } as const;
    expect((await supervisor.command(alarm!.id, claim)).status).toBe(200);
    await instance.speak(centre.button);
    const hasSound = async () =>
      (await supervisor.board()).alarms.some(({ sound }) => sound.status === 'receiving');
    await until('its sound', hasSound);
    await addFile(centre);
  }
});
afterAll(async () => {
  await app.end();
  await instance.end();
});

test('the table has every route and every role', () => {
  const columns = {
    session: 'session',
    board: 'board',
    alarmLog: 'log',
    alarmCommand: 'command',
    alarmDossier: 'dossier',
    listenInConnect: 'connect',
    alarmListenIn: 'listen',
    alarmPrepareListenIn: 'ready',
    alarmRaise: 'raise',
    wearers: 'wearers',
    outbox: 'outbox',
    setAside: 'aside',
    signals: 'signals',
    incidents: 'files',
    incident: 'file',
    incidentFill: 'fill',
    incidentCircleAdd: 'let-in',
    incidentCircleRemove: 'take-out',
    incidentViews: 'looked',
    sharePoliceLink: 'share',
    policeViewers: 'viewers',
    policeEnter: 'enter',
    policeView: 'view',
    policeReport: 'report',
    policeMessage: 'say',
    demoAccounts: 'demo',
  } satisfies Record<keyof typeof routes, string>;
  expect(Object.keys(columns)).toEqual(Object.keys(routes));
  for (const column of Object.values(columns)) expect(names).toContain(column);
  expect(rows.map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(fileRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(policeRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(rows.filter((row) => row.length !== names!.length + 1)).toEqual([]);
});

describe.each(['north', 'south'] as const)('at %s', (where) => {
  test.each(rows)('%s', async (role, ...expected) => {
    const [own, other] = where === 'north' ? [north, south] : [south, north];
    const person = role === 'nobody' ? new Person(api) : personOf(own, role as Role);
    const got: string[] = [];
    for (const name of names!) got.push(await answerTo(name, person, own, other));
    expect(got.join(' ')).toBe(expected.join(' '));
  });
});

test('a board has the alarms of its own centre and no other', async () => {
  for (const [own, other] of [
    [north, south],
    [south, north],
  ] as const)
    for (const role of ['centralist', 'supervisor'] as const) {
      const { status, body } = await personOf(own, role).get<Board>('/api/board');
      expect(status).toBe(200);
      expect(body.alarms.map(({ id }) => id)).toEqual([alarmIds.get(own.centreId)]);
      expect(JSON.stringify(body)).not.toContain(other.centreId);
      expect(JSON.stringify(body)).not.toContain(other.municipalityId);
    }
});

test('lists have what is of the own centre and nothing of the other', async () => {
  for (const [own, other] of [
    [north, south],
    [south, north],
  ] as const) {
    const { body } = await personOf(own, 'supervisor').get<{ signals: { account: string }[] }>(
      '/api/signals',
    );
    expect(body.signals.map(({ account }) => account)).toEqual([own.button.account]);
    const outbox = await personOf(own, 'supervisor').get<{ entries: unknown[] }>('/api/outbox');
    expect(JSON.stringify(outbox.body)).not.toContain(alarmIds.get(other.centreId));
  }
});

test('a desk hears its own centre and not the other, nor who sits there', async () => {
  const [here, there] = [
    await personOf(north, 'centralist').desk(),
    await personOf(south, 'centralist').desk(),
  ];
  await ask(api.devicePort, [frameOf(south.button, { sequence: 2 })]);
  await there.until('the press', ({ events }) => events.length > 0);
  await ask(api.devicePort, [frameOf(north.button, { sequence: 2 })]);
  await here.until('the press', ({ events }) => events.length > 0);
  expect(new Set(here.events.map(({ alarmId }) => alarmId))).toEqual(
    new Set([alarmIds.get(north.centreId)]),
  );
  await there.until('presence', ({ presence }) => presence.length > 0);
  expect(here.presence.map(({ name }) => name)).toEqual(['Test centralist']);
  here.close();
  there.close();
});

test("a look at the dossier is logged in the looker's own centre, also a look in vain", async () => {
  const person = personOf(south, 'centralist');
  await person.get(`/api/alarms/${alarmIds.get(north.centreId)}/dossier`);
  const rows = await instance.owner.sql<{ centre_id: string; result: string }[]>`
    select centre_id, result from access_log where object = ${alarmIds.get(north.centreId)!}
      and centre_id = ${south.centreId}`;
  expect(rows.at(-1)).toMatchObject({ result: 'not-found' });
});

describe('A7 what the parts of the product itself write', () => {
  const refused = 25;

  test('of a flood of refused presses stands in the centre of the buttons, and is nowhere in the other', async () => {
    const before = (await personOf(north, 'supervisor').board()).alarms.length;
    const accounts = Array.from({ length: refused }, (_, index) => `50A${100 + index}`);
    for (const account of accounts)
      await instance.system.sql`
        insert into buttons (id, centre_id, municipality_id, serial, protocol, account, model)
        values (gen_random_uuid(), ${south.centreId}, ${south.municipalityId}, ${`zuid-${account}`},
          'dc09', ${account}, 'test')`;
    // Damaged on their way, and a press can still be read.
    const damaged = (account: string) =>
      envelope(
        `"SIA-DCS"0001R1L0#${account}[#${account}|Nri1/PA001][X004E53.7101][Y52N22.2130]`,
        '0000',
      );
    await ask(api.devicePort, accounts.map(damaged));
    await instance.system.sql`update messages set handle_at = received_at where handled_at is null`;
    await expect
      .poll(() => instance.system.sql`select id from messages where handled_at is null`)
      .toEqual([]);
    const { alarms } = await personOf(south, 'supervisor').board();
    const collective = alarms.filter(({ button }) => !button.known);
    expect(collective).toMatchObject([{ kind: 'duress', signals: { count: 5 } }]);
    expect((await personOf(north, 'supervisor').board()).alarms).toHaveLength(before);
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
    const { sql } = instance.system;
    expect(await sql.unsafe(`${joined} and ${table}.centre_id <> alarms.centre_id`)).toEqual([]);
  });
});

describe('row-level security, whatever the query forgets', () => {
  test('stands on every table, and the app role is above none of it', async () => {
    const open = await instance.owner.sql`
      select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname = 'public' and relkind = 'r' and not relrowsecurity`;
    expect(open).toEqual([]);
    const [appRole] = await instance.owner.sql`
      select rolsuper, rolbypassrls, (select count(*)::int from pg_class
        where relowner = pg_roles.oid) as owns
      from pg_roles where rolname = 'achterwacht_app'`;
    expect(appRole).toEqual({ rolsuper: false, rolbypassrls: false, owns: 0 });
  });

  test('without a centre there is nothing to see', async () => {
    for (const name of await tenantTables())
      expect([name, await countAs({}, name)]).toEqual([name, 0]);
  });

  test('with a centre, its own rows and none of the other, from every table', async () => {
    for (const name of await tenantTables()) {
      // Of a municipality and its circle: no centre sees those, whose tests are in municipality/.
      if (name.startsWith('incident')) {
        expect([name, await countAs({ centre: south.centreId }, name)]).toEqual([name, 0]);
        continue;
      }
      const [{ own, all }] = (await instance.owner.sql.unsafe(
        `select count(*)::int as all,
          (count(*) filter (where centre_id = '${south.centreId}'))::int as own from ${name}`,
      )) as unknown as [{ own: number; all: number }];
      expect([name, await countAs({ centre: south.centreId }, name)]).toEqual([name, own]);
      if (
        ['alarms', 'events', 'buttons', 'holders', 'messages', 'signals', 'members'].includes(name)
      )
        expect([name, own > 0 && own < all]).toEqual([name, true]);
    }
  });

  test('with a municipality, its own rows and nothing of the centre itself', async () => {
    const settings = { centre: north.centreId, municipality: north.municipalityId };
    for (const name of ['holders', 'places', 'contacts', 'plans', 'buttons', 'loans', 'alarms']) {
      const [{ own, all }] = (await instance.owner.sql.unsafe(
        `select count(*)::int as all,
          (count(*) filter (where municipality_id = '${north.municipalityId}'))::int as own from ${name}`,
      )) as unknown as [{ own: number; all: number }];
      expect([name, await countAs(settings, name)]).toEqual([name, own]);
      expect([name, own > 0 && own < all]).toEqual([name, true]);
    }
    for (const name of [
      'feeds',
      'messages',
      'signals',
      'answers',
      'effects',
      'access_log',
      'presence',
    ])
      expect([name, await countAs(settings, name)]).toEqual([name, 0]);
  });

  test.each([
    ['an alarm', `update alarms set open = false`],
    ['a deadline', `delete from log.deadlines`],
    ['a feed', `update log.feeds set last_sequence = 0`],
  ])(
    'changing %s without a where leaves those of the other centre as they are',
    async (_, text) => {
      const before = await tenantRows();
      await inTransaction({ centre: south.centreId }, async (sql) => {
        await sql.unsafe(text);
      });
      expect(await tenantRows()).toEqual(before);
    },
  );

  test.each([
    [
      'an event into the log of another centre',
      (id: string, centre: string) => `
      insert into log.events (stream_id, version, centre_id, sequence, type, at, text, previous_hash, hash)
      values ('${id}', 900, '${centre}', 900000, 'NoteAdded', now(), '{}', 'x', 'x')`,
    ],
    [
      'an answer',
      (id: string, centre: string) => `
      insert into log.answers (stream_id, command_id, centre_id, answer, at)
      values ('${id}', gen_random_uuid(), '${centre}', '{}', now())`,
    ],
    [
      'an effect',
      (id: string, centre: string) => `
      insert into log.effects (id, centre_id, stream_id, kind, mode, recipient, text, status, created_at)
      values (gen_random_uuid(), '${centre}', '${id}', 'x', 'real', 'x', 'x', 'waiting', now())`,
    ],
    [
      'one of its own alarms to another centre',
      (_: string, centre: string) => `
      update alarms set centre_id = '${centre}'`,
    ],
  ])('writing %s is refused', async (_, text) => {
    await expect(
      inTransaction({ centre: south.centreId }, (sql) =>
        sql.unsafe(text(alarmIds.get(north.centreId)!, north.centreId)),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test.each([
    ['change the log', `update log.events set text = '{}'`],
    ['cut the log', `delete from log.events`],
    ['empty the log', `truncate log.events`],
    ['change what came in', `update messages set raw = ''`],
    ['delete an alarm', `delete from alarms`],
    ['see log-ins', `select * from auth."user"`],
    ['see sessions', `select token from auth.session`],
    ['give itself a role', `update members set role = 'supervisor'`],
    ['erase who looked', `delete from access_log`],
    ['turn the policies off', `alter table alarms disable row level security`],
    ['become the system', `set role achterwacht_system`],
  ])('the app role may not %s', async (_, text) => {
    await expect(
      inTransaction({ centre: south.centreId }, (sql) => sql.unsafe(text)),
    ).rejects.toThrow(/permission denied|must be owner/);
  });

  test.each([
    ['change', `update log.events set text = '{}'`],
    ['cut', `delete from log.events`],
    ['empty', `truncate log.events`],
  ])('nor may the system role %s the log', async (_, text) => {
    await expect(instance.system.sql.unsafe(text)).rejects.toThrow(/permission denied|append-only/);
  });
});

async function answerTo(name: string, person: Person, own: Centre, other: Centre): Promise<string> {
  const alarm = (centre: Centre) => `/api/alarms/${alarmIds.get(centre.centreId)}`;
  const file = (centre: Centre) => `/api/incidents/${fileIds.get(centre.centreId)}`;
  const filled = { expectedVersion: 1, words: noWords, status: 'draft' };
  const note = () => ({
    commandId: randomUUID(),
    type: 'AddNote',
    noteId: randomUUID(),
    text: 'gezien',
    happenedAt: null,
  });
  const byHand = (centre: Centre) => ({
    alarmId: randomUUID(),
    whom: { type: 'button', buttonId: centre.button.id },
    place: null,
    reason: 'belt vanuit de auto',
  });
  const link = () => ({ commandId: randomUUID(), linkId: randomUUID() });
  const asked: Record<string, () => Promise<{ status: number }>> = {
    session: () => person.get('/api/session'),
    board: () => person.get('/api/board'),
    log: () => person.get(`${alarm(own)}/log`),
    command: () => person.post(`${alarm(own)}/commands`, note()),
    dossier: () => person.get(`${alarm(own)}/dossier`),
    connect: () => person.post('/api/listen-in/connect', {}),
    listen: () => person.post(`${alarm(own)}/listen-in`, { listener: randomUUID() }),
    ready: () => person.post(`${alarm(own)}/listen-in/prepare`, { listener: randomUUID() }),
    // Whoever listens, since the question before this one.
    hear: () => person.get(`${alarm(own)}/sound`),
    outbox: () => person.get('/api/outbox'),
    aside: () => person.get('/api/set-aside'),
    signals: () => person.get('/api/signals'),
    demo: () => person.get('/api/demo/accounts'),
    tile: () => person.get('/api/map/tiles/grijs/0/0/0'),
    files: () => person.get('/api/incidents'),
    file: () => person.get(file(own)),
    fill: () => person.post(file(own), filled),
    'let-in': () =>
      person.post(`${file(own)}/circle/add`, { userId: officerIds.get(own.centreId) }),
    // Nobody's: the circle must be whole for whoever comes next.
    'take-out': () => person.post(`${file(own)}/circle/remove`, { userId: randomUUID() }),
    looked: () => person.get(`${file(own)}/views`),
    csv: () => person.get('/api/incidents.csv'),
    share: () => person.post(`${alarm(own)}/police-links`, link()),
    viewers: () => person.get(`${alarm(own)}/police-links`),
    enter: () =>
      person.post('/api/police/session', {
        secret: 'a'.repeat(22),
        pin: '000000',
        name: 'HA 31-02',
      }),
    view: () => person.get('/api/police/view'),
    report: () =>
      person.post('/api/police/reports', {
        status: 'received',
        statedAt: new Date().toISOString(),
        reference: null,
      }),
    say: () => person.post('/api/police/messages', { text: 'bij de deur' }),
    'their-share': () => person.post(`${alarm(other)}/police-links`, link()),
    'their-viewers': () => person.get(`${alarm(other)}/police-links`),
    'their-file': () => person.get(file(other)),
    'their-fill': () => person.post(file(other), filled),
    'their-let-in': () =>
      person.post(`${file(other)}/circle/add`, { userId: officerIds.get(own.centreId) }),
    'their-looked': () => person.get(`${file(other)}/views`),
    // Its button has called already.
    raise: () => person.post('/api/alarms', byHand(own)),
    wearers: () => person.get('/api/wearers?search=de'),
    'their-raise': () => person.post('/api/alarms', byHand(other)),
    pdf: () => person.get(`${file(own)}/report.pdf`),
    'their-pdf': () => person.get(`${file(other)}/report.pdf`),
    'their-log': () => person.get(`${alarm(other)}/log`),
    'their-command': () => person.post(`${alarm(other)}/commands`, note()),
    'their-dossier': () => person.get(`${alarm(other)}/dossier`),
    'their-listen': () => person.post(`${alarm(other)}/listen-in`, { listener: randomUUID() }),
    'their-ready': () =>
      person.post(`${alarm(other)}/listen-in/prepare`, { listener: randomUUID() }),
    'their-hear': () => person.get(`${alarm(other)}/sound`),
  };
  if (name === 'socket')
    return Desk.open(api, person.cookie).then(
      (desk) => {
        desk.close();
        return 'yes';
      },
      () => 'no',
    );
  return String((await asked[name]!()).status);
}

function keyOf(centre: Centre, role: Role): string {
  return `${centre.centreId} ${role}`;
}

function personOf(centre: Centre, role: Role): Person {
  return people.get(keyOf(centre, role))!;
}

async function enter(centre: Centre, role: Role): Promise<Person> {
  const { centreId } = centre;
  const municipalityId = municipal.has(role) ? centre.municipalityId : null;
  return loggedIn(instance, api, await addAccount(instance, { role, centreId, municipalityId }));
}

/** As if its alarm were closed, with everybody of the municipality in the circle. */
async function addFile({ centreId, municipalityId }: Centre): Promise<void> {
  const { sql } = instance.system;
  const id = randomUUID();
  const facts = { alarmNumber: 1, kind: 'duress', outcome: 'threat', needless: false, times: {} };
  await sql`
    insert into incidents (id, centre_id, municipality_id, occurred_at, facts, subject_id)
    values (${id}, ${centreId}, ${municipalityId}, now(), ${JSON.stringify(facts)}::jsonb,
      ${randomUUID()})`;
  await sql`
    insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_at)
    select gen_random_uuid(), ${id}, ${centreId}, ${municipalityId}, user_id, now()
    from members where municipality_id = ${municipalityId}`;
  const [officer] = await sql<{ user_id: string }[]>`
    select user_id from members where municipality_id = ${municipalityId}
      and role = 'oov-officer' limit 1`;
  fileIds.set(centreId, id);
  officerIds.set(centreId, officer!.user_id);
}

async function firstOfNorth() {
  const button = await instance.button('231');
  const [row] = await instance.system.sql<{ municipality_id: string }[]>`
    select municipality_id from buttons where id = ${button.id}`;
  return { button, municipalityId: row!.municipality_id };
}

type Settings = { centre?: string; municipality?: string };
type Sql = Parameters<Parameters<Database['transaction']>[0]>[0]['sql'];

async function inTransaction<T>(
  settings: Settings,
  work: (sql: Sql) => PromiseLike<T>,
): Promise<T> {
  return app.transaction(async ({ sql }) => {
    await sql`select set_config('achterwacht.centre', ${settings.centre ?? ''}, true),
      set_config('achterwacht.municipality', ${settings.municipality ?? ''}, true)`;
    return work(sql);
  });
}

async function countAs(settings: Settings, name: string): Promise<number> {
  const [row] = await inTransaction(settings, (sql) =>
    sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${name}`),
  );
  return row!.count;
}

async function tenantTables(): Promise<string[]> {
  const rows = await instance.owner.sql<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'centre_id' order by 1`;
  expect(rows.length).toBeGreaterThan(15);
  return rows.map(({ name }) => name);
}

/** What the other centre has, row for row. */
async function tenantRows() {
  const { sql } = instance.system;
  const of = north.centreId;
  return [
    await sql`select id, open, version, head_hash from alarms where centre_id = ${of}`,
    await sql`select subject_id, kind, at from log.deadlines where centre_id = ${of} order by 1, 2`,
    await sql`select last_sequence from log.feeds where centre_id = ${of}`,
  ];
}
