// What may never stand in a log, said on purpose at every place that hears it. Every instance of every
// test looks for its own secrets when it ends; this one makes sure that there is something to find.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, envelope, frameOf } from '../testing/instance/device.ts';
import { codeOf, Person } from '../testing/instance/person.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
});
afterAll(() => instance.end());

test('passwords, codes, keys, words and cookies are heard and not written down', async () => {
  const account = instance.account('centralist');
  const plant = (secret: string): string => {
    instance.secrets.add(secret);
    return secret;
  };

  // At the log-in: right, wrong, as nonsense, in the wrong place.
  const person = new Person(api);
  await person.signIn(account.email, plant('canary-wrong-password'));
  await person.post('/api/auth/sign-in/email', `{"password":"${plant('canary-broken')}"`);
  await person.get(`/api/auth/verify?token=${plant('canary-in-the-address')}`);
  await person.get(`/api/board?password=${plant('canary-in-a-query')}`);
  await person.signIn(account.email, account.password);
  await person.verifyCode(plant('999999'));
  await person.verifyCode(codeOf(account));
  const token = /session_token=([^;]+)/.exec(person.cookie)?.[1] ?? '';
  plant(decodeURIComponent(token).split('.')[0]!);
  expect((await person.get('/api/session')).status).toBe(200);
  const forged = new Person(api);
  forged.cookie = `achterwacht.session_token=${plant('canary-forged-session')}.x`;
  await forged.get('/api/session');

  // On the wire: readable, damaged, with the wrong key, as an oversized frame.
  const button = await instance.button('231');
  plant('canary note from a device');
  await ask(api.devicePort, [
    frameOf(button, { sequence: 1, data: 'Nri1/PA001^canary note from a device^' }),
    frameOf({ ...button, key: Buffer.alloc(16, 1) }, { sequence: 2 }),
    frameOf(
      { ...button, key: undefined },
      { sequence: 3, data: `Nri1/PA001A${plant('canary-plain')}` },
    ),
    envelope(`"SIA-DCS"0004L0#${button.account}[${plant('canary-damaged')}`, '0000'),
    Buffer.from(`\n${plant('canary-oversized').repeat(5_000)}\r`),
  ]).catch(() => {});

  // At the desk: a note, a refusal, the dossier with its words.
  await until('the alarm', async () => (await person.board()).alarms.length > 0);
  const [alarm] = (await person.board()).alarms;
  const claim = { type: 'Claim', expectedVersion: alarm!.version } as const;
  expect((await person.command(alarm!.id, claim)).status).toBe(200);
  await person.command(alarm!.id, { type: 'Unverify', reason: plant('canary-refused-reason') });
  const noted = await person.command(alarm!.id, {
    type: 'AddNote',
    noteId: crypto.randomUUID(),
    text: plant('canary-note'),
    happenedAt: null,
  });
  expect(noted.status).toBe(200);
  const { body } = await person.get<{ codeWord: string }>(`/api/alarms/${alarm!.id}/dossier`);
  expect(instance.secrets).toContain(body.codeWord);

  await api.stop();
  expect(instance.log.length).toBeGreaterThan(1);
  expect(instance.secrets.size).toBeGreaterThan(50);
  expect(
    [...instance.secrets].filter((secret) => instance.log.join('\n').includes(secret)),
  ).toEqual([]);
});

test('a fault at the log-in says what failed and nothing of whom', async () => {
  const account = instance.account('supervisor');
  const again = await instance.startApi();
  for (const secret of ['canary-in-a-fault', account.email]) instance.secrets.add(secret);
  const before = instance.log.length;
  // The library's own question fails, with all that it was asked about in its error.
  await instance.owner.sql`alter table auth.account rename to account_away`;
  try {
    const person = new Person(again);
    expect((await person.signIn(account.email, 'canary-in-a-fault')).status).toBe(503);
    const recovery = { email: account.email, password: 'canary-in-a-fault', code: '0-AAAA' };
    expect((await person.post('/api/log-in/recovery-code', recovery)).status).toBe(503);
  } finally {
    await instance.owner.sql`alter table auth.account_away rename to account`;
  }
  const said = instance.log.slice(before).join('\n');
  expect(said).toContain('request failed');
  expect(said).not.toMatch(/canary-in-a-fault|SERVER_ERROR|params: \S/);
  expect(said).not.toContain(account.email);
  await again.stop();
});
