// The table everything is derived from: server, client and the printed API.
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { personActions } from '../alarm/actions.ts';
import { personCommand } from '../alarm/commands.ts';
import { permission, role, can } from '../roles.ts';
import { commandRequest } from './alarms.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { claim, close, note, park, reopen } from '../testing/facts.ts';
import { uuid } from '../testing/given.ts';

const all = Object.entries(routes) as [string, Route][];

describe.each(all)('%s', (_name, route) => {
  test('stands under /api, says what it is for, and names who may', () => {
    expect(route.path).toMatch(/^\/api(\/:?[a-zA-Z-]+)+$/);
    expect(route.summary).toMatch(/^[A-Z'].{10,}$/);
    expect([...permission.options, 'police-link', 'public']).toContain(route.access);
  });

  test('every name in its path is a parameter, and every parameter stands in its path', () => {
    const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(route.params?.shape ?? {})).toEqual(inPath);
  });

  test('reading takes no body', () => {
    expect(route.method === 'GET' && route.body !== undefined).toBe(false);
  });

  test('what it answers can be printed as JSON Schema', () => {
    expect(() => z.toJSONSchema(route.response)).not.toThrow();
  });
});

test('no path is there twice', () => {
  const places = all.map(([, { method, path }]) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});

test('only what is needed before anybody is known is public: the ways in, and the demo’s', () => {
  const withAccess = (wanted: Route['access']) =>
    all.filter(([, { access }]) => access === wanted).map(([name]) => name);
  expect(withAccess('public')).toEqual([
    'policeEnter',
    'invitationLook',
    'invitationAccept',
    'recover',
    'workAccountProviders',
    'workAccountLogIn',
    'workAccountInvitation',
    'languages',
    'demoAccounts',
    'recoveryLogIn',
  ]);
  expect(withAccess('police-link')).toEqual([
    'policeView',
    'policeMap',
    'policeReport',
    'policeMessage',
  ]);
});

test('every permission is asked by a route, or by what stands beside the table', () => {
  const asked = new Set(all.map(([, { access }]) => access));
  expect(permission.options.filter((each) => !asked.has(each))).toEqual([
    'incident.export',
    'register.export',
  ]);
  for (const each of permission.options)
    expect(role.options.some((name) => can(name, each))).toBe(true);
});

describe('a command over HTTP', () => {
  const parse = (body: unknown) => commandRequest.safeParse(body).success;
  const commandId = uuid(1);

  test('every command of a person has its rule, and the other way round', () => {
    const types = personCommand.options.map((option) => option.shape.type.value);
    expect(types.toSorted()).toEqual(personActions.toSorted());
  });

  test('a claim says which version it was taken on', () => {
    expect(parse({ ...claim, commandId, expectedVersion: 1 })).toBe(true);
    expect(parse({ ...claim, commandId })).toBe(false);
    expect(parse({ ...claim, commandId, expectedVersion: 0 })).toBe(false);
    expect(parse({ ...claim, expectedVersion: 1 })).toBe(false);
  });

  test('nobody speaks for the system', () => {
    expect(parse({ type: 'OwnerLost', userId: uuid(1), commandId })).toBe(false);
    expect(parse({ type: 'DeadlineReached', kind: 'parked-end', revision: 1, commandId })).toBe(
      false,
    );
  });

  test('a reason is words, a summary may be empty', () => {
    expect(parse({ ...reopen, reason: '   ', commandId })).toBe(false);
    expect(parse({ ...note, text: 'x'.repeat(4001), commandId })).toBe(false);
    expect(parse({ ...close('unknown', ''), expectedVersion: 1, commandId })).toBe(true);
  });

  test.each([
    ['a NUL', 'monteur\u0000komt'],
    ['half a surrogate pair', 'monteur \ud83d komt'],
  ])('%s, which the database cannot keep, is refused at the door', (_what, text) => {
    expect(parse({ ...park(300), reason: text, commandId })).toBe(false);
    expect(parse({ ...note, text, commandId })).toBe(false);
    expect(parse({ ...close('unknown', text), expectedVersion: 1, commandId })).toBe(false);
    expect(parse({ ...park(300), reason: 'monteur 🚲\nkomt', commandId })).toBe(true);
  });
});
