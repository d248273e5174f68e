// By what a person logs in, attacked: with a stolen session, with a stolen session and the password, with a key that
// nobody unlocked. And as people use it: a second passkey, a new telephone, recovery codes, the first one of all.
import { randomUUID } from 'node:crypto';
import { TOTP, Secret } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import type { Factors, Profile } from '@achterwacht/shared/routes/profile.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { codeOf, Person, type Account, type Answer } from '../../testing/instance/person.ts';
import { testPasskey } from '../../testing/instance/test-passkey.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Account;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
});
beforeEach(async () => {
  anna = await addAccount(instance, { role: 'centralist' });
});
afterAll(() => instance.end());

type Key = ReturnType<typeof testPasskey>;
const refusalOf = ({ status, body }: Answer<unknown>) =>
  status === 200 ? 'done' : (body as ErrorBody).error.code;

async function addKey(person: Person, key: Key, isUnlocked = true): Promise<Answer<Factors>> {
  const options = await person.post<{ challenge: string }>('/api/profile/passkeys/options', {});
  if (options.status !== 200) return options as unknown as Answer<Factors>;
  const { challenge } = options.body;
  const answer = key.make({ challenge, origin: api.origin, isUnlocked });
  return person.post('/api/profile/passkeys', { name: 'Telefoon', answer });
}

const optionsPath = '/api/auth/passkey/generate-authenticate-options';

async function useKey(person: Person, key: Key, isUnlocked = true): Promise<Answer<ErrorBody>> {
  const { body } = await person.get<{ challenge: string; userVerification: string }>(optionsPath);
  expect(body.userVerification).toBe('required');
  const response = key.use({ challenge: body.challenge, origin: api.origin, isUnlocked });
  return person.post('/api/auth/passkey/verify-authentication', { response });
}

const failuresOf = async ({ email }: Account) =>
  (
    await instance.system.sql<{ object: string }[]>`
      select object from access_log where action = 'account.log-in-failed'
        and user_id = (select id from auth.user where email = ${email}) order by id`
  ).map(({ object }) => object);

async function grow(person: Person, minutes: number): Promise<void> {
  const token = decodeURIComponent(/session_token=([^.;]+)/.exec(person.cookie)![1]!).split(
    '.',
  )[0]!;
  const { count } = await instance.system.sql`
    update auth.session set proven_at = now() - ${minutes} * interval '1 minute' where token = ${token}`;
  expect(count).toBe(1);
}

const changes: [string, (person: Person) => Promise<Answer<unknown>>][] = [
  ['a new passkey', (person) => addKey(person, testPasskey())],
  ['a new secret for codes', (person) => person.post('/api/profile/codes/secret', {})],
  ['a code of it', (person) => person.post('/api/profile/codes', { code: '000000' })],
  ['no more codes', (person) => person.post('/api/profile/codes/removal', {})],
  [
    'the end of every other session',
    (person) => person.post('/api/profile/sessions/others/end', {}),
  ],
  [
    'the end of one session',
    (person) => person.post(`/api/profile/sessions/${randomUUID()}/end`, {}),
  ],
  ['recovery codes', (person) => person.post('/api/profile/recovery-codes', {})],
  [
    'another password',
    (person) =>
      person.post('/api/profile/password', {
        password: anna.password,
        newPassword: 'paard rent door de tuin',
      }),
  ],
];

describe('a stolen session', () => {
  test.each(changes)('that is not fresh changes nothing: %s', async (_, change) => {
    const thief = await loggedIn(instance, api, anna);
    await grow(thief, 6);
    expect(refusalOf(await change(thief))).toBe('proof-needed');
    // Nor with the password beside it: the code is asked as well.
    const { password } = anna;
    expect(refusalOf(await thief.post('/api/profile/proof', { password }))).toBe('proof-wrong');
    expect(refusalOf(await change(thief))).toBe('proof-needed');
  });

  test.each(changes)('made before it was kept how, changes nothing: %s', async (_, change) => {
    const thief = await loggedIn(instance, api, anna);
    await instance.system.sql`
      update auth.session set made_with = null
      where user_id = (select id from auth.user where email = ${anna.email})`;
    expect(refusalOf(await change(thief))).toBe('proof-needed');
  });

  test('cannot try out codes at the log-in’s door', async () => {
    const thief = await loggedIn(instance, api, anna);
    const answer = await thief.verifyCode(codeOf(anna));
    expect(refusalOf(answer)).toBe('log-in-wrong');
  });
});

