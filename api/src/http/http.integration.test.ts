// The HTTP side as a program that calls it meets it: what it says of itself, what it refuses and in
// which words, and that asking twice is asking once.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Validator } from '@seriousme/openapi-schema-validator';
import { errorBody } from '@achterwacht/shared/routes/route.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { scope } from '@achterwacht/shared/service-account/scopes.ts';
import { loggedIn } from '../testing/instance/accounts.ts';
import { ask, frameOf } from '../testing/instance/device.ts';
import { Person } from '../testing/instance/person.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Person;
let alarmId: string;

beforeAll(async () => {
  // No deadline changes the alarm while it is asked about.
  const timings = {
    unclaimedLouderSeconds: 3_600,
    unclaimedSupervisorSeconds: 3_601,
    unclaimedOnCallSeconds: 3_602,
  };
  instance = await startInstance({ timings });
  api = await instance.startApi();
  anna = await loggedIn(instance, api, instance.account('centralist'));
  const button = await instance.addPlainButton('http', 'AA01');
  await ask(api.devicePort, [frameOf(button, { sequence: 1 })]);
  await until('the alarm', async () => (await anna.board()).alarms.length === 1);
  alarmId = (await anna.board()).alarms[0]!.id;
});
afterAll(() => instance.end());

test('whoever watches over it is told of every job when it last did a good round', async () => {
  type Job = { name: string; lastGoodAt: string | null; state: string };
  const monitor = Person.onTheMachine(api);
  const jobs = async () => (await monitor.get<{ jobs: Job[] }>('/readyz')).body.jobs;
  await until(
    'a round of each that needs no media-server',
    async () => (await jobs()).filter(({ lastGoodAt }) => lastGoodAt).length > 10,
  );
  for (const { name, state } of await jobs()) expect([name, state]).toEqual([name, 'ok']);
  const { body } = await monitor.get<string>('/metrics');
  expect(body).toMatch(/^achterwacht_job_last_good_seconds\{name="deadlines"\} \d/m);
  expect(body).toMatch(/^achterwacht_job_items\{name="recovery",outcome="failed"\} 0$/m);
});

test('the OpenAPI document has every route of the table, and its page is there', async () => {
  const { status, body } = await new Person(api).get<{
    openapi: string;
    paths: Record<string, Record<string, { responses: object; requestBody?: object }>>;
  }>('/api/openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toMatch(/^3\./);
  for (const route of Object.values(routes)) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const described = body.paths[path]?.[route.method.toLowerCase()];
    expect([path, Object.keys(described?.responses ?? {})]).toEqual([
      path,
      expect.arrayContaining(['200']),
    ]);
    if ('body' in route) expect(described?.requestBody).toBeDefined();
  }
  const page = await new Person(api).get<string>('/api/docs/');
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('swagger')]);
});

test('the OpenAPI document is one, and every operation says what it is about and what opens it', async () => {
  type Operation = {
    tags: string[];
    summary: string;
    security: Record<string, string[]>[];
    responses: object;
  };
  const { body } = await new Person(api).get<{
    paths: Record<string, Record<string, Operation>>;
    components: { securitySchemes: object };
  }>('/api/openapi.json');
  expect(await new Validator().validate(structuredClone(body))).toMatchObject({ valid: true });
  const schemes = Object.keys(body.components.securitySchemes);
  for (const [path, operations] of Object.entries(body.paths))
    for (const [method, { tags, summary, security, responses }] of Object.entries(operations)) {
      const told = {
        tags,
        summary,
        named: security.flatMap(Object.keys),
        of: Object.keys(responses),
      };
      expect([method, path, told]).toEqual([
        method,
        path,
        {
          tags: [path.split(/[/.]/)[2]],
          summary: expect.stringMatching(/.{10,}/) as unknown,
          named: expect.toSatisfy((named: string[]) =>
            named.every((name) => schemes.includes(name)),
          ) as unknown,
          of: expect.arrayContaining(['200', '4XX', '5XX']) as unknown,
        },
      ]);
    }
  const scopes = Object.values(body.paths).flatMap((operations) =>
    Object.values(operations).flatMap(({ security }) =>
      security.flatMap(({ serviceToken = [] }) => serviceToken),
    ),
  );
  expect(new Set(scopes)).toEqual(new Set(scope.options));
});

test('is alive, says what it is not ready for, D8 and whom it cannot page, and counts', async () => {
  const monitor = Person.onTheMachine(api);
  expect(await monitor.get('/healthz')).toMatchObject({ status: 200, body: { alive: true } });
  expect(await monitor.get('/readyz')).toMatchObject({
    status: 503,
    body: {
      ready: false,
      dependencies: { database: 'ok', redis: 'ok', sound: 'absent' },
      pagesNobody: ['supervisor', 'on-call'],
      setAside: [],
    },
  });
  const { body } = await monitor.get<string>('/metrics');
  expect(body).toMatch(
    /^achterwacht_messages_total\{verdict="decoded",kind="panic",kept="true"\} 1$/m,
  );
  expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
});

