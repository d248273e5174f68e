// Tokens as a program meets them over HTTP: what each opens and what not, that it counts alone, and that nothing of it
// gets where somebody else could read it.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '@achterwacht/shared/routes/route.ts';
import { errorBody } from '@achterwacht/shared/routes/route.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { ServiceAccountView } from '@achterwacht/shared/routes/service-accounts.ts';
import { isScope, scope, type Scope } from '@achterwacht/shared/service-account/scopes.ts';
import { addAccount, loggedIn } from '../testing/instance/accounts.ts';
import { Person } from '../testing/instance/person.ts';
import { addSecondCentre } from '../testing/instance/second-centre.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';
import { mostOfToken, mostRefusals } from './admit-service.ts';

let instance: Instance;
let api: ApiProcess;
let els: Person;
let program: Program;
let served: Record<string, object>;

/** That every route is there is asked in http/. */
const isServed = ({ path }: Route) => path.replaceAll(/:(\w+)/g, '{$1}') in served;

beforeAll(async () => {
  instance = await startInstance({});
  api = await instance.startApi();
  els = await loggedIn(instance, api, await addAccount(instance, { role: 'administrator' }));
  program = await addProgram(els, scope.options);
  served = (await els.get<{ paths: typeof served }>('/api/openapi.json')).body.paths;
});
afterAll(() => instance.end());

type Program = { account: ServiceAccountView; token: string };

let count = 0;
async function addProgram(administrator: Person, scopes: readonly Scope[]): Promise<Program> {
  const { body: list } = await administrator.get<{ owners: { id: string }[] }>(
    '/api/service-accounts',
  );
  const made = await administrator.post<ServiceAccountView>('/api/service-accounts', {
    name: `Cijfers ${(count += 1)}`,
    purpose: 'Voor het jaarverslag',
    ownerId: list.owners[0]!.id,
    scopes,
  });
  expect(made.status).toBe(200);
  const issued = await administrator.post<Program>(`/api/service-accounts/${made.body.id}/tokens`, {
    label: 'server',
    days: 30,
  });
  expect(issued.status).toBe(200);
  instance.secrets.add(issued.body.token);
  return issued.body;
}

type With = { headers?: Record<string, string>; method?: string; address?: string };

