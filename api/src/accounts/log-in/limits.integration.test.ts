// How often somebody may guess, from where, and whom that keeps out: himself in time, and nobody else. And what of it
// stands in the access log.
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAccount } from '../../testing/instance/accounts.ts';
import { codeOf, Person, type Account } from '../../testing/instance/person.ts';
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

const guess = async (from: Person, account = anna.email) =>
  (await from.signIn(account, 'not-the-password')).status;
const guesses = async (from: Person, count: number, account = anna.email) => {
  const statuses: number[] = [];
  for (let at = 0; at < count; at += 1) statuses.push(await guess(from, account));
  return statuses;
};
/** As if so many seconds had gone by since. */
const later = (seconds: number) => instance.system.sql`
  update auth.guess set last_at = last_at - ${seconds} * interval '1 second'`;
const logOf = async (account: Account) => {
  const rows = await instance.system.sql<{ line: string }[]>`
    select action || ' ' || object || ' ' || result as line from access_log
    where user_id = (select id from auth.user where email = ${account.email}) order by id`;
  return rows.map(({ line }) => line);
};

test('after five a guesser waits, twice as long each time, the right password too', async () => {
  const guesser = new Person(api);
  expect(await guesses(guesser, 6)).toEqual([401, 401, 401, 401, 401, 429]);
  const refused = await guesser.signIn(anna.email, anna.password);
  expect([refused.status, refused.body.error.code]).toEqual([429, 'too-fast']);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(2);
  await later(2);
  expect(await guesses(guesser, 2)).toEqual([401, 429]);
  await later(2);
  expect(await guess(guesser)).toBe(429);
  await later(2);
  expect(await guess(guesser)).toBe(401);
  const log = await logOf(anna);
  expect(log.filter((line) => line.includes('log-in-failed'))).toHaveLength(7);
  expect(log.filter((line) => line.includes('log-in-limited'))).toHaveLength(1);
});

test('however often she was wrong, after the right password her code is looked at, once', async () => {
  const home = new Person(api);
  await guess(home);
  await instance.system.sql`update auth.guess set failures = 30`;
  await later(900);
  expect((await home.signIn(anna.email, anna.password)).status).toBe(200);
  expect((await home.verifyCode('000000')).status).toBe(401);
  expect((await home.verifyCode(codeOf(anna))).status).toBe(429);
  await later(900);
  expect((await home.signIn(anna.email, anna.password)).status).toBe(200);
  expect((await home.verifyCode(codeOf(anna))).status).toBe(200);
});

test('a hundred at once are a hundred', async () => {
  const guesser = new Person(api);
  const statuses = await Promise.all(Array.from({ length: 25 }, () => guess(guesser)));
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
});

test('it keeps nobody out: not her elsewhere, not another account from there', async () => {
  const guesser = new Person(api);
  await guesses(guesser, 8);
  await Person.logIn(api, anna);
  const bram = await addAccount(instance, { role: 'centralist' });
  const colleague = new Person(api, guesser.address);
  expect((await colleague.signIn(bram.email, bram.password)).status).toBe(200);
});

test('of an IPv6 network all addresses are one, however they are written, and whoever asks for what', async () => {
  const net = `2001:db8:${randomInt(1, 0xffff).toString(16)}`;
  const statuses: number[] = [];
  for (const address of ['::1', ':0:a::2', '::b:c:d:3', ':0:0:e::4', '::5', ':0000::6'])
    statuses.push(await guess(new Person(api, net + address)));
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  const looks = [];
  for (let at = 1; at <= 21; at += 1)
    looks.push(new Person(api, `${net}::${at}`).post('/api/invitation/look', { secret: 'x' }));
  const answers = (await Promise.all(looks)).map(({ status }) => status);
  expect(answers.filter((status) => status === 429)).toHaveLength(1);
});

