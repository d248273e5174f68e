// Logging in as people do it, and everything by which a log-in ends: what the door lets in, and that
// an open socket falls with the session or the role it was opened with.
import { hashPassword } from 'better-auth/crypto';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unattendedHeader } from '@achterwacht/shared/routes/route.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { addAccount, loggedIn } from '../testing/instance/accounts.ts';
import { codeOf, Desk, Person, type Account } from '../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
/** A second process on the same database, in real use: people come to it over TLS. */
let secure: Pick<ApiProcess, 'url' | 'origin'>;
let anna: Account;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  const origin = 'https://centrale.example';
  const { url } = await instance.startApi({
    ACHTERWACHT_ORIGIN: origin,
    ACHTERWACHT_MODE: 'real',
  });
  secure = { url, origin };
});
// Somebody new for every test: within half a minute nobody has many codes.
beforeEach(async () => {
  anna = await addAccount(instance, { role: 'centralist' });
});
afterAll(() => instance.end());

test('password and one-time code, and the session says who, as what and where', async () => {
  const person = await Person.logIn(api, anna);
  const { status, body } = await person.get<Session>('/api/session');
  expect(status).toBe(200);
  expect(Date.parse(body.endsAt) - Date.parse(body.serverTime)).toBeGreaterThan(11.9 * 3_600_000);
  expect(body).toMatchObject({
    mustSetUp: false,
    user: { name: anna.name, email: anna.email },
    role: 'centralist',
    centre: { id: instance.centreId },
    municipality: null,
  });
});

test('the password alone is nobody', async () => {
  const person = new Person(api);
  expect((await person.signIn(anna.email, anna.password)).status).toBe(200);
  expect((await person.get('/api/session')).status).toBe(401);
  await expect(Desk.open(api, person.cookie)).rejects.toThrow('not-logged-in');
});