test('a passkey that nobody unlocked is not made, and does not let in', async () => {
  const person = await loggedIn(instance, api, anna);
  const key = testPasskey();
  expect(refusalOf(await addKey(person, key, false))).toBe('passkey-not-made');
  expect(refusalOf(await addKey(person, key))).toBe('done');

  const later = new Person(api);
  expect((await useKey(later, key, false)).status).toBe(401);
  expect((await later.get('/api/session')).status).toBe(401);
  // Nobody's key, and so of nobody in the log.
  expect((await useKey(later, testPasskey())).status).toBe(401);
  expect((await useKey(later, key)).status).toBe(200);
  expect(await failuresOf(anna)).toEqual(['passkey']);
  expect((await later.get('/api/session')).status).toBe(200);
  // What was asked is answered once, also with the cookie that it was asked with and another signature of the key.
  const early = new Person(api);
  const asked = await early.get<{ challenge: string }>(optionsPath);
  const thief = early.at(api);
  const enter = (by: Person) => {
    const response = key.use({ challenge: asked.body.challenge, origin: api.origin });
    return by.post('/api/auth/passkey/verify-authentication', { response });
  };
  expect((await enter(early)).status).toBe(200);
  expect((await enter(thief)).status).toBe(401);
});

test('what a browser was asked is answered once, in the session that was asked', async () => {
  const person = await loggedIn(instance, api, anna);
  const other = await loggedIn(instance, api, anna);
  const key = testPasskey();
  const { body } = await person.post<{ challenge: string }>('/api/profile/passkeys/options', {});
  const answer = key.make({ challenge: body.challenge, origin: api.origin });
  const send = (by: Person) => by.post('/api/profile/passkeys', { name: 'x', answer });
  expect(refusalOf(await send(other))).toBe('passkey-not-made');
  expect(refusalOf(await send(person))).toBe('done');
  expect(refusalOf(await send(person))).toBe('passkey-not-made');
});

test('a log-in once more takes over the session: another token, the same desk', async () => {
  const person = await Person.logIn(api, anna);
  const desk = await person.desk();
  const old = person.at(api);
  await grow(person, 60);
  const proof = { password: anna.password, code: codeOf(anna, 1) };
  expect(refusalOf(await person.post('/api/profile/proof', proof))).toBe('done');
  expect((await person.get('/api/session')).status).toBe(200);
  expect((await old.get('/api/session')).status).toBe(401);
  expect(refusalOf(await addKey(person, testPasskey()))).toBe('done');
  // The desk hung on the session and not on its token: it goes on.
  await person.post('/api/profile/sessions/others/end', {});
  expect(desk.bye).toBeNull();
  expect(desk.socket.connected).toBe(true);
  desk.close();
});

test('a removed passkey ends the sessions made with it, and is not removed by itself', async () => {
  const person = await loggedIn(instance, api, anna);
  const key = testPasskey();
  const { body } = await addKey(person, key);
  const [{ id } = { id: '' }] = body.passkeys;
  const thief = new Person(api);
  expect((await useKey(thief, key)).status).toBe(200);
  const other = await loggedIn(instance, api, anna);
  const removal = (by: Person) => by.post<Factors>(`/api/profile/passkeys/${id}/removal`, {});
  expect(refusalOf(await removal(thief))).toBe('proof-with-another');
  const removed = await removal(person);
  expect([removed.status, removed.body.passkeys]).toEqual([200, []]);
  for (const ended of [thief, other]) expect((await ended.get('/api/session')).status).toBe(401);
  expect((await person.get('/api/session')).status).toBe(200);
  expect((await useKey(new Person(api), key)).status).toBe(401);
});

test('the last one stays where the role asks for one; of two at once one goes', async () => {
  const person = await loggedIn(instance, api, anna);
  expect(refusalOf(await person.post('/api/profile/codes/removal', {}))).toBe('last-factor');
  const keys = [testPasskey(), testPasskey()];
  for (const key of keys) await addKey(person, key);
  const { body } = await person.get<Factors>('/api/profile/factors');
  const [one, two] = body.passkeys;
  const byCodes = (id: string) => person.post(`/api/profile/passkeys/${id}/removal`, {});
  await byCodes(one!.id);
  await instance.system.sql`
    update auth.user set two_factor_enabled = false where email = ${anna.email}`;
  expect(refusalOf(await byCodes(two!.id))).toBe('last-factor');

  const holder = await loggedIn(instance, api, await addAccount(instance, { role: 'holder' }));
  expect(refusalOf(await holder.post('/api/profile/codes/removal', {}))).toBe('done');
});