test.each(['%', '%E0%A4%A', 'x'.repeat(2_000), '".%00', 'a.b'])(
  'a cookie of ours that nobody signed (%s) is none, at every door',
  async (value) => {
    const person = new Person(api);
    const names = [
      'session_token',
      'two_factor',
      'known_device',
      'work_account',
      'better-auth-passkey',
    ];
    person.cookie = names.map((name) => `achterwacht.${name}=${value}`).join('; ');
    const given = person.cookie;
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await person.verifyCode('123456')).status).toBe(401);
    person.cookie = given;
    expect((await person.signIn('nobody-at-all@test.demo', 'x'.repeat(20))).status).toBe(401);
    person.cookie = given;
    expect((await person.get('/api/work-account/return?state=%25')).status).toBe(303);
  },
);

test('where many addresses guess together, who knows the account is let in from his own desk alone', async () => {
  const home = await Person.logIn(api, anna);
  await home.post('/api/auth/sign-out', {});
  for (let address = 0; address < 9; address += 1) await guesses(new Person(api), 5);
  const stranger = new Person(api);
  expect((await stranger.signIn(anna.email, anna.password)).status).toBe(429);
  expect((await home.signIn(anna.email, anna.password)).status).toBe(200);
  expect((await home.verifyCode(codeOf(anna, 1))).status).toBe(200);
  // Who has stolen that browser's mark guesses no quicker than another.
  const thief = new Person(api);
  thief.cookie = home.cookie
    .split('; ')
    .filter((one) => one.includes('known_device'))
    .join('; ');
  expect(thief.cookie).not.toBe('');
  expect(await guesses(thief, 6)).toEqual([401, 401, 401, 401, 401, 429]);
  // The mark of one is no other's.
  const bram = await addAccount(instance, { role: 'centralist' });
  for (let address = 0; address < 9; address += 1) await guesses(new Person(api), 5, bram.email);
  const marked = new Person(api);
  marked.cookie = thief.cookie;
  expect((await marked.signIn(bram.email, bram.password)).status).toBe(429);
});

test('codes are guessed no quicker than passwords, and a right password forgives none', async () => {
  const guesser = new Person(api);
  const wrong = String((Number(codeOf(anna)) + 1) % 1_000_000).padStart(6, '0');
  const statuses: number[] = [];
  for (let at = 0; at < 8; at += 1) {
    statuses.push((await guesser.signIn(anna.email, anna.password)).status);
    statuses.push((await guesser.verifyCode(wrong)).status);
  }
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
  expect(statuses.at(-1)).toBe(429);
  await Person.logIn(api, anna);
});

test('an account that does not exist is answered and limited alike, and nothing typed is kept', async () => {
  const [known, unknown] = [new Person(api), new Person(api)];
  const nobody = 'nobody-at-all@test.demo';
  expect(await guesses(unknown, 7, nobody)).toEqual(await guesses(known, 7));
  const answers = [
    await new Person(api).signIn(nobody, 'x'.repeat(20)),
    await new Person(api).signIn(anna.email, 'x'.repeat(20)),
  ];
  expect(answers[0]!.body).toEqual(answers[1]!.body);
  const rows = await instance.system.sql`select * from auth.guess`;
  expect(JSON.stringify(rows)).not.toContain('nobody');
  expect(JSON.stringify(rows)).not.toContain(known.address);
});

test('what a person does with his log-in stands in the access log', async () => {
  const person = await Person.logIn(api, anna);
  await person.post('/api/auth/sign-out', {});
  const log = await logOf(anna);
  expect(log).toEqual([
    'account.log-in code done',
    expect.stringMatching(/^account\.log-out session:[0-9a-f-]{36} done$/),
  ]);
  const [row] = await instance.system.sql`
    select origin, centre_id from access_log
    where user_id = (select id from auth.user where email = ${anna.email}) limit 1`;
  expect(row).toEqual({ origin: person.address, centre_id: instance.centreId });
});
