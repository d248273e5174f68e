// What no page of ours would ask: every question of the table with texts that a database cannot keep, moments that it
// does not know, and cursors that somebody made up. Each is answered or refused, and none is a fault of ours; and what
// somebody may not ask is written down.
import * as z from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  permissions,
  role as roles,
  type Permission,
  type Role,
} from '@achterwacht/shared/roles.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Route } from '@achterwacht/shared/routes/route.ts';
import { addAccount, loggedIn } from '../testing/instance/accounts.ts';
import type { Person } from '../testing/instance/person.ts';
import { startInstance, type Instance } from '../testing/instance/test-instance.ts';

let instance: Instance;
const people = new Map<Role, Person>();

beforeAll(async () => {
  instance = await startInstance();
  const api = await instance.startApi();
  const [municipality] = await instance.system.sql<{ id: string }[]>`
    select id from municipalities where centre_id = ${instance.centreId} limit 1`;
  for (const role of [
    'centralist',
    'supervisor',
    'administrator',
    'oov-officer',
    'auditor',
  ] as const) {
    const municipalityId = role === 'oov-officer' ? municipality!.id : null;
    people.set(
      role,
      await loggedIn(instance, api, await addAccount(instance, { role, municipalityId })),
    );
  }
});
afterAll(() => instance.end());

const cursorOf = (place: object) => Buffer.from(JSON.stringify(place)).toString('base64url');
const nobody = '00000000-0000-4000-8000-000000000000';
const hostile = [
  '\0',
  'a\0b',
  '%_\\',
  "'; drop table members --",
  '-1',
  '0',
  '2147483648',
  '99999999999999999999',
  '1e400',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '999999999999999-1-look',
  '999999999999999-999999999999999-change',
  '0-0-look',
  nobody,
  cursorOf({ text: 'a\0b', id: nobody }),
  cursorOf({ text: '\uD800', id: nobody }),
  cursorOf({ text: {}, id: nobody }),
];

const questions = Object.entries(routes as Record<string, Route>).filter(
  ([, { method, access }]) => method === 'GET' && access in permissions,
);

/** Each field alone, and beside it whatever else the question needs. */
function* askedOf({ path, params, query }: Route): Generator<string> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  const given = (name: string, value: string) =>
    path.replaceAll(/:(\w+)/g, (_all, one: string) =>
      encodeURIComponent(one === name ? value : usualOf(params, one)),
    );
  for (const name of names) for (const value of hostile) yield given(name, value);
  const shape = query instanceof z.ZodObject ? Object.keys(query.shape) : [];
  for (const name of shape)
    for (const value of hostile) {
      const all = Object.fromEntries(
        shape
          .filter((one) => one !== name && isNeeded(query, one))
          .map((one) => [one, usualOf(query, one)]),
      );
      yield `${given('', '')}?${new URLSearchParams({ ...all, [name]: value })}`;
    }
}

const fieldOf = (schema: z.ZodType | undefined, name: string) =>
  (schema as z.ZodObject<Record<string, z.ZodType>>).shape[name]!;
const isNeeded = (schema: z.ZodType | undefined, name: string) =>
  !fieldOf(schema, name).safeParse(undefined).success;
const usual = [nobody, '2026-11-01T00:00:00.000Z', 'a', '1', 'timings', 'holder', '2026-11-01'];
const usualOf = (schema: z.ZodType | undefined, name: string) =>
  usual.find((value) => fieldOf(schema, name).safeParse(value).success) ?? 'open';

test.each(questions)('%s is answered or refused', { timeout: 60_000 }, async (_name, route) => {
  const may = permissions[route.access as Permission] as readonly Role[];
  const who = roles.options.find((role) => may.includes(role) && people.has(role));
  if (!who) return;
  const faults: string[] = [];
  for (const path of askedOf(route)) {
    const { status } = await people.get(who)!.get(path);
    if (status >= 500) faults.push(`${who} ${path}: ${status}`);
  }
  expect(faults).toEqual([]);
});

test('what somebody asks and may not have stands in the access log, once for a page that asks on', async () => {
  const auditor = people.get('auditor')!;
  await instance.system.sql`
    insert into access_log (centre_id, user_id, user_name, user_role, at, action, object, outcome,
      result, origin)
    select centre_id, user_id, 'earlier', role, now() - interval '16 minutes', 'account.refused',
      'GET /api/board', 'refused', 'not-allowed', '' from members where name = 'Test auditor'`;
  for (const path of [
    '/api/board',
    '/api/board',
    '/api/members?search=Jansen',
    `/api/alarms/${nobody}/log`,
  ])
    expect([path, (await auditor.get(path)).status]).toEqual([path, 403]);
  const rows = await instance.system.sql<{ object: string; line: string }[]>`
    select object, concat_ws(' ', user_role, outcome, result, origin) as line from access_log
    where action = 'account.refused' and user_name = 'Test auditor' order by id`;
  expect(rows.map(({ object }) => object)).toEqual([
    'GET /api/board',
    'GET /api/members',
    'GET /api/alarms/:alarmId/log',
  ]);
  expect(new Set(rows.map(({ line }) => line))).toEqual(
    new Set([`auditor refused not-allowed ${auditor.address}`]),
  );
});