test('a wrong password, a wrong code and an unknown person are refused, in the same words', async () => {
  const answers = [
    await new Person(api).signIn(anna.email, 'not-her-password'),
    await new Person(api).signIn('nobody@noord.demo', anna.password),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  expect(answers[0]!.body).toEqual(answers[1]!.body);

  const person = new Person(api);
  await person.signIn(anna.email, anna.password);
  const right = codeOf(anna);
  const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
  expect((await person.verifyCode(wrong)).status).toBe(401);
  expect((await person.get('/api/session')).status).toBe(401);
  expect((await person.verifyCode(right)).status).toBe(200);
  expect((await person.get('/api/session')).status).toBe(200);
});

test('a code lets in once, at whichever process, also when two come with it at the same moment', async () => {
  const halfway = async (place: typeof secure) => {
    const person = new Person(place);
    await person.signIn(anna.email, anna.password);
    return person;
  };
  const people = await Promise.all([api, secure, api, secure].map(halfway));
  const code = codeOf(anna);
  const [late, ...early] = people;
  const answers = await Promise.all(early.map((person) => person.verifyCode(code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  expect((await late!.verifyCode(code)).status).toBe(401);
  expect((await late!.get('/api/session')).status).toBe(401);
  // Whoever waits for the next one need not begin again.
  expect((await late!.verifyCode(codeOf(anna, 1))).status).toBe(200);
});

test('a code that somebody used is still another person’s', async () => {
  const bram = await addAccount(instance, { role: 'centralist' });
  await instance.system.sql`
    insert into auth.used_code (user_id, code, used_at)
    select id, ${codeOf(bram)}, now() from auth.user where email = ${anna.email}`;
  const person = new Person(api);
  await person.signIn(bram.email, bram.password);
  expect((await person.verifyCode(codeOf(bram))).status).toBe(200);
});

test('nobody makes an account for himself', async () => {
  const person = new Person(api);
  const asked = { email: 'mallory@noord.demo', password: 'a-long-password', name: 'Mallory' };
  const { status } = await person.post('/api/auth/sign-up/email', asked);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(await instance.system.sql`select from auth.user where email = ${asked.email}`).toEqual([]);
});

test('guessing is too fast after thirty attempts a minute, also for who then knows the password', async () => {
  const guesser = new Person(api);
  const guess = () => guesser.signIn('nobody@noord.demo', randomUUID());
  expect((await guess()).status).toBe(401);
  // Twenty-eight more of them, each of which would take an eighth of a second of processor.
  const { count } = await instance.system.sql`
    update auth.rate_limit set count = 29 where count = 1
      and key like ${`${guesser.address}|/sign-in/%`}`;
  expect(count).toBe(1);
  expect((await guess()).status).toBe(401);
  expect((await guesser.signIn(anna.email, anna.password)).status).toBe(429);
  // Somebody else at another address is not kept out by it.
  await Person.logIn(api, anna);
});

test('guessing codes ends before the codes do', async () => {
  const person = new Person(api);
  await person.signIn(anna.email, anna.password);
  const right = Number(codeOf(anna));
  const statuses = new Set<number>();
  for (let attempt = 2; attempt < 40; attempt += 1) {
    const guess = String((right + attempt * 7_919) % 1_000_000).padStart(6, '0');
    statuses.add((await person.verifyCode(guess)).status);
  }
  expect(statuses).toContain(429);
  expect(statuses).not.toContain(200);
});

test('a holder without a second factor logs in, a centralist does not', async () => {
  const holder = await addAccount(instance, { role: 'holder', secondFactor: false });
  const person = await Person.logIn(api, holder);
  expect((await person.get('/api/session')).status).toBe(200);

  const without = await addAccount(instance, { role: 'centralist', secondFactor: false });
  const nobody = new Person(api);
  const { status, body } = await nobody.signIn(without.email, without.password);
  expect([status, body.error.code]).toEqual([401, 'factor-missing']);
  expect(nobody.cookie).not.toContain('session_token');
  expect((await nobody.get('/api/session')).status).toBe(401);
});

test.each(['password', 'invitation'] as const)(
  'a session that was made with the %s alone reaches nothing, though there is a second factor',
  async (madeWith) => {
    const person = await loggedIn(instance, api, anna, madeWith);
    expect((await person.get('/api/board')).status).toBe(401);
    expect((await person.get('/api/profile')).status).toBe(401);
    await expect(Desk.open(api, person.cookie)).rejects.toThrow('not-logged-in');
  },
);

test.each(['supervisor', 'administrator', 'oov-officer', 'auditor'] as const)(
  'a %s who has no second factor is nobody, whatever session he has',
  async (role) => {
    const person = await loggedIn(
      instance,
      api,
      await addAccount(instance, { role, secondFactor: false }),
    );
    expect((await person.get('/api/session')).status).toBe(401);
  },
);

test('who has a passkey and types a password is nobody: the passkey was not asked for', async () => {
  const account = await addAccount(instance, { role: 'centralist', secondFactor: false });
  await instance.system.sql`
    insert into auth.passkey (id, public_key, user_id, credential_id, counter, device_type, backed_up)
    select ${randomUUID()}, 'x', id, ${randomUUID()}, 0, 'singleDevice', false
    from auth.user where email = ${account.email}`;
  const person = new Person(api);
  expect((await person.signIn(account.email, account.password)).status).toBe(401);
  expect((await person.get('/api/session')).status).toBe(401);
});

test('no device is trusted: the code is asked again at the next log-in', async () => {
  const person = new Person(api);
  await person.signIn(anna.email, anna.password);
  const asked = { code: codeOf(anna), trustDevice: true };
  expect((await person.post('/api/auth/two-factor/verify-totp', asked)).status).toBe(200);
  await person.post('/api/auth/sign-out', {});
  await person.signIn(anna.email, anna.password);
  expect((await person.get('/api/session')).status).toBe(401);
});

test('an account without a place in any centre is nobody', async () => {
  const userId = randomUUID();
  await instance.system.sql`
    insert into auth.user (id, name, email, created_at, updated_at)
    values (${userId}, 'x', 'placeless@noord.demo', now(), now())`;
  await instance.system.sql`
    insert into auth.account (id, account_id, provider_id, user_id, password, created_at, updated_at)
    values (${randomUUID()}, ${userId}, 'credential', ${userId},
      ${await hashPassword('placeless-password')}, now(), now())`;
  const person = new Person(api);
  expect((await person.signIn('placeless@noord.demo', 'placeless-password')).status).toBe(401);
  expect((await person.get('/api/session')).status).toBe(401);
});

test('the cookie is for this site and not for scripts', async () => {
  const person = new Person(api);
  await person.signIn(anna.email, anna.password);
  const { headers } = await person.verifyCode(codeOf(anna));
  const cookies = headers.getSetCookie().filter((cookie) => cookie.includes('session_token'));
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(/HttpOnly/i);
  expect(cookies[0]).toMatch(/SameSite=Lax/i);
  expect(cookies[0]).not.toMatch(/Domain=/i);
  expect(cookies[0]).not.toMatch(/Secure/i);
});

test('in real use it also travels over TLS only, and nobody is shown the log-ins of a demo', async () => {
  const person = new Person(secure);
  await person.signIn(anna.email, anna.password);
  const { headers, status } = await person.verifyCode(codeOf(anna));
  expect(status).toBe(200);
  const cookies = headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  const challenge = await person.get('/api/auth/passkey/generate-authenticate-options');
  cookies.push(...challenge.headers.getSetCookie());
  expect(cookies.some((cookie) => cookie.includes('passkey'))).toBe(true);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; Secure/i);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/^__Host-achterwacht\./);
    expect(cookie).toMatch(/; Path=\/(;|$)/i);
    expect(cookie).not.toMatch(/Domain=/i);
  }
  expect((await person.get('/api/session')).status).toBe(200);
  expect((await person.get('/api/demo/accounts')).status).toBe(404);
});

test('a cookie that a neighbour under the same domain may set is none of ours, beside ours or alone', async () => {
  const planted = await loggedIn(instance, api, await addAccount(instance, { role: 'supervisor' }));
  const [, value] = planted.cookie.split('=');
  const person = new Person(secure);
  for (const name of ['__Secure-__Host-achterwacht.session_token', 'achterwacht.session_token']) {
    person.cookie = `${name}=${value}`;
    expect([name, (await person.get('/api/session')).status]).toEqual([name, 401]);
  }
  // It is the name alone that it fails on.
  person.cookie = `__Host-achterwacht.session_token=${value}`;
  expect((await person.get('/api/session')).status).toBe(200);
});

test('an expired session is nobody', async () => {
  const person = await loggedIn(instance, api, anna);
  const desk = await person.desk();
  await endSessionsOf(person, 'expire');
  expect((await person.get('/api/session')).status).toBe(401);
  // Nobody ended it, and its desk is told so.
  await desk.until('goodbye', ({ bye }) => bye !== null);
  expect([desk.bye, desk.isExpired]).toEqual(['session-ended', true]);
});

test('a session ends twelve hours after its log-in, however much it is used', async () => {
  const person = await loggedIn(instance, api, anna);
  const left = async () => {
    const [row] = await instance.system.sql<{ minutes: number }[]>`
      select extract(epoch from expires_at - now())::float8 / 60 as minutes
      from auth.session where token = ${tokenOf(person)}`;
    return row!.minutes;
  };
  await instance.system.sql`
    update auth.session set expires_at = expires_at - interval '11 hours',
      updated_at = updated_at - interval '11 hours' where token = ${tokenOf(person)}`;
  const { status, body } = await person.get<Session>('/api/session');
  expect(status).toBe(200);
  expect(Date.parse(body.endsAt) - Date.now()).toBeLessThan(3_600_000);
  expect(await left()).toBeLessThan(60);
});

test.each([
  ['a desk stays', 'centralist', 200],
  ['an officer’s page does not', 'oov-officer', 401],
] as const)('nobody asked anything for half an hour: %s', async (_, role, expected) => {
  const person = await loggedIn(instance, api, await addAccount(instance, { role }));
  const leave = (minutes: number) => instance.system.sql`
    update auth.session set updated_at = now() - ${minutes} * interval '1 minute'
    where token = ${tokenOf(person)}`;
  await leave(29);
  expect((await person.get('/api/session')).status).toBe(200);
  // That was a use of it.
  await leave(31);
  expect((await person.get('/api/session')).status).toBe(expected);
});

test('what an open page asks while nobody is at it is no use of its session', async () => {
  const person = await loggedIn(instance, api, await addAccount(instance, { role: 'oov-officer' }));
  const usedAgo = async () => {
    const [row] = await instance.system.sql<{ minutes: number }[]>`
      select extract(epoch from now() - updated_at)::float8 / 60 as minutes
      from auth.session where token = ${tokenOf(person)}`;
    return row!.minutes;
  };
  await instance.system.sql`
    update auth.session set updated_at = now() - interval '29 minutes' where token = ${tokenOf(person)}`;
  const asked = await person.get('/api/session', { [unattendedHeader]: '1' });
  expect(asked.status).toBe(200);
  expect(await usedAgo()).toBeGreaterThan(28);
  await person.get('/api/session');
  expect(await usedAgo()).toBeLessThan(28);
});

test('a revoked session is nobody, and its open socket is told', async () => {
  const person = await loggedIn(instance, api, anna);
  const desk = await person.desk();
  await endSessionsOf(person, 'delete');
  expect((await person.get('/api/session')).status).toBe(401);
  await desk.until('goodbye', ({ bye, socket }) => bye !== null && !socket.connected);
  expect([desk.bye, desk.isExpired]).toEqual(['session-ended', false]);
});

test('a cookie that was changed is nobody', async () => {
  const person = await loggedIn(instance, api, anna);
  person.cookie = person.cookie.replace(/session_token=./, (start) => `${start.slice(0, -1)}~`);
  expect((await person.get('/api/session')).status).toBe(401);
  await expect(Desk.open(api, person.cookie)).rejects.toThrow('not-logged-in');
});

test('signing out ends the open socket at once, and only that session', async () => {
  const [here, there] = [await loggedIn(instance, api, anna), await loggedIn(instance, api, anna)];
  const [deskHere, deskThere] = [await here.desk(), await there.desk()];
  const kept = here.cookie;
  expect((await here.post('/api/auth/sign-out', {})).status).toBe(200);
  await deskHere.until('goodbye', ({ bye, socket }) => bye !== null && !socket.connected);
  expect(deskHere.bye).toBe('session-ended');
  expect((await here.get('/api/session')).status).toBe(401);
  // Whoever kept the cookie has nothing either.
  here.cookie = kept;
  expect((await here.get('/api/session')).status).toBe(401);
  await expect(Desk.open(api, kept)).rejects.toThrow('not-logged-in');
  expect(deskThere.bye).toBeNull();
  expect((await there.get('/api/session')).status).toBe(200);
  deskThere.close();
});

test('changing the role ends the open socket, and the next call has the new role', async () => {
  const account = await addAccount(instance, { role: 'centralist' });
  const person = await loggedIn(instance, api, account);
  const desk = await person.desk();
  await instance.owner.sql`update members set role = 'auditor' where email = ${account.email}`;
  expect((await person.get('/api/board')).status).toBe(403);
  await desk.until('goodbye', ({ bye, socket }) => bye !== null && !socket.connected);
  expect(desk.bye).toBe('session-ended');
  await expect(Desk.open(api, person.cookie)).rejects.toThrow('not-allowed');
});

test.each([
  ['no Origin', undefined],
  ['a foreign Origin', 'https://evil.example'],
  ['the Origin of another port', 'http://127.0.0.1:1'],
  ['an Origin that is null', 'null'],
])('a call that changes something with %s is refused, log-in too', async (_, origin) => {
  const person = await loggedIn(instance, api, anna);
  const asked: [string, unknown][] = [
    [`/api/alarms/${randomUUID()}/commands`, { commandId: randomUUID(), type: 'Release' }],
    ['/api/auth/sign-out', {}],
    ['/api/auth/sign-in/email', { email: anna.email, password: anna.password }],
  ];
  for (const [path, body] of asked)
    expect([path, (await person.post(path, body, { origin })).status]).toEqual([path, 403]);
  expect((await person.get('/api/session')).status).toBe(200);
});

test('a page of another site gets no socket', async () => {
  const person = await loggedIn(instance, api, anna);
  await expect(Desk.open(api, person.cookie, undefined, 'https://evil.example')).rejects.toThrow();
});

test('nonsense at the log-in door is refused, not a fault', async () => {
  for (const body of ['{', '[]', '"x"', '{"email":{"$ne":null},"password":[]}']) {
    const { status } = await new Person(api).post('/api/auth/sign-in/email', body);
    expect([body, status >= 400 && status < 500]).toEqual([body, true]);
  }
});

const tokenOf = (person: Person) => /session_token=([^.;%]+)/.exec(person.cookie)?.[1] ?? '';

async function endSessionsOf(person: Person, how: 'expire' | 'delete'): Promise<void> {
  const token = tokenOf(person);
  const { count } =
    how === 'expire'
      ? await instance.system.sql`
          update auth.session set expires_at = now() - interval '1 second' where token = ${token}`
      : await instance.system.sql`delete from auth.session where token = ${token}`;
  expect(count).toBe(1);
}