test('a new telephone: the old secret counts until a code of the new one was typed', async () => {
  const person = await Person.logIn(api, anna);
  const other = await loggedIn(instance, api, anna);
  const begun = await person.post<{ secret: string; address: string }>(
    '/api/profile/codes/secret',
    {},
  );
  instance.secrets.add(begun.body.secret);
  expect(begun.body.address).toContain('otpauth://totp/Achterwacht');
  const confirm = (code: string) => person.post('/api/profile/codes', { code });
  expect(refusalOf(await confirm(codeOf(anna, 1)))).toBe('code-wrong');
  await Person.logIn(api, anna);

  const app = new TOTP({ secret: Secret.fromBase32(begun.body.secret) });
  expect(refusalOf(await confirm(app.generate()))).toBe('done');
  expect((await other.get('/api/session')).status).toBe(401);
  const late = new Person(api);
  await late.signIn(anna.email, anna.password);
  expect((await late.verifyCode(codeOf(anna, -1))).status).toBe(401);
  const next = app.generate({ timestamp: Date.now() + 30_000 });
  expect((await late.verifyCode(next)).status).toBe(200);
});

test('ten recovery codes, shown once, of use once each, and told in the profile', async () => {
  const person = await loggedIn(instance, api, anna);
  const made = await person.post<{ codes: string[] }>('/api/profile/recovery-codes', {});
  const { codes } = made.body;
  for (const code of codes) instance.secrets.add(code);
  expect(new Set(codes).size).toBe(10);
  const kept = await instance.system.sql`
    select hash from auth.recovery_code where user_id = (select id from auth.user where email = ${anna.email})`;
  expect(kept).toHaveLength(10);
  expect(JSON.stringify(kept)).not.toContain(codes[3]!.slice(2).replaceAll('-', ''));

  const lost = new Person(api);
  const enter = (code: string, password = anna.password) =>
    lost.post('/api/log-in/recovery-code', { email: anna.email, password, code });
  expect(refusalOf(await enter(codes[3]!, 'not-her-password'))).toBe('log-in-wrong');
  expect(refusalOf(await enter(codes[3]!.replace('3-', '4-')))).toBe('log-in-wrong');
  // As somebody types it from paper.
  const entered = await enter(` ${codes[3]!.toLowerCase().replaceAll('-', ' ')} `);
  expect(refusalOf(entered)).toBe('done');
  expect(JSON.stringify(entered.body)).toBe('{}');
  const { body } = await lost.get<Profile>('/api/profile');
  expect(body.factors.recoveryCodes.left).toBe(9);
  expect(body.factors.recoveryCodes.lastUsedAt).not.toBeNull();
  expect(body.sessions.find(({ isThis }) => isThis)?.madeWith).toBe('recovery-code');
  expect(body.logIns.map(({ action }) => action)).toContain('recovery-code-used');
  // Once more, and another one by three at the same moment.
  const { email, password } = anna;
  const answers = await Promise.all(
    [3, 6, 6, 6].map((at) =>
      new Person(api).post('/api/log-in/recovery-code', { email, password, code: codes[at]! }),
    ),
  );
  expect(answers.map(refusalOf).toSorted()).toEqual([
    'done',
    'log-in-wrong',
    'log-in-wrong',
    'log-in-wrong',
  ]);
  expect(refusalOf(answers[0]!)).toBe('log-in-wrong');
  // With it a new second step is set up.
  expect(refusalOf(await addKey(lost, testPasskey()))).toBe('done');
  // Made anew, those before are none any more.
  await person.post('/api/profile/recovery-codes', {});
  expect(refusalOf(await enter(codes[5]!))).toBe('log-in-wrong');
});