test('F7 how it is doing is told on the machine itself and for a token; anybody else learns whether it is', async () => {
  const token = 'a token of a monitor elsewhere, 1'.replaceAll(/\W/g, '-');
  const watched = await instance.startApi({
    ACHTERWACHT_MONITORING_TOKEN: token,
    ACHTERWACHT_ORIGIN: 'https://centre.example',
  });
  const told = async (headers: Record<string, string>, at = watched) => {
    const ask = new Person(at, '');
    const [readiness, metrics] = [
      await ask.get<object>('/readyz', headers),
      await ask.get<object | string>('/metrics', headers),
    ];
    // Whoever asks and however: a load balancer takes it by its code.
    expect(readiness.status).toBe(503);
    const isInside = 'dependencies' in readiness.body;
    if (!isInside) expect(readiness.body).toEqual({ ready: false });
    expect([
      metrics.status,
      /achterwacht_messages_total/.test(JSON.stringify(metrics.body)),
    ]).toEqual(isInside ? [200, true] : [401, false]);
    return isInside;
  };
  const bearer = { authorization: `Bearer ${token}` };
  const outside = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-host': 'centre.example' };
  // What this machine asks at a door in front of which something else stands cannot be told from its visitors.
  const throughDoor = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': '127.0.0.1:8080' };
  expect([
    await told({}),
    await told(outside),
    await told({ ...outside, ...bearer }),
    await told({ ...outside, authorization: `Bearer ${token}x` }),
    await told({ ...outside, authorization: token }),
    await told({ ...outside, authorization: 'Bearer ' }),
    await told(throughDoor),
  ]).toEqual([true, false, true, false, false, false, false]);
  // An installation of this machine alone, without a token: the door is this machine's, but for names that lead here.
  expect([
    await told(throughDoor, api),
    await told(bearer, api),
    await told({ ...outside, ...bearer }, api),
    await told({ ...throughDoor, 'x-forwarded-host': 'rebound.example' }, api),
    await told({ ...throughDoor, 'x-forwarded-for': '203.0.113.7, 127.0.0.1' }, api),
  ]).toEqual([true, true, false, false, false]);
});

test('what is not there is not there', async () => {
  for (const path of ['/api/nothing', '/api/alarms', '/api', '/', '/../etc/passwd', '/api/board/x'])
    expect([path, await anna.get(path)]).toEqual([
      path,
      expect.objectContaining({ status: 404 }) as unknown,
    ]);
  expect(await anna.get(`/api/alarms/${randomUUID()}/log`)).toMatchObject({
    status: 404,
    body: { error: { code: 'not-found' } },
  });
});

test.each([
  ['an alarm that is no id', '/api/alarms/17/log', 'alarmId'],
  ['a moment that is none', '/api/signals?since=yesterday', 'since'],
  ['a moment that is none', '/api/outbox?before=2026-13-45', 'before'],
])('%s: 422 naming the field', async (_, path, field) => {
  const supervisor = await loggedIn(instance, api, instance.account('supervisor'));
  const { status, body } = await supervisor.get(path);
  expect([status, body.error.details]).toEqual([422, expect.objectContaining({ field })]);
  expect(errorBody.parse(body)).toEqual(body);
});

const note = { type: 'AddNote', noteId: randomUUID(), text: 'x', happenedAt: null };

test.each([
  ['no command id', { ...note }, 'commandId'],
  ['a command id that is none', { ...note, commandId: '1' }, 'commandId'],
  ['no text', { ...note, commandId: randomUUID(), text: '  ' }, 'text'],
  ['a text too long', { ...note, commandId: randomUUID(), text: 'x'.repeat(4_001) }, 'text'],
  ['a moment that is none', { ...note, commandId: randomUUID(), happenedAt: 'x' }, 'happenedAt'],
  [
    'a version that is none',
    { commandId: randomUUID(), type: 'Claim', expectedVersion: 0 },
    'expectedVersion',
  ],
  ['an unknown command', { commandId: randomUUID(), type: 'Explode' }, 'type'],
  [
    "a part of the system's command",
    { commandId: randomUUID(), type: 'OwnerLost', userId: randomUUID() },
    'type',
  ],
])('a command with %s: 422 naming the field, and nothing happens', async (_, asked, field) => {
  const before = await anna.get(`/api/alarms/${alarmId}/log`);
  const { status, body } = await anna.post(`/api/alarms/${alarmId}/commands`, asked);
  expect([status, body.error.details]).toEqual([422, expect.objectContaining({ field })]);
  expect((await anna.get(`/api/alarms/${alarmId}/log`)).body).toEqual(before.body);
});

test.each([
  ['broken JSON', '{"commandId":'],
  ['no object', '[]'],
  ['nothing', ''],
  ['a prototype', '{"__proto__":{"role":"supervisor"}}'],
])('%s as a body: 422', async (_, body) => {
  expect((await anna.post(`/api/alarms/${alarmId}/commands`, body)).status).toBe(422);
});