/** As a program asks: no cookie, no page that it comes from. */
async function ask(path: string, token: string | null, { headers, method, address }: With = {}) {
  const response = await fetch(`${api.url}${path}`, {
    method: method ?? 'GET',
    ...(method === 'POST' ? { body: '{}' } : {}),
    headers: {
      'x-forwarded-for': address ?? new Person(api).address,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
  const body = (await response.json()) as { error?: { code: string } } & Record<string, unknown>;
  return {
    status: response.status,
    code: body.error?.code,
    body,
    challenge: response.headers.get('www-authenticate'),
  };
}

const jobs = '/api/jobs';
const times = '/api/answer-times?from=2026-01-01&to=2026-12-31';

const refusals = (account: ServiceAccountView) =>
  instance.owner.sql<{ object: string; result: string }[]>`
    select object, result from access_log
    where action = 'service.refused' and starts_with(origin, ${`service:${account.id} `})
    order by id`.then((rows) => rows.map((row) => ({ ...row })));

describe('every route', () => {
  const pathOf = (route: Route) =>
    route.path.replaceAll(/:\w+/g, '5a0c2a3e-0000-4000-8000-000000000001');

  test.each(Object.entries(routes) as [string, Route][])('%s', async (_name, route) => {
    const { access, method } = route;
    const asked = await ask(route === routes.answerTimes ? times : pathOf(route), program.token, {
      method,
      headers: method === 'POST' ? { 'content-type': 'application/json' } : {},
    });
    const { status, code } = asked;
    if (isScope(access)) expect([401, 403, 429]).not.toContain(status);
    else if (access === 'public') expect(status).not.toBe(403);
    else if (access === 'police-link') expect([401, 422]).toContain(status);
    else if (isServed(route))
      expect([access, status, code]).toEqual([access, 403, 'scope-missing']);
  });

  test('that asks for a scope which was not given says which, and it is written down', async () => {
    const narrow = await addProgram(els, ['answer-times.read']);
    expect((await ask(times, narrow.token)).status).toBe(200);
    const refused = await ask(jobs, narrow.token);
    expect([refused.status, refused.code, refused.challenge]).toEqual([
      403,
      'scope-missing',
      'Bearer realm="achterwacht", error="insufficient_scope", scope="system.read"',
    ]);
    expect(errorBody.parse(refused.body)).toEqual(refused.body);
    expect(await refusals(narrow.account)).toEqual([
      { object: 'GET /api/jobs', result: 'scope-missing' },
    ]);
  });
});

test('beside the table nothing is open to a token either', async () => {
  for (const path of [
    '/api/incidents.csv',
    '/api/map/tiles/grijs/0/0/0',
    '/api/incidents/5a0c2a3e-0000-4000-8000-000000000001/report.pdf',
    '/api/alarms/5a0c2a3e-0000-4000-8000-000000000001/sound',
  ])
    expect([path, (await ask(path, program.token)).status]).toEqual([path, 403]);
  const session = await fetch(`${api.url}/api/auth/get-session`, {
    headers: { authorization: `Bearer ${program.token}` },
  });
  expect(session.status).toBe(404);
});

test('a program sees its own centre, whatever it asks', async () => {
  const south = await addSecondCentre(instance);
  const { centreId } = south;
  const hans = await loggedIn(
    instance,
    api,
    await addAccount(instance, { role: 'administrator', centreId }),
  );
  const theirs = await addProgram(hans, ['answer-times.read']);
  const [ours, other] = [await ask(times, program.token), await ask(times, theirs.token)];
  expect([ours.status, other.status]).toEqual([200, 200]);
  expect(other.body['total']).toMatchObject({ alarms: 0 });
  const revoke = `/api/service-accounts/${program.account.id}/tokens/${program.account.tokens[0]!.id}/revoke`;
  expect((await hans.post(revoke, {})).status).toBe(404);
  expect((await ask(jobs, program.token)).status).toBe(200);
});

test('a token that ended, in whichever way, is refused at once and its use written down', async () => {
  const ended = await addProgram(els, ['system.read']);
  const { id, tokens } = ended.account;
  const second = await els.post<Program>(`/api/service-accounts/${id}/tokens`, {
    label: 'tweede',
    days: 30,
  });
  instance.secrets.add(second.body.token);
  await els.post(`/api/service-accounts/${id}/tokens/${tokens[0]!.id}/revoke`, {});
  expect(await ask(jobs, ended.token)).toMatchObject({
    status: 401,
    code: 'token-revoked',
    challenge: 'Bearer realm="achterwacht", error="invalid_token"',
  });
  expect((await ask(jobs, second.body.token)).status).toBe(200);
  await els.post(`/api/service-accounts/${id}/end`, {});
  expect(await ask(jobs, second.body.token)).toMatchObject({ status: 401, code: 'token-ended' });
  expect(await refusals(ended.account)).toEqual([
    { object: 'GET /api/jobs', result: 'token-revoked' },
    { object: 'GET /api/jobs', result: 'token-ended' },
  ]);
});

test('a token beside a cookie is refused, and so is one in an address, which opens nothing there', async () => {
  const { token } = program;
  expect(await ask(jobs, token, { headers: { cookie: els.cookie } })).toMatchObject({
    status: 401,
    code: 'two-credentials',
  });
  for (const path of [`${jobs}?access_token=${token}`, `${jobs}?x=${token.toUpperCase()}`]) {
    expect(await ask(path, null)).toMatchObject({ status: 422, code: 'token-in-address' });
    expect(await ask(path, token)).toMatchObject({ status: 422, code: 'token-in-address' });
  }
  const inCookie = { headers: { cookie: `achterwacht.session_token=${token}` } };
  expect(await ask(jobs, null, inCookie)).toMatchObject({ status: 401, code: 'not-logged-in' });
});

test('a page of another site still acts with nobody’s cookie', async () => {
  const asked = await els.post(
    '/api/service-accounts',
    {},
    { origin: 'https://elders.example', authorization: undefined },
  );
  expect([asked.status, asked.body.error.code]).toEqual([403, 'foreign-origin']);
});

test('whoever tries tokens is slowed down, and a program at the same address is not', async () => {
  const { address } = new Person(api);
  const guess = `aw_${'0'.repeat(104)}`;
  for (let attempt = 0; attempt < mostRefusals; attempt += 1)
    expect(await ask(jobs, guess, { address })).toMatchObject({
      status: 401,
      code: 'token-unknown',
    });
  expect(await ask(jobs, guess, { address })).toMatchObject({ status: 429, code: 'too-fast' });
  expect((await ask(jobs, program.token, { address })).status).toBe(200);
});

test('a program that asks too much is told so, and no other', async () => {
  const { token } = await addProgram(els, ['system.read']);
  const { hostname, port } = new URL(api.url);
  const asked = `GET ${jobs} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}\r\nx-forwarded-for: ${new Person(api).address}\r\n`;
  // On one line behind each other, as many as the database serves at once without turning anybody away.
  const atOnce = 50;
  for (let sent = 0; sent < mostOfToken; sent += atOnce) {
    const line = connect(Number(port), hostname);
    line.write(`${asked}\r\n`.repeat(atOnce - 1));
    line.write(`${asked}connection: close\r\n\r\n`);
    expect((await text(line)).match(/HTTP\/1\.1 200 /g)).toHaveLength(atOnce);
  }
  expect(await ask(jobs, token)).toMatchObject({ status: 429, code: 'too-fast' });
  expect((await ask(jobs, program.token)).status).toBe(200);
});