test('whoever comes by an invitation sets up a second step, and reaches nothing before', async () => {
  const account = await addAccount(instance, { role: 'oov-officer', secondFactor: false });
  const person = await loggedIn(instance, api, account, 'invitation');
  const session = await person.get<Session>('/api/session');
  expect([session.status, session.body.mustSetUp]).toEqual([200, true]);
  for (const path of ['/api/profile', '/api/incidents', '/api/board'])
    expect([path, (await person.get(path)).status]).toEqual([path, 401]);
  const { body } = await person.get<Factors>('/api/profile/factors');
  expect(body).toMatchObject({ needed: true, mustSetUp: true, passkeys: [], codes: null });
  expect(body.canChangeUntil).not.toBeNull();

  const before = person.at(api);
  const set = await addKey(person, testPasskey());
  expect([set.status, set.body.mustSetUp]).toEqual([200, false]);
  expect((await person.get<Session>('/api/session')).body.mustSetUp).toBe(false);
  expect((await person.get('/api/incidents')).status).toBe(200);
  expect((await before.get('/api/session')).status).toBe(401);
  expect(refusalOf(await person.post('/api/profile/recovery-codes', {}))).toBe('done');
});

test('another password ends every other session, and is none that everybody guesses', async () => {
  const person = await loggedIn(instance, api, anna);
  const other = await loggedIn(instance, api, anna);
  const change = (newPassword: string, password = anna.password) =>
    person.post('/api/profile/password', { password, newPassword });
  expect(refusalOf(await change('paard rent door de tuin', 'not-hers'))).toBe('password-wrong');
  expect(await failuresOf(anna)).toEqual(['password']);
  expect(refusalOf(await change('wachtwoord123'))).toBe('password-too-common');
  expect(refusalOf(await change('centralist rent weg'))).toBe('password-has-own');
  expect((await other.get('/api/session')).status).toBe(200);
  const chosen = 'paard rent door de tuin';
  instance.secrets.add(chosen);
  expect(refusalOf(await change(chosen))).toBe('done');
  expect((await other.get('/api/session')).status).toBe(401);
  expect((await person.get('/api/session')).status).toBe(200);
  expect((await new Person(api).signIn(anna.email, anna.password)).status).toBe(401);
  expect((await new Person(api).signIn(anna.email, chosen)).status).toBe(200);
  // As many letters as there may be, of which each counts as two in a text's length.
  const rare = String.fromCodePoint(...Array.from({ length: 128 }, (_, at) => 0x20000 + 37 * at));
  instance.secrets.add(rare);
  expect(refusalOf(await change(rare, chosen))).toBe('done');
  expect((await new Person(api).signIn(anna.email, rare)).status).toBe(200);
  expect((await new Person(api).signIn(anna.email, `${rare}x`)).status).toBe(422);
  expect((await new Person(api).signIn(anna.email, rare.slice(0, -2))).status).toBe(401);
});

test('one ends one’s own sessions and nobody else’s, and likes the screen everywhere', async () => {
  const bram = await addAccount(instance, { role: 'centralist' });
  const [person, other, his] = [
    await loggedIn(instance, api, anna),
    await loggedIn(instance, api, anna),
    await loggedIn(instance, api, bram),
  ];
  const idOf = async (of: Person) =>
    (await of.get<Profile>('/api/profile')).body.sessions.find(({ isThis }) => isThis)!.id;
  const end = (id: string) => person.post(`/api/profile/sessions/${id}/end`, {});
  expect((await end(await idOf(his))).status).toBe(404);
  expect((await his.get('/api/session')).status).toBe(200);
  const desk = await other.desk();
  expect((await end(await idOf(other))).status).toBe(200);
  await desk.until('goodbye', ({ bye }) => bye !== null);
  expect(desk.bye).toBe('session-ended');

  await person.post('/api/profile/preferences', { language: 'en' });
  await person.post('/api/profile/preferences', { theme: 'nacht' });
  await person.post('/api/profile/preferences', { keys: { note: 'Alt+K', weapon: 'Z' } });
  const elsewhere = await loggedIn(instance, api, anna);
  const read = async () => (await elsewhere.get<Session>('/api/session')).body;
  const { language, theme, keys } = await read();
  expect([language, theme]).toEqual(['en', 'nacht']);
  expect(keys).toEqual({ note: 'Alt+K', weapon: 'Z' });
  // What another preference says leaves them; none at all are the usual ones again.
  await person.post('/api/profile/preferences', { theme: 'dag' });
  expect((await read()).keys).toEqual(keys);
  await person.post('/api/profile/preferences', { keys: {} });
  expect((await read()).keys).toEqual({});
  const tooLong = { keys: { note: 'Alt+'.repeat(20) } };
  expect((await person.post('/api/profile/preferences', tooLong)).status).toBe(422);
});
