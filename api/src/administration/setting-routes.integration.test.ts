// The settings as an administrator's page asks for them: what is said of a bad value, whose proposal waits for whom, and
// what counted when.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { usualTimings } from '@achterwacht/shared/alarm/plan/state.ts';
import { isFormerKind, settingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { Visitor } from '../access/as-actor.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { addAdministrator } from '../testing/settings.ts';
import { serveSettings } from './setting-routes.ts';

let centre: AlarmCentre;
let door: HttpDoor;
let els: Visitor;
beforeEach(async () => {
  centre = await openAlarmCentre();
  door = await openHttpDoor((http, authentication) =>
    serveSettings(http, { ...centre, authentication }),
  );
  els = await addAdministrator(centre, 'Els');
});
afterEach(async () => {
  await door.close();
  await centre.end();
});

type View = {
  kind: string;
  value: unknown;
  since: string | null;
  version: number;
  decided: unknown;
  proposed: { value: unknown; version: number } | null;
};
const list = async (as: Visitor) => {
  const { status, body } = await door.get(as, '/api/settings');
  expect(status).toBe(200);
  return body as { settings: View[]; administrators: number };
};
const one = async (kind: string) =>
  (await list(els)).settings.find((setting) => setting.kind === kind)!;
const propose = (as: Visitor, kind: string, value: unknown, expectedVersion: number) =>
  door.post(as, `/api/settings/${kind}/propose`, { value, expectedVersion });
const history = async (kind: string, query = '') =>
  (await door.get(els, `/api/settings/${kind}/history${query}`)).body as {
    periods: { value: unknown; version: number; from: string; until: string | null }[];
    hasMore: boolean;
  };
const code = ({ body }: { body: unknown }) => (body as { error: { code: string } }).error.code;
const problemsIn = ({ body }: { body: unknown }) =>
  (body as { error: { details: { problems: unknown } } }).error.details.problems;

const louder = (unclaimedLouderSeconds: number) => ({ ...usualTimings, unclaimedLouderSeconds });

test('every kind is listed, with what counts where nobody set any', async () => {
  const { settings, administrators } = await list(centre.dirk);
  expect(settings.map(({ kind }) => kind)).toEqual(
    settingKind.options.filter((kind) => !isFormerKind(kind)),
  );
  expect(administrators).toBe(1);
  expect(settings.find(({ kind }) => kind === 'timings')).toMatchObject({
    value: usualTimings,
    since: null,
    version: 0,
    bounds: { unclaimedLouderSeconds: { least: 5, whyLeast: 'people-need-to-react' } },
  });
});

test('one proposes, another approves, and both stand in its history', async () => {
  const fred = await addAdministrator(centre, 'Fred');
  const proposed = await propose(els, 'timings', louder(12), 0);
  expect(proposed).toMatchObject({
    status: 200,
    body: { value: usualTimings, proposed: { value: louder(12), by: { name: 'Els' } } },
  });
  const approve = (as: Visitor, expectedVersion: number) =>
    door.post(as, '/api/settings/timings/approve', { expectedVersion });
  expect(code(await approve(els, 1))).toBe('tweede-persoon-nodig');
  centre.clock.advance(60_000);
  expect(await approve(fred, 1)).toMatchObject({
    status: 200,
    body: {
      value: louder(12),
      proposed: null,
      since: '2026-03-02T08:01:00.000Z',
      decided: { proposedBy: { name: 'Els' }, by: { name: 'Fred' }, alone: null },
    },
  });
  expect(code(await approve(fred, 1))).toBe('geen-voorstel');
  expect(await history('timings')).toMatchObject({
    periods: [{ value: louder(12), from: '2026-03-02T08:01:00.000Z', until: null }],
    hasMore: false,
  });
});

test('of two who change the same, the later one looks again first', async () => {
  const fred = await addAdministrator(centre, 'Fred');
  expect(await propose(els, 'timings', louder(12), 0)).toMatchObject({ status: 200 });
  const late = await propose(fred, 'timings', louder(9), 0);
  expect(late).toMatchObject({ status: 409, body: { error: { details: { version: 1 } } } });
  expect(code(late)).toBe('instelling-gewijzigd');
  const withdrawn = await door.post(fred, '/api/settings/timings/withdraw', { expectedVersion: 1 });
  expect(withdrawn).toMatchObject({ status: 200, body: { proposed: null, value: usualTimings } });
});

test('the only administrator sets alone, and that is said', async () => {
  expect(await propose(els, 'timings', louder(12), 0)).toMatchObject({
    body: { value: louder(12), decided: { alone: 'only-administrator' } },
  });
});

test('a bad value is refused by field with its reason, and the old one stays', async () => {
  const refusals: [string, unknown, unknown[]][] = [
    [
      'timings',
      louder(4),
      [
        {
          path: 'unclaimedLouderSeconds',
          code: 'too-low',
          least: 5,
          why: 'people-need-to-react',
        },
      ],
    ],
    [
      'timings',
      { ...usualTimings, unclaimedSupervisorSeconds: 10 },
      [{ path: 'unclaimedSupervisorSeconds', code: 'not-after', other: 'unclaimedLouderSeconds' }],
    ],
    [
      'timings',
      { ...louder(12), constructor: 1 },
      [{ path: 'constructor', code: 'unknown-field' }],
    ],
    ['languages', { offered: [], usual: 'nl' }, [{ path: 'offered', code: 'too-few', least: 1 }]],
    ['languages', { offered: ['en'], usual: 'nl' }, [{ path: 'usual', code: 'not-one-of' }]],
    [
      'languages',
      { offered: ['nl', 'fr'], usual: 'nl' },
      [{ path: 'offered.1', code: 'not-one-of' }],
    ],
    ['languages', { offered: ['nl', 'nl'], usual: 'nl' }, [{ path: 'offered', code: 'cannot-be' }]],
    [
      'nearby-press',
      { metres: 100.5, seconds: '9' },
      [
        { path: 'metres', code: 'not-a-whole-number' },
        { path: 'seconds', code: 'wrong-form' },
      ],
    ],
    [
      'nearby-press',
      { metres: 1_001 },
      [
        { path: 'metres', code: 'too-high', most: 1_000, why: 'farther-is-elsewhere' },
        { path: 'seconds', code: 'missing' },
      ],
    ],
    [
      'paging',
      { supervisor: ['06 bellen'], onCall: [] },
      [{ path: 'supervisor.0', code: 'wrong-form' }],
    ],
    ['retention', null, [{ path: '', code: 'wrong-form' }]],
    [
      'retention',
      { harmlessSoundDays: 7, realSoundDays: 27, realContentDays: 4_000, accessLineDays: 1_826 },
      [
        { path: 'realSoundDays', code: 'too-low', least: 28, why: 'aangifte-may-still-come' },
        { path: 'realContentDays', code: 'too-high', most: 3_653, why: 'longer-is-no-retention' },
        { path: 'accessLineDays', code: 'too-low', least: 1_827, why: 'who-looked-must-be-shown' },
      ],
    ],
    [
      'centre',
      { name: ' ', phone: '112', policePhone: '0900 00 00' },
      [
        { path: 'name', code: 'missing' },
        { path: 'phone', code: 'emergency-number' },
        { path: 'policePhone', code: 'premium-number' },
      ],
    ],
  ];
  for (const [kind, value, problems] of refusals) {
    const before = await one(kind);
    const refused = await propose(els, kind, value, 0);
    expect({ kind, status: refused.status, problems: problemsIn(refused) }).toEqual({
      kind,
      status: 409,
      problems,
    });
    expect(await one(kind)).toEqual(before);
  }
  expect(await centre.system.sql`select from settings`).toHaveLength(0);
});

test('what a centre is called stands at once where everybody outside reads it', async () => {
  const named = { name: 'Alarmcentrale Duin', phone: '023 555 01 01', policePhone: '' };
  expect(await propose(els, 'centre', { ...named, name: ' Alarmcentrale Duin ' }, 0)).toMatchObject(
    { status: 200, body: { value: named, proposed: null } },
  );
  const columns = () => centre.system.sql`
    select name, phone, police_phone as "policePhone" from centres where id = ${centre.centreId}`;
  expect([...(await columns())]).toEqual([named]);
  expect((await propose(centre.dirk, 'centre', { ...named, name: 'Elders' }, 2)).status).toBe(403);
  expect([...(await columns())]).toEqual([named]);
});

test('what was typed to do harm is refused at the door, and the centre works on', async () => {
  const raw = (value: string) =>
    door.post(els, '/api/settings/nearby-press/propose', `{"expectedVersion":0,"value":${value}}`);
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  const refused = [
    await raw('{"metres":150,"seconds":300,"__proto__":{"metres":1}}'),
    await raw(deep),
    await raw(`"${'x'.repeat(70_000)}"`),
    await raw('{"metres":1e400,"seconds":300}'),
    await propose(els, 'constructor', {}, 0),
    await propose(els, '__proto__', {}, 0),
    await propose(els, 'nearby-press', { metres: 150, seconds: 300 }, -1),
  ];
  for (const { status } of refused) expect([409, 422]).toContain(status);
  expect(await propose(els, 'nearby-press', { metres: 80, seconds: 60 }, 0)).toMatchObject({
    status: 200,
  });
});

test('what counted at a moment is found again, and nothing before anybody set it', async () => {
  const at = async (moment: string) =>
    (
      (await door.get(els, `/api/settings/nearby-press/value?at=${moment}`)).body as {
        period: { value: unknown } | null;
      }
    ).period?.value ?? null;
  const near = (metres: number) => ({ metres, seconds: 300 });
  await propose(els, 'nearby-press', near(80), 0);
  centre.clock.advance(3_600_000);
  await propose(els, 'nearby-press', near(90), 2);
  expect(await at('2026-03-02T07:59:59.999Z')).toBeNull();
  expect(await at('2026-03-02T08:00:00.000Z')).toEqual(near(80));
  expect(await at('2026-03-02T08:59:59.999Z')).toEqual(near(80));
  expect(await at('2026-03-02T09:00:00.000Z')).toEqual(near(90));
  expect((await door.get(els, '/api/settings/nearby-press/value?at=gisteren')).status).toBe(422);
});

test('whom to page stands in the history too, for whoever may read it', async () => {
  const contacts = { supervisor: ['+31612345678'], onCall: [] };
  await propose(els, 'paging', contacts, 0);
  expect((await history('paging')).periods).toMatchObject([{ value: contacts }]);
});

test('a look at whom the centre pages is one line for who looked, and nothing else is', async () => {
  const contacts = { supervisor: ['+31612345678'], onCall: ['wacht@voorbeeld.test'] };
  await propose(els, 'paging', contacts, 0);
  const looks = () => centre.system.sql<{ user_name: string; at: string; object: string }[]>`
    select user_name, at, object from access_log where action = 'contacts.opened' order by id`;
  // As the pages ask it.
  const open = async (as: Visitor, kind: string) => {
    const paths = [
      `?kind=${kind}`,
      `/${kind}/history`,
      `/${kind}/value?at=2026-03-02T08:00:00.000Z`,
    ];
    return Promise.all(
      paths.map(async (path) => (await door.get(as, `/api/settings${path}`)).body),
    );
  };

  const all = await list(els);
  expect(JSON.stringify(all)).not.toMatch(/31612345678|wacht@/);
  expect(all).toMatchObject({ paged: { supervisor: 1, onCall: 1 } });
  expect(all.settings.find(({ kind }) => kind === 'paging')).toMatchObject({ version: 2 });
  const [timings] = (await open(els, 'timings')) as [{ settings: View[] }];
  expect(timings.settings).toMatchObject([{ kind: 'timings', value: usualTimings }]);
  expect(await looks()).toEqual([]);

  const [paging] = (await open(els, 'paging')) as [{ settings: View[] }];
  expect(paging.settings).toMatchObject([{ kind: 'paging', value: contacts }]);
  await open(els, 'paging');
  expect(await looks()).toMatchObject([{ user_name: 'Els', object: 'paging' }]);
  centre.clock.advance(59_999);
  await open(els, 'paging');
  await open(centre.dirk, 'paging');
  expect(await looks()).toMatchObject([{ user_name: 'Els' }, { user_name: 'Dirk' }]);
  centre.clock.advance(1);
  await open(els, 'paging');
  expect((await looks()).map((line) => line.user_name)).toEqual(['Els', 'Dirk', 'Els']);
});

test('ten thousand versions come by the page, none twice and none left out', async () => {
  await propose(els, 'nearby-press', { metres: 80, seconds: 300 }, 0);
  await centre.database.superuser`
    insert into log.events (stream_type, stream_id, version, centre_id, feed, sequence, type, at, text,
      previous_hash, hash)
    select stream_type, stream_id, version + 2 * n, centre_id, feed, sequence + 2 * n, type,
      at + n * interval '1 minute', replace(text, '"version":' || version, '"version":' || (version + 2 * n)),
      previous_hash, hash || n
    from log.events, generate_series(1, 5000) as n where stream_type = 'setting'`;
  const seen: number[] = [];
  for (let query = ''; ; query = `?before=${seen.at(-1)}`) {
    const { periods, hasMore } = await history('nearby-press', query);
    expect(periods.length).toBeLessThanOrEqual(50);
    seen.push(...periods.map(({ version }) => version));
    if (!hasMore) break;
  }
  expect(seen).toEqual(Array.from({ length: 5_001 }, (_, n) => 10_002 - 2 * n));
});

test('another centre’s settings are nobody else’s', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const hans = await addAdministrator({ ...centre, ...south }, 'Hans');
  await propose(els, 'nearby-press', { metres: 80, seconds: 60 }, 0);
  const theirs = (await list(hans)).settings.find(({ kind }) => kind === 'nearby-press');
  expect(theirs).toMatchObject({ value: { metres: 150 }, version: 0 });
  const periods = await door.get(hans, '/api/settings/nearby-press/history');
  expect(periods.body).toEqual({ periods: [], hasMore: false });
  const forged = { ...hans, id: randomUUID(), centreId: centre.centreId };
  expect((await propose(forged, 'nearby-press', { metres: 90, seconds: 60 }, 2)).status).toBe(503);
});

