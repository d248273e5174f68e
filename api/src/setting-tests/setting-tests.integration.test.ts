// Tests of ways out against real receivers: what is sent, what is said of it, and that a typed secret is used and kept
// nowhere.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { SettingTestResult } from '@achterwacht/shared/routes/setting-tests.ts';
import type { Visitor } from '../access/as-actor.ts';
import { createGateways } from '../notify/gateways.ts';
import { openSettings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { openReceiver } from '../testing/receiver.ts';
import { addAdministrator, set, setSms } from '../testing/settings.ts';
import { openSettingTests } from './open-setting-tests.ts';

let centre: AlarmCentre;
let door: HttpDoor;
let els: Visitor;
let post: Awaited<ReturnType<typeof openMailServer>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeEach(async () => {
  [centre, post, receiver] = await Promise.all([
    openAlarmCentre(),
    openMailServer(),
    openReceiver(),
  ]);
  // The library that verifies compares with the true time.
  centre.clock.advance(Date.now() - centre.clock.now().getTime());
  els = await addAdministrator(centre, 'Els');
  const settings = await openSettings({ ...centre, background: centre.system });
  const gateways = createGateways({ ...centre, settings });
  const parts = { ...centre, accounts: centre.system, gateways, settings };
  door = await openHttpDoor((http, authentication) =>
    openSettingTests({ ...parts, authentication, origin: 'https://centrale.example' }).routes(http),
  );
});
afterEach(async () => {
  await door.close();
  await Promise.all([centre.end(), post.close(), receiver.close()]);
});

const ask = async (body: object) => {
  const { status, body: answer } = await door.post(els, '/api/settings/test', body);
  return { status, result: answer as SettingTestResult };
};
const code = ({ result }: { result: unknown }) =>
  (result as { error: { code: string } }).error.code;
const text = 'Proefbericht van de alarmcentrale, u hoeft niets te doen.';
const typedMail = (secretId: string) => ({
  ...post.way,
  from: 'centrale@voorbeeld.test',
  secretIds: [secretId],
});
const typedSms = (secretId: string) => ({
  url: receiver.url.href,
  from: 'Achterwacht',
  secretIds: [secretId],
});
/** All that is kept anywhere, and must not know what was typed. */
const kept = async () => {
  const rows = await centre.database.superuser`
    select text as line from log.events union all select state::text from settings
    union all select sealed from setting_secrets
    union all select to_jsonb(access_log)::text from access_log
    union all select to_jsonb(effects)::text from log.effects`;
  return JSON.stringify(rows);
};

describe('mail', () => {
  test('that was typed a moment ago comes to whoever asks, and its password is kept nowhere', async () => {
    const id = randomUUID();
    const asked = { what: 'mail', value: typedMail(id), secrets: { [id]: post.password } };
    const { status, result } = await ask(asked);
    expect({ status, result }).toMatchObject({
      status: 200,
      result: { outcome: 'taken', status: 250, to: `${els.id}@voorbeeld.test`, text },
    });
    expect(post.mails[0]).toMatchObject({ to: [`${els.id}@voorbeeld.test`] });
    expect(post.mails[0]!.source).toContain('Proefbericht van de alarmcentrale');
    expect(await kept()).not.toContain(post.password);
    expect(await centre.system.sql`select from setting_secrets`).toHaveLength(0);
    expect(await centre.system.sql`select from log.effects`).toHaveLength(0);
    const [line] = await centre.database.superuser`
      select user_id, action, object, outcome, result from access_log`;
    expect(line).toMatchObject({
      user_id: els.id,
      action: 'setting.tested',
      object: 'mail',
      outcome: 'done',
      result: 'taken 250',
    });
  });

  test('is in the language of whoever asks; what goes to others in the usual one of the centre', async () => {
    await centre.system.sql`
      insert into auth.user (id, name, email, email_verified, created_at, updated_at)
      values (${els.id}, 'Els', ${`${els.id}@voorbeeld.test`}, true, now(), now())
      on conflict do nothing`;
    await centre.system.sql`
      insert into auth.preference (user_id, language) values (${els.id}, 'en')`;
    const id = randomUUID();
    await set(centre, 'mail', typedMail(id), { [id]: post.password });
    expect((await ask({ what: 'mail' })).result.text).toMatch(/^Test message/);
    expect(post.mails[0]!.source).toContain('Subject: Message from the alarm centre');
    const other = { what: 'contact', to: 'piket@voorbeeld.test' };
    expect((await ask(other)).result.text).toBe(text);
    expect(post.mails[1]!.source).toContain(text);
  });

  test('with a wrong password is said to be refused, and neither is repeated', async () => {
    const id = randomUUID();
    const asked = { what: 'mail', value: typedMail(id), secrets: { [id]: 'canary-hunter2' } };
    const { result } = await ask(asked);
    expect(result).toMatchObject({ outcome: 'log-in-refused', status: 535 });
    expect(JSON.stringify(result)).not.toContain('canary-hunter2');
    expect(await kept()).not.toContain('canary-hunter2');
  });

  test('as it is saved goes with the password that is kept, and to no other server', async () => {
    const id = randomUUID();
    await set(centre, 'mail', typedMail(id), { [id]: post.password });
    expect((await ask({ what: 'mail', value: typedMail(id) })).result.outcome).toBe('taken');
    const elsewhere = { ...typedMail(id), host: '127.0.0.2' };
    const moved = await ask({ what: 'mail', value: elsewhere });
    expect([moved.status, code(moved)]).toEqual([409, 'geheim-ontbreekt']);
  });

  test('to a port where nobody listens, and to a server without TLS, is said to be what it is', async () => {
    const nobody = { ...post.way, user: null, from: 'a@b.nl', secretIds: [] };
    const closed = await ask({ what: 'mail', value: { ...nobody, port: 1 } });
    expect(closed.result).toMatchObject({ outcome: 'unreachable', status: null });
    const clear = await ask({ what: 'mail', value: { ...nobody, tls: 'starttls' } });
    expect(clear.result).toMatchObject({ outcome: 'not-secure' });
  });

  test('that cannot be one is refused by field, and nothing is sent', async () => {
    const wrong = await ask({ what: 'mail', value: { ...typedMail(randomUUID()), port: 0 } });
    expect([wrong.status, code(wrong)]).toEqual([409, 'instelling-ongeldig']);
    expect(post.mails).toEqual([]);
  });
});

describe('SMS', () => {
  test('goes to the number with the token that was typed', async () => {
    const id = randomUUID();
    const asked = {
      what: 'sms',
      value: typedSms(id),
      secrets: { [id]: 'canary' },
      to: '+31612345678',
    };
    expect((await ask(asked)).result).toMatchObject({ outcome: 'taken', status: 202 });
    expect(receiver.received).toMatchObject([{ headers: { authorization: 'Bearer canary' } }]);
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({ to: '+31612345678', text });
  });

  test.each([
    ['refuses', { outcome: 'refused', status: 503 }],
    ['cuts', { outcome: 'cut-off', status: null }],
  ] as const)('by a gateway that %s is not called sent', async (behaviour, said) => {
    receiver.become(behaviour);
    const id = randomUUID();
    const asked = {
      what: 'sms',
      value: typedSms(id),
      secrets: { [id]: 'token' },
      to: '+31612345678',
    };
    const { result } = await ask(asked);
    expect(result).toMatchObject(said);
    expect(JSON.stringify(result)).not.toContain('geheim van de ontvanger');
  });
});

test('a contact is paged by the way that counts; without one it is said that there is none', async () => {
  const page = () => ask({ what: 'contact', to: '+31612345678' });
  expect((await page()).result).toMatchObject({ outcome: 'no-way', status: null });
  await setSms(centre, receiver.url);
  await expect.poll(async () => (await page()).result.outcome).toBe('taken');
  expect(receiver.received).toHaveLength(1);
});

describe('a webhook', () => {
  const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  const typed = (format: 'json' | 'cap') => {
    const id = randomUUID();
    const value = {
      id: randomUUID(),
      name: 'Meldkamer Limburg',
      url: receiver.url.href,
      format,
      rooms: ['limburg'],
      isOn: true,
      secretIds: [id],
    };
    return { what: 'webhook', value, secrets: { [id]: secret } };
  };

  test('gets a signed test that is no alarm', async () => {
    expect((await ask(typed('json'))).result).toMatchObject({
      outcome: 'taken',
      status: 202,
      to: receiver.url.href,
    });
    const { body, headers } = receiver.received[0]!;
    const told = new Verifier(secret).verify(body, headers);
    expect(told).toMatchObject({ type: 'test', data: { text, centre: { name: 'Noord' } } });
    expect(await kept()).not.toContain(secret);
  });

  test('in CAP is of status Test, and valid', async () => {
    await ask(typed('cap'));
    const { body } = receiver.received[0]!;
    expect(body).toContain('<status>Test</status>');
    const schema = readFileSync(
      new URL('../police/notices/schema/CAP-v1.2.xsd', import.meta.url),
      'utf8',
    );
    expect(await validateXML({ xml: body, schema })).toMatchObject({ valid: true, errors: [] });
  });

  test('to where this program may not speak is refused', async () => {
    const { value, ...asked } = typed('json');
    const metadata = { ...value, url: 'https://169.254.169.254/' };
    const refused = await ask({ ...asked, value: metadata });
    expect([refused.status, code(refused)]).toEqual([409, 'instelling-ongeldig']);
  });
});

test('a few in a minute, and no more', async () => {
  const statuses: number[] = [];
  for (let count = 0; count < 8; count += 1)
    statuses.push((await ask({ what: 'contact', to: 'a@voorbeeld.test' })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  // Whoever counts them goes by the wall clock.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  expect((await ask({ what: 'contact', to: 'a@voorbeeld.test' })).status).toBe(200);
  vi.useRealTimers();
});
