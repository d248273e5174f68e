// A log-in in the very moment in which it should stop to count: the password was looked at, and right, and the session
// begins after whoever changed that was done.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { waitUntil } from '../../../../tools/processes/child.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { codeOf, Person, type Account } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let els: Person;

/** Held while a session is to wait before it begins: longer than anybody who logs in waits for a row. */
const gate = 815;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  els = await loggedIn(instance, api, await addAccount(instance, { role: 'administrator' }));
  await instance.owner.sql.unsafe(`
    create function auth.wait_at_gate() returns trigger language plpgsql security definer set lock_timeout = 0 as
      'begin perform pg_advisory_xact_lock_shared(${gate}); return new; end';
    create trigger wait_at_gate before insert on auth.session
      for each row execute function auth.wait_at_gate()`);
});
afterAll(() => instance.end());

const holder = () => addAccount(instance, { role: 'holder', secondFactor: false });

/** What is done to somebody between the look at his password and the begin of his session. */
async function meanwhile(account: Account, work: () => Promise<unknown>) {
  const late = new Person(api);
  const answer = await instance.owner.transaction(async ({ sql }) => {
    await sql`select pg_advisory_xact_lock(${gate})`;
    const answered = late.signIn(account.email, account.password);
    const isWaiting = async () => {
      const [row] = await instance.owner.sql`
        select from pg_locks where locktype = 'advisory' and objid = ${gate} and not granted`;
      return row !== undefined;
    };
    await waitUntil('a session that begins', isWaiting, { withinMilliseconds: 10_000 });
    await work();
    return { answered };
  });
  return { late, status: (await answer.answered).status };
}

test('whoever is kept out in that moment is not in, and restoring him brings no session back', async () => {
  const account = await holder();
  const person = await loggedIn(instance, api, account, 'password');
  const { id } = (await person.get<Session>('/api/session')).body.user;
  const { late, status } = await meanwhile(account, async () => {
    expect((await els.post(`/api/members/${id}/suspend`, { reason: null })).status).toBe(200);
  });
  expect(status).toBe(401);
  // As a release did that did not look again.
  const left = await loggedIn(instance, api, account, 'password');
  expect((await els.post(`/api/members/${id}/restore`, {})).status).toBe(200);
  for (const one of [person, late, left]) expect((await one.get('/api/session')).status).toBe(401);
  expect((await new Person(api).signIn(account.email, account.password)).status).toBe(200);
});

test('the old password is none once another one was chosen', async () => {
  const account = await holder();
  const person = await loggedIn(instance, api, account, 'password');
  const newPassword = 'paard rent door de tuin';
  instance.secrets.add(newPassword);
  const { late, status } = await meanwhile(account, async () => {
    const asked = { password: account.password, newPassword };
    expect((await person.post('/api/profile/password', asked)).status).toBe(200);
  });
  expect(status).toBe(401);
  expect((await late.get('/api/session')).status).toBe(401);
  expect((await person.get('/api/session')).status).toBe(200);
});

test('nor is the first half of a log-in by it', async () => {
  const account = await addAccount(instance, { role: 'centralist' });
  const person = await loggedIn(instance, api, account);
  const late = new Person(api);
  expect((await late.signIn(account.email, account.password)).status).toBe(200);
  const newPassword = 'schaap slaapt onder de brug';
  instance.secrets.add(newPassword);
  const asked = { password: account.password, newPassword };
  expect((await person.post('/api/profile/password', asked)).status).toBe(200);
  expect((await late.verifyCode(codeOf(account))).status).toBe(401);
});
