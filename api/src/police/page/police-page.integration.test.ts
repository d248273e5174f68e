// The police page's doors over real HTTP on a real database, with a clock that is moved: getting in, being
// kept out, what is seen, and what is said.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { PoliceAnswer } from '@achterwacht/shared/police/page.ts';
import type { ErrorBody } from '@achterwacht/shared/routes.ts';
import { createAuthentication, originsOf } from '../../access/authentication.ts';
import { findAlarm } from '../../alarms/store.ts';
import { createHttpServer, Failure } from '../../http/server.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, fixAt } from '../../testing/messages.ts';
import { listViewers } from './links.ts';
import { servePolice, shareLink } from './routes.ts';

const origin = 'https://centrale.example';
let centre: AlarmCentre;
let http: FastifyInstance;
let alarmId: string;

beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  const { system, log } = centre;
  const origins = originsOf(origin);
  const secret = 'a secret for tests alone, of 32+';
  const authentication = createAuthentication({ database: system, secret, origin, origins, log });
  http = await createHttpServer({
    log,
    authentication,
    origins,
    onAuthenticationChanged: () => {},
  });
  servePolice(http, { ...centre, authentication, origin });
  ({ alarmId } = await centre.press(undefined, [
    decoded('panic', {
      position: fixAt(52.38144, 4.63633, 12),
    }),
  ]));
  await tell({ type: 'Claim', expectedVersion: await version() });
  await tell({
    type: 'Verify',
    expectedVersion: await version(),
    basis: 'person-on-site',
    note: 'geschreeuw en gestommel',
  });
  await tell({
    type: 'SendHandover',
    expectedVersion: await version(),
    class: 'prio-1',
    overrideReason: null,
    channel: 'link',
    route: { regionCode: 'noord-holland', which: 'first' },
  });
});
afterEach(async () => {
  await http.close();
  await centre.end();
});

const alarm = async () =>
  (await centre.system.transaction((tx) => findAlarm(tx, centre.keys, alarmId)))!.alarm;
const version = async () => (await alarm()).version;
async function tell(command: PersonCommand): Promise<void> {
  expect(await centre.ask(centre.anna, alarmId, command)).toMatchObject({ status: 'accepted' });
}
const minutes = (count: number) => centre.clock.advance(count * 60_000);

type Shared = { url: string; pin: string; until: string; secret: string; linkId: string };
async function share(): Promise<Shared> {
  const linkId = randomUUID();
  const wanted = { commandId: randomUUID(), linkId };
  const shared = await shareLink({ ...centre, origin }, centre.anna, alarmId, wanted);
  if (shared instanceof Failure) throw new Error(shared.code);
  return { ...shared, linkId, secret: new URL(shared.url).hash.slice(1) };
}

type Answer<T> = { status: number; body: T & ErrorBody; headers: Record<string, unknown> };
async function ask<T = unknown>(
  method: 'GET' | 'POST',
  path: string,
  { cookie = '', body }: { cookie?: string; body?: object } = {},
): Promise<Answer<T>> {
  const response = await http.inject({
    method,
    url: `/api/police/${path}`,
    headers: { origin, ...(cookie ? { cookie } : {}) },
    ...(body ? { payload: body } : {}),
  });
  return {
    status: response.statusCode,
    body: response.json<T & ErrorBody>(),
    headers: response.headers,
  };
}
const enter = (link: Shared, pin = link.pin, name = 'HA 31-02') =>
  ask('POST', 'session', { body: { secret: link.secret, pin, name } });
async function letIn(link: Shared, name?: string): Promise<string> {
  const { status, headers } = await enter(link, link.pin, name);
  expect(status).toBe(200);
  return String(headers['set-cookie']).split(';')[0]!;
}
const look = (cookie?: string, since?: number) =>
  ask<PoliceAnswer>('GET', since === undefined ? 'view' : `view?since=${since}`, {
    ...(cookie ? { cookie } : {}),
  });
const report = (
  cookie: string,
  status: string,
  statedAt: string,
  reference: string | null = null,
) => ask('POST', 'reports', { cookie, body: { status, statedAt, reference } });

const wrong = (pin: string) => (pin === '000000' ? '000001' : '000000');