test('a secret goes in and comes out nowhere: not in an answer, not in the log, not in a row', async () => {
  const id = randomUUID();
  const value = {
    host: 'mail.example',
    port: 465,
    tls: 'from-start',
    user: 'u',
    from: 'a@b.nl',
    secretIds: [id],
  };
  const answered = await door.post(els, '/api/settings/mail/propose', {
    value,
    expectedVersion: 0,
    secrets: { [id]: 'canary-hunter2' },
  });
  expect(answered).toMatchObject({ status: 200, body: { value } });
  const without = await door.post(els, '/api/settings/mail/propose', {
    value: { ...value, host: 'elsewhere.example' },
    expectedVersion: 2,
  });
  expect([without.status, code(without)]).toEqual([409, 'geheim-ontbreekt']);
  const read = [answered, without, await list(centre.dirk), await history('mail')];
  const kept = await centre.database.superuser`
    select text as line from log.events union all select state::text from settings
    union all select sealed from setting_secrets
    union all select to_jsonb(access_log)::text from access_log`;
  expect(JSON.stringify([read, kept])).not.toContain('canary-hunter2');
  expect(await centre.system.sql`select id from setting_secrets`).toMatchObject([{ id }]);
});

test('why somebody refuses is read by who proposed it, and sealed everywhere', async () => {
  const fred = await addAdministrator(centre, 'Fred');
  const proposed = await propose(els, 'timings', louder(12), 0);
  expect(proposed).toMatchObject({ status: 200, body: { proposed: { version: 1 } } });
  const refused = await door.post(fred, '/api/settings/timings/withdraw', {
    expectedVersion: 1,
    reason: 'Anna vindt dit te kort.',
  });
  expect(refused.status).toBe(200);
  expect((await one('timings')) as unknown).toMatchObject({
    proposed: null,
    refused: { by: { name: 'Fred' }, reason: 'Anna vindt dit te kort.' },
  });
  const kept = await centre.database.superuser`
    select text as line from log.events union all select state::text from settings`;
  expect(JSON.stringify(kept)).not.toContain('Anna vindt');
});