test('a question comes back to nobody: TRACE is no method of ours, nor is one that somebody makes up', async () => {
  const { hostname, port } = new URL(api.url);
  for (const method of ['TRACE', 'TRACK', 'CONNECT', 'DEBUG']) {
    const socket = connect(Number(port), hostname);
    socket.end(`${method} /api/session HTTP/1.1\r\nhost: x\r\nx-secret: told-by-a-cookie\r\n\r\n`);
    const answer = await text(socket).catch(() => '');
    expect([method, answer]).toEqual([method, expect.not.stringMatching(/^HTTP\S+ 2/)]);
    expect(answer).not.toContain('told-by-a-cookie');
  }
});

test('another kind of body: 422', async () => {
  const headers = { 'content-type': 'text/plain' };
  const asked = JSON.stringify({ ...note, commandId: randomUUID() });
  expect((await anna.post(`/api/alarms/${alarmId}/commands`, asked, headers)).status).toBe(422);
});

test('a body too large: 422, and the server is still there', async () => {
  const asked = { ...note, commandId: randomUUID(), text: 'x'.repeat(200_000) };
  const { status, body } = await anna.post(`/api/alarms/${alarmId}/commands`, asked);
  expect([status, body.error.code]).toEqual([422, 'too-large']);
  expect(body.error).toMatchObject({ message: expect.stringMatching(/te lang/) as string });
  expect((await anna.get('/api/session')).status).toBe(200);
});

test('one command sent twice happens once and gets the same answer', async () => {
  const command = {
    ...note,
    type: 'AddNote',
    noteId: randomUUID(),
    commandId: randomUUID(),
  } as const;
  const first = await anna.command(alarmId, command);
  // Something else happens in between, and the answer stays what it was.
  await anna.command(alarmId, { ...command, commandId: randomUUID(), noteId: randomUUID() });
  const second = await anna.command(alarmId, command);
  expect(first.status).toBe(200);
  expect(first.body.events).toHaveLength(1);
  expect(second.status).toBe(200);
  expect(second.body).toEqual(first.body);
});

test('sent twice at once it happens once too', async () => {
  const command = {
    ...note,
    type: 'AddNote',
    noteId: randomUUID(),
    commandId: randomUUID(),
  } as const;
  const answers = await Promise.all([1, 2, 3, 4].map(() => anna.command(alarmId, command)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
  const { body } = await anna.get<{ events: { data: { noteId?: string } }[] }>(
    `/api/alarms/${alarmId}/log`,
  );
  expect(body.events.filter(({ data }) => data.noteId === command.noteId)).toHaveLength(1);
});

test('a refusal sent twice is the same refusal, also when it would be allowed by now', async () => {
  const command = { commandId: randomUUID(), type: 'Release' } as const;
  const first = await anna.command(alarmId, command);
  expect([first.status, first.body.error.code]).toEqual([409, 'geen-eigenaar']);
  const { alarms } = await anna.board();
  await anna.command(alarmId, { type: 'Claim', expectedVersion: alarms[0]!.version });
  const second = await anna.command(alarmId, command);
  expect([second.status, second.body]).toEqual([409, first.body]);
  expect(first.body.error.message).not.toBe('geen-eigenaar');
});

test('what an answer carries to protect whoever reads it', async () => {
  const { headers } = await anna.get('/api/board');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('more who wait for the database than it can serve: 503 at once, and nobody else waits with them', async () => {
  const headers = { cookie: `achterwacht_police=${'x'.repeat(43)}` };
  const statuses: string[] = [];
  const asked: Promise<unknown>[] = [];
  await instance.owner.transaction(async ({ sql }) => {
    await sql`lock table police_viewers in access exclusive mode`;
    for (let count = 0; count < 60; count += 1) {
      const answer = fetch(`${api.url}${routes.policeView.path}`, { headers });
      asked.push(
        answer.then(async (response) => {
          const { error } = (await response.json()) as { error: { code: string } };
          statuses.push(`${response.status} ${error.code}`);
        }),
      );
    }
    await expect.poll(() => statuses).toContain('503 busy');
    expect((await anna.get('/api/board')).status).toBe(200);
  });
  await Promise.all(asked);
  expect(statuses).toContain('401 link-needed');
});

test('far too many questions: 429, for that address only', async () => {
  const hurried = new Person(api);
  const { hostname, port } = new URL(api.url);
  const asked = `GET /healthz HTTP/1.1\r\nhost: ${hostname}\r\nx-forwarded-for: ${hurried.address}\r\n`;
  // On one line, one behind the other: so many questions of a person cost more than all other tests here.
  const line = connect(Number(port), hostname);
  line.write(`${asked}\r\n`.repeat(2_999));
  line.write(`${asked}connection: close\r\n\r\n`);
  expect((await text(line)).match(/HTTP\/1\.1 200 /g)).toHaveLength(3_000);
  expect(await hurried.get('/healthz')).toMatchObject({
    status: 429,
    body: { error: { code: 'too-fast' } },
  });
  expect((await anna.get('/api/session')).status).toBe(200);
});