describe('getting in', () => {
  it('takes the secret and the PIN, and gives this device a cookie no script can read', async () => {
    const link = await share();
    expect(link.url).toMatch(/^https:\/\/centrale\.example\/p#[A-Za-z0-9_-]{22}$/);
    const { status, headers } = await enter(link);
    expect(status).toBe(200);
    const cookie = String(headers['set-cookie']);
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/api/police'])
      expect(cookie).toContain(part);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('is refused with a wrong PIN, and after five for ever', async () => {
    const link = await share();
    const lefts: unknown[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const { status, body } = await enter(link, wrong(link.pin));
      expect([status, body.error.code]).toEqual([403, 'pin-wrong']);
      lefts.push(body.error.details?.['left']);
    }
    expect(lefts).toEqual([4, 3, 2, 1]);
    // Nothing is left to try: whom to call is said at once, and not at the next try.
    for (const pin of [wrong(link.pin), link.pin])
      expect((await enter(link, pin)).status).toBe(410);
  });

  it('counts guesses made at the same moment one by one', async () => {
    const link = await share();
    const tries = await Promise.all(Array.from({ length: 12 }, () => enter(link, wrong(link.pin))));
    expect(tries.filter(({ status }) => status === 403)).toHaveLength(4);
    expect((await enter(link)).status).toBe(410);
  });

  it('is another device’s own: without its cookie nothing is shown', async () => {
    await letIn(await share());
    const { status, body } = await look();
    expect([status, body.error.code]).toEqual([401, 'link-needed']);
    expect((await look('achterwacht_police=' + 'a'.repeat(43))).status).toBe(401);
  });

  it('is open to several devices, each by its PIN and name, up to ten', async () => {
    const link = await share();
    for (let device = 1; device <= 10; device += 1) await letIn(link, `HA ${device}`);
    expect((await enter(link)).body.error.code).toBe('link-full');
  });

  it('keeps neither secret nor PIN', async () => {
    const link = await share();
    const cookie = await letIn(link);
    const rows = await centre.system.sql`
      select to_jsonb(police_links) as row from police_links
      union all select to_jsonb(police_viewers) from police_viewers`;
    expect(rows).toHaveLength(2);
    for (const kept of [link.secret, link.pin, cookie.split('=')[1]!])
      expect(JSON.stringify(rows)).not.toContain(kept);
    const log = await centre.system.sql`select text from log.events where stream_id = ${alarmId}`;
    expect(JSON.stringify(log)).not.toContain(link.secret);
  });
});

test('a link that was made already is not made again: its PIN was told once', async () => {
  const wanted = { commandId: randomUUID(), linkId: randomUUID() };
  const again = () => shareLink({ ...centre, origin }, centre.anna, alarmId, wanted);
  expect(await again()).toMatchObject({ pin: expect.stringMatching(/^\d{6}$/) as string });
  expect(await again()).toMatchObject({ status: 409, code: 'link-bestaat' });
});

describe('a link that is over', () => {
  const gone = async (cookie: string, link: Shared) => {
    for (const answer of [await look(cookie), await enter(link)])
      expect([answer.status, answer.body.error]).toEqual([
        410,
        {
          code: 'link-ended',
          message:
            'Deze link werkt niet meer: verlopen, ingetrokken, of te vaak een verkeerde pincode.',
          details: { centre: { name: 'Noord', phone: '088 000 00 00' } },
        },
      ]);
  };

  it('says no more than one that never was', async () => {
    const link = await share();
    const never = { ...link, secret: 'a'.repeat(22) };
    const cookie = await letIn(link);
    minutes(120);
    expect((await enter(never)).body).toEqual((await enter(link)).body);
    await gone(cookie, link);
  });

  it('opens for two hours, and longer while police are under way', async () => {
    const link = await share();
    const cookie = await letIn(link);
    minutes(119);
    expect((await look(cookie)).status).toBe(200);
    await report(cookie, 'under-way', centre.clock.now().toISOString());
    minutes(300);
    expect((await look(cookie)).status).toBe(200);
    await report(cookie, 'safe', centre.clock.now().toISOString());
    await gone(cookie, link);
  });

  it('is over at once when it is revoked, also for who is in', async () => {
    const link = await share();
    const cookie = await letIn(link);
    await tell({ type: 'RevokeLink', linkId: link.linkId });
    await gone(cookie, link);
    const said = await report(cookie, 'on-scene', centre.clock.now().toISOString());
    expect(said.status).toBe(410);
    expect((await alarm()).policeReports).toEqual([]);
  });

  it('stays half an hour after closing, and shows that it is closed', async () => {
    const link = await share();
    const cookie = await letIn(link);
    await report(cookie, 'closed', centre.clock.now().toISOString(), 'PL1200-2026-1');
    await tell({
      type: 'Close',
      expectedVersion: await version(),
      outcome: 'real-incident',
      needless: false,
      summary: 'Politie heeft iemand aangehouden',
    });
    minutes(29);
    expect((await look(cookie)).body.view?.closedAt).toBe((await alarm()).closed?.at);
    minutes(1);
    await gone(cookie, link);
  });
});

describe('what is seen', () => {
  it('is who, where and what was heard, and nothing of why', async () => {
    const { status, body } = await look(await letIn(await share()));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      viewer: 'HA 31-02',
      viewers: 1,
      centre: { name: 'Noord', phone: '088 000 00 00' },
      view: {
        class: 'prio-1',
        isVerified: true,
        basis: 'iemand ter plaatse',
        person: { name: 'Drager Noord1', function: 'wethouder', description: null },
        municipality: 'Haarlem',
        position: { accuracyMetres: 12, wgs84: '52,38144 N 4,63633 O', rd: 'RD 103 876 / 488 440' },
        trail: [{ latitude: 52.38144, longitude: 4.63633 }],
        notices: [{ why: 'heard', text: 'geschreeuw en gestommel' }],
        centralist: 'Anna',
        closedAt: null,
      },
    });
    expect(JSON.stringify(body)).not.toMatch(/bedreigd|zeewind|oostenwind|threat/);
    expect(JSON.stringify(body)).not.toContain(alarmId);
  });

  it('D4 has the danger as it is heard now, and history as history', async () => {
    const cookie = await letIn(await share());
    expect((await look(cookie)).body.view?.danger).toEqual({
      now: 'Wapen, aantal personen, kinderen, gewonden onbekend.',
      before: null,
      approach: 'Onbekend of dader ervan weet, stil aanrijden.',
      aol: null,
    });
    const { centreId, system } = centre;
    await tell({
      type: 'EnterSituation',
      heard: { weapon: 'yes', persons: 2, perpetratorKnows: 'no' },
    });
    expect((await look(cookie)).body.view?.danger).toMatchObject({
      now: 'Wapen gemeld, 2 personen. Kinderen, gewonden onbekend.',
      approach: 'Dader weet van niets, stil aanrijden.',
    });
    const texts = await system.sql<{ text: string }[]>`
      select text from log.events where centre_id = ${centreId} and type = 'SituationEntered'`;
    expect(texts).toHaveLength(1);
    expect(texts[0]!.text).not.toMatch(/"yes"/);
  });

  it('is only sent when something changed', async () => {
    const cookie = await letIn(await share());
    const first = (await look(cookie)).body;
    expect((await look(cookie, first.version)).body.view).toBeNull();
    await tell({ type: 'AddPoliceMessage', text: 'Achterdeur staat open' });
    const next = (await look(cookie, first.version)).body;
    expect(next.view?.notices[0]).toMatchObject({ why: 'further', text: 'Achterdeur staat open' });
  });

  it('loses what was heard when that judgement is withdrawn', async () => {
    const cookie = await letIn(await share());
    await tell({ type: 'Unverify', reason: 'toch niet' });
    const { view } = (await look(cookie)).body;
    expect(view).toMatchObject({ class: 'prio-1', isVerified: false, basis: null });
    expect(JSON.stringify(view)).not.toContain('geschreeuw');
  });

  it('D2 says that it is verified no more, after the word that it was', async () => {
    const cookie = await letIn(await share());
    minutes(1);
    await tell({ type: 'Unverify', reason: 'het was de televisie' });
    const { view } = (await look(cookie)).body;
    expect(view?.notices).toEqual([
      {
        id: expect.any(String) as string,
        why: 'no-longer-verified',
        text: '',
        at: '2026-03-02T08:01:00.000Z',
      },
    ]);
    await tell({
      type: 'Verify',
      expectedVersion: await version(),
      basis: 'camera',
      note: 'camera toont een mes',
    });
    expect((await look(cookie)).body.view?.notices).toMatchObject([{ why: 'heard' }]);
  });

  it('says nothing of a judgement that was withdrawn before the police had anything', async () => {
    ({ alarmId } = await centre.press(centre.buttons[1]));
    await tell({ type: 'Claim', expectedVersion: await version() });
    const note = 'geschreeuw';
    await tell({ type: 'Verify', expectedVersion: await version(), basis: 'sound', note });
    minutes(1);
    await tell({ type: 'Unverify', reason: 'het was de televisie' });
    minutes(1);
    await tell({
      type: 'SendHandover',
      expectedVersion: await version(),
      class: 'assistance',
      overrideReason: null,
      channel: 'link',
      route: { regionCode: 'noord-holland', which: 'first' },
    });
    expect((await look(await letIn(await share()))).body.view?.notices).toEqual([]);
  });

  it('D2 says that it is possibly false, and that it is verified after all', async () => {
    ({ alarmId } = await centre.press(centre.buttons[1]));
    await tell({ type: 'Claim', expectedVersion: await version() });
    const send = async (as: 'assistance' | 'prio-1') =>
      tell({
        type: 'SendHandover',
        expectedVersion: await version(),
        class: as,
        overrideReason: null,
        channel: 'telephone',
        route: { regionCode: 'noord-holland', which: 'first' },
      });
    const confirm = async (policeOperator: string) =>
      tell({
        type: 'ConfirmHandover',
        expectedVersion: await version(),
        channel: 'telephone',
        policeOperator,
        incidentNumber: '2026-1',
      });
    await send('assistance');
    await confirm('Kees');
    const cookie = await letIn(await share());
    await centre.press(centre.buttons[1], [decoded('cancel')]);
    const before = (await look(cookie)).body.view;
    expect(before).toMatchObject({ class: 'assistance', isVerified: false });
    expect(before?.notices).toMatchObject([{ why: 'possibly-false' }]);

    minutes(1);
    await tell({
      type: 'Verify',
      expectedVersion: await version(),
      basis: 'person-on-site',
      note: 'bode ziet een mes',
    });
    expect((await look(cookie)).body.view).toMatchObject({ class: 'assistance', isVerified: true });
    minutes(1);
    await send('prio-1');
    await confirm('Ria');
    const { view } = (await look(cookie)).body;
    expect(view).toMatchObject({ class: 'prio-1', isVerified: true });
    expect(view?.notices.map(({ why }) => why)).toEqual([
      'now-verified',
      'heard',
      'possibly-false',
    ]);
  });

  it('stands in the log of views, each look of a minute once', async () => {
    const link = await share();
    const cookie = await letIn(link);
    for (let second = 0; second < 30; second += 2) {
      await look(cookie);
      centre.clock.advance(2_000);
    }
    expect((await alarm()).policeLinks[0]).toMatchObject({ views: 1 });
    minutes(5);
    await look(cookie);
    expect((await alarm()).policeLinks[0]).toMatchObject({ views: 2 });
    const viewers = await centre.asActor(centre.anna, 'alarm.read', (tx) =>
      listViewers(tx, centre.keys, alarmId),
    );
    expect(viewers).toEqual([
      {
        linkId: link.linkId,
        name: 'HA 31-02',
        firstSeenAt: '2026-03-02T08:00:00.000Z',
        lastSeenAt: '2026-03-02T08:05:30.000Z',
      },
    ]);
  });
});

describe('what the police say', () => {
  it('stands in the alarm with the moment they state, back-dated or not', async () => {
    const cookie = await letIn(await share());
    minutes(10);
    const statedAt = '2026-03-02T08:05:00.000Z';
    expect((await report(cookie, 'on-scene', statedAt)).status).toBe(200);
    expect((await alarm()).policeReports).toEqual([
      {
        status: 'on-scene',
        statedAt,
        enteredAt: '2026-03-02T08:10:00.000Z',
        via: 'link',
        operator: 'HA 31-02',
        reference: null,
      },
    ]);
    expect((await alarm()).handover.status).toBe('on-scene');
    expect((await look(cookie)).body.view?.reports).toMatchObject([{ status: 'on-scene' }]);
  });

  it('counts once, however often a phone without an answer repeats it', async () => {
    const cookie = await letIn(await share());
    minutes(1);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await report(cookie, 'received', '2026-03-02T08:00:30.000Z')).status).toBe(200);
      const body = { text: 'Twee man voor de deur' };
      expect((await ask('POST', 'messages', { cookie, body })).status).toBe(200);
    }
    const { policeReports, policeMessages } = await alarm();
    expect(policeReports).toHaveLength(1);
    expect(policeMessages).toMatchObject([{ why: 'from-police' }]);
  });

  it('lies never before the alarm nor in the future, whatever a phone’s clock says', async () => {
    const cookie = await letIn(await share());
    minutes(3);
    await report(cookie, 'received', '2020-01-01T00:00:00.000Z');
    await report(cookie, 'under-way', '2040-01-01T00:00:00.000Z');
    expect((await alarm()).policeReports.map(({ statedAt }) => statedAt)).toEqual([
      '2026-03-02T08:00:00.000Z',
      '2026-03-02T08:03:00.000Z',
    ]);
  });

  it('after closing is refused with a sentence', async () => {
    const cookie = await letIn(await share());
    await report(cookie, 'safe', centre.clock.now().toISOString());
    await tell({
      type: 'Close',
      expectedVersion: await version(),
      outcome: 'real-incident',
      needless: false,
      summary: 'Veilig volgens de politie',
    });
    const { status, body } = await report(cookie, 'closed', centre.clock.now().toISOString());
    expect([status, body.error.code]).toEqual([409, 'gesloten']);
    expect(body.error.message).not.toBe('gesloten');
  });

  it('from another site is refused', async () => {
    const cookie = await letIn(await share());
    const response = await http.inject({
      method: 'POST',
      url: '/api/police/reports',
      headers: { cookie, origin: 'https://elders.example' },
      payload: { status: 'safe', statedAt: '2026-03-02T08:00:30.000Z', reference: null },
    });
    expect(response.statusCode).toBe(403);
  });
});

test('guessing by address is slowed down long before it gets anywhere', async () => {
  const link = await share();
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 25; attempt += 1) {
    const secret = String(attempt).padStart(22, 'x');
    statuses.push((await enter({ ...link, secret })).status);
  }
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
});
