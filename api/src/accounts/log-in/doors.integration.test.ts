// The log-in library from outside: which of its doors are open, what goes in, and what comes out. A new version or plugin
// that brings another door fails here, until somebody has said whether it opens.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthentication, originsOf } from '../../access/authentication.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { codeOf, Person, type Account } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';
import { doors } from './doors.ts';

/** The library's and its plugins', by what would get around what is asked elsewhere. */
const closed: Record<string, string> = {
  '/sign-up/email': 'nobody makes an account for himself',
  '/sign-in/social': 'no such way in',
  '/callback/:id': 'no such way in',
  '/get-session': 'who is logged in is /api/session',
  '/reset-password': 'a lost password is the administrator’s work',
  '/reset-password/:token': 'the same',
  '/request-password-reset': 'the same',
  '/verify-password': 'tries a password without counting it',
  '/verify-email': 'mail addresses are the administrator’s',
  '/send-verification-email': 'the same',
  '/change-email': 'the same',
  '/update-user': 'names are the administrator’s',
  '/delete-user': 'the same',
  '/delete-user/callback': 'the same',
  '/change-password': 'asks for no fresh proof and looks for no common password',
  '/update-session': 'nothing of a session is the browser’s to say',
  '/list-sessions': 'shows tokens',
  '/revoke-session': 'takes tokens; the profile ends sessions by id',
  '/revoke-sessions': 'the profile does it, and writes it down',
  '/revoke-other-sessions': 'the same',
  '/link-social': 'no such way in',
  '/list-accounts': 'the same',
  '/unlink-account': 'the same',
  '/refresh-token': 'the same',
  '/get-access-token': 'the same',
  '/account-info': 'the same',
  '/ok': 'health has its own address',
  '/error': 'a page of the library’s',
  '/two-factor/enable': 'a new secret for a session and the password',
  '/two-factor/disable': 'no second step any more, for a session and the password',
  '/two-factor/get-totp-uri': 'shows the secret for a session and the password',
  '/two-factor/send-otp': 'no codes by mail',
  '/two-factor/verify-otp': 'the same',
  '/two-factor/verify-backup-code': 'recovery codes are our own, for whoever has a passkey too',
  '/two-factor/generate-backup-codes': 'the same',
  '/passkey/generate-register-options': 'a passkey for a session alone',
  '/passkey/verify-registration': 'the same, and of a key that nobody unlocked',
  '/passkey/list-user-passkeys': 'the profile shows them',
  '/passkey/delete-passkey': 'asks for no proof and leaves the sessions made with it',
  '/passkey/update-passkey': 'the profile does it',
};

let instance: Instance;
let api: ApiProcess;
let anna: Account;
let paths: readonly string[];

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  anna = await addAccount(instance, { role: 'centralist' });
  ({ paths } = createAuthentication({
    database: instance.system,
    secret: instance.authSecret,
    origin: api.origin,
    origins: originsOf(api.origin),
    log: { error: () => {}, debug: () => {} } as never, // it says nothing here
  }));
});
afterAll(() => instance.end());

test('of everything that the library would answer it is said whether it opens', () => {
  const known = [...Object.keys(doors), ...Object.keys(closed)];
  expect([...new Set(paths)].sort()).toEqual(known.sort());
});

test('what is closed does not exist, with whatever method, also for who is logged in', async () => {
  const person = await loggedIn(instance, api, anna);
  const { password } = anna;
  for (const path of Object.keys(closed)) {
    const place = `/api/auth${path.replace(/:\w+/, 'x')}`;
    expect([place, (await person.get(place)).status]).toEqual([place, 404]);
    const body = { password, id: 'x', method: 'totp', newPassword: 'x', currentPassword: password };
    expect([place, (await person.post(place, body)).status]).toEqual([place, 404]);
  }
  for (const place of [
    '/api/auth/',
    '/api/auth',
    '/api/auth//sign-in/email',
    '/api/auth/sign-in/email/',
  ])
    expect([place, (await person.post(place, {})).status]).toEqual([place, 404]);
  expect((await person.get('/api/auth/sign-in/email')).status).toBe(404);
  expect((await person.get('/api/session')).status).toBe(200);
});

const long = 'x'.repeat(60_000);
test.each([
  ['/sign-in/email', 'null'],
  ['/sign-in/email', '{'],
  ['/sign-in/email', '[]'],
  ['/sign-in/email', { email: 'a@b.nl', password: long }],
  ['/sign-in/email', { email: `${long}@b.nl`, password: 'x' }],
  ['/sign-in/email', { email: { $ne: null }, password: [] }],
  ['/two-factor/verify-totp', 'null'],
  ['/two-factor/verify-totp', { code: long }],
  ['/two-factor/verify-totp', { code: 123456 }],
  ['/two-factor/verify-totp', { code: '12345' }],
  ['/passkey/verify-authentication', 'null'],
  ['/passkey/verify-authentication', { response: { id: long } }],
  ['/passkey/verify-authentication', { response: null }],
])('%s of another shape or size is refused, and nothing of it is kept', async (path, body) => {
  const person = new Person(api);
  await person.signIn(anna.email, anna.password);
  const before = await kept();
  const { status } = await person.post(`/api/auth${path}`, body);
  expect(status).toBe(422);
  expect(await kept()).toEqual(before);
});

async function kept() {
  const { sql } = instance.system;
  return [
    await sql`select count(*)::int from auth.used_code`,
    await sql`select count(*)::int from auth.verification`,
    await sql`select count(*)::int from auth.guess`,
  ];
}

test('F8 nonsense at the second step is refused, not a fault: no body, no object, a code of sixty thousand letters', async () => {
  const account = instance.account('centralist');
  const person = new Person(api);
  await person.signIn(account.email, account.password);
  const long = JSON.stringify({ code: '1'.repeat(60_000) });
  for (const body of ['null', '', '[]', '"x"', '{"code":null}', '{"code":{"a":1}}', long]) {
    const { status } = await person.post('/api/auth/two-factor/verify-totp', body);
    expect([body.slice(0, 20), status >= 400 && status < 500]).toEqual([body.slice(0, 20), true]);
  }
});

test('B20 a token leaves in a cookie and in nothing else, at whichever step', async () => {
  const person = new Person(api);
  const first = await person.signIn(anna.email, anna.password);
  expect(first.body).toEqual({ twoFactorRedirect: true });
  const second = await person.verifyCode(codeOf(anna));
  expect(second.body).toEqual({});
  const holder = await addAccount(instance, { role: 'holder', secondFactor: false });
  const alone = await new Person(api).signIn(holder.email, holder.password);
  expect(alone.body).toEqual({});
  const lines = [first, second, alone].flatMap(({ headers }) => headers.getSetCookie());
  expect(
    lines.filter((line) => line.includes('session_token') && !line.includes('Max-Age=0')),
  ).toHaveLength(2);
});

test('a log-in in a browser that holds somebody else’s session ends that one', async () => {
  const planted = await loggedIn(instance, api, await addAccount(instance, { role: 'supervisor' }));
  const stranger = planted.at(api);
  // Somebody else logs in in the browser that holds another's session: that one is over.
  await stranger.signIn(anna.email, anna.password);
  await stranger.verifyCode(codeOf(anna, 1));
  const { body } = await stranger.get<{ user: { email: string } }>('/api/session');
  expect(body.user.email).toBe(anna.email);
  expect((await planted.get('/api/session')).status).toBe(401);
});
