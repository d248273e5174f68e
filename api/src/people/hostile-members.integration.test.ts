// Who is kept out, or should be, tries the ways that are left to him: a recovery code, a work account that he linked before,
// a session that he keeps alive, one invitation in two browsers; and two administrators who are after each other at once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { waitUntil } from '../../../tools/processes/child.ts';
import { addAccount, loggedIn } from '../testing/instance/accounts.ts';
import { codeOf, Desk, Person } from '../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let els: Person;
let dirk: Person;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  els = (await atWork('administrator')).person;
  dirk = (await atWork('supervisor')).person;
});
afterAll(() => instance.end());

async function atWork(role: Role) {
  const account = await addAccount(instance, { role });
  const person = await loggedIn(instance, api, account);
  const { id } = (await person.get<Session>('/api/session')).body.user;
  return { account, person, id };
}

test('a recovery code of somebody who is suspended opens nothing, and nothing once he is restored', async () => {
  const { account, person, id } = await atWork('centralist');
  const made = await person.post<{ codes: string[] }>('/api/profile/recovery-codes', {});
  const [code = ''] = made.body.codes;
  for (const one of made.body.codes) instance.secrets.add(one);
  await els.post(`/api/members/${id}/suspend`, { reason: null });

  const suspended = new Person(api);
  const { email, password } = account;
  const logIn = () => suspended.post('/api/log-in/recovery-code', { email, password, code });
  expect((await logIn()).status).toBe(401);
  expect((await els.post(`/api/members/${id}/restore`, {})).status).toBe(200);
  expect((await suspended.get('/api/session')).status).toBe(401);
  // It was not used up either.
  expect((await logIn()).status).toBe(200);
});

test('a reset takes the work account along: it need not be his who lost the rest', async () => {
  const { account, id } = await atWork('centralist');
  await instance.system.sql`
    insert into auth.account (id, account_id, provider_id, user_id, created_at, updated_at)
    values (${randomUUID()}, 'somebody', 'oidc:https://elders.example', ${id}, now(), now())`;
  await dirk.post(`/api/factor-resets/${id}/ask`, { seen: 'in-person' });
  const { body } = await els.post<{ code: string }>(`/api/factor-resets/${id}/approve`, {});
  instance.secrets.add(body.code);
  const { email, password } = account;
  const asked = { email, password, code: body.code };
  expect((await new Person(api).post('/api/recover', asked)).status).toBe(200);
  const ways = await instance.system.sql`
    select provider_id from auth.account where user_id = ${id}`;
  expect(ways.map((way) => way['provider_id'] as string)).toEqual(['credential']);
});

test('a session that is proven anew long after the papers ended is off duty, and its socket closes', async () => {
  const { account, person, id } = await atWork('centralist');
  const paper = {
    kind: 'pass',
    paper: { since: '2024-01-01', expires: '2026-01-31', number: '7' },
  };
  await instance.owner.sql`
    update auth.session set created_at = '2026-01-01', proven_at = '2026-01-01' where user_id = ${id}`;
  expect((await els.post(`/api/members/${id}/papers`, paper)).status).toBe(200);
  const desk = await Desk.open(api, person.cookie);
  expect((await person.get('/api/board')).status).toBe(200);

  const proof = { password: account.password, code: codeOf(account) };
  expect((await person.post('/api/profile/proof', proof)).status).toBe(200);
  expect((await person.get('/api/board')).status).toBe(403);
  const isClosed = () => desk.bye === 'session-ended';
  await waitUntil('the desk of somebody off duty', isClosed, { withinMilliseconds: 20_000 });
});

const password = 'vier groene fietsen zingen';

async function invited(): Promise<{ secret: string; email: string; id: string }> {
  const email = `${randomUUID()}@voorbeeld.test`;
  const who = { name: 'Noor Visser', email, role: 'centralist', municipalityId: null };
  const made = await els.post<{ id: string; link: string }>('/api/members', {
    ...who,
    way: 'printed',
  });
  const secret = new URL(made.body.link).hash.slice(1);
  for (const one of [secret, password]) instance.secrets.add(one);
  return { secret, email, id: made.body.id };
}

test('of two browsers that accept one invitation at once one is in', async () => {
  const { secret, id } = await invited();
  const browsers = [new Person(api), new Person(api), new Person(api)];
  const answers = await Promise.all(
    browsers.map((browser) => browser.post('/api/invitation/accept', { secret, password })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410, 410]);
  const seen = await Promise.all(browsers.map((browser) => browser.get('/api/session')));
  expect(seen.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
  const sessions = await instance.system.sql`select from auth.session where user_id = ${id}`;
  expect(sessions).toHaveLength(1);
});

test('whoever was logged in where somebody else accepts an invitation is out', async () => {
  const { person, id } = await atWork('centralist');
  const before = person.cookie;
  const { secret, email } = await invited();
  expect((await person.post('/api/invitation/accept', { secret, password })).status).toBe(200);
  expect((await person.get<Session>('/api/session')).body.user.email).toBe(email);
  const kept = new Person(api);
  kept.cookie = before;
  expect((await kept.get('/api/session')).status).toBe(401);
  expect(await instance.system.sql`select from auth.session where user_id = ${id}`).toHaveLength(0);
});

test('of administrators who suspend each other at once one is left', async () => {
  const rivals = [await atWork('administrator'), await atWork('administrator')] as const;
  await instance.owner.sql`
    update members set status = 'suspended' where role = 'administrator' and status = 'active'
      and centre_id = ${instance.centreId} and user_id <> all(${rivals.map(({ id }) => id)})`;
  const [one, other] = rivals;
  await Promise.all([
    one.person.post(`/api/members/${other.id}/suspend`, { reason: null }),
    other.person.post(`/api/members/${one.id}/suspend`, { reason: null }),
    one.person.post(`/api/members/${other.id}/end`, { reason: null }),
    other.person.post(`/api/members/${one.id}/end`, { reason: null }),
  ]);
  const left = await instance.system.sql`
    select from members where role = 'administrator' and status = 'active'
      and centre_id = ${instance.centreId}`;
  expect(left).toHaveLength(1);
});
