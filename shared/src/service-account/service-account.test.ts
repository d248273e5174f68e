// What can be done with a service account, and what its tokens open and when.
import { describe, expect, test } from 'vitest';
import type { Actor } from '../actor.ts';
import { decideBy } from '../rule-table.ts';
import { can, permission, role } from '../roles.ts';
import { serviceAccountSubject } from '../subjects/service-account.ts';
import { uuid } from '../testing/given.ts';
import { serviceAccountCommand, tokenWords, type ServiceAccountCommand } from './commands.ts';
import { serviceAccountRules, type ServiceAccountContext } from './decide.ts';
import { beyondAdministrators, isScope, scope } from './scopes.ts';
import {
  countingTokens,
  mostTokens,
  tokensEndAt,
  whyTokenFails,
  type ServiceAccount,
} from './state.ts';

const person = (number: number, name: string, of: 'administrator' | 'supervisor'): Actor => ({
  type: 'person',
  id: uuid(number),
  name,
  role: of,
});
const els = person(1, 'Els', 'administrator');
const dirk = person(2, 'Dirk', 'supervisor');
const owner = { id: uuid(2), name: 'Dirk' };
const known: ServiceAccountContext = { owner, isNameTaken: false };
const start = '2026-03-02T08:00:00.000Z';
const after = (days: number) => new Date(Date.parse(start) + days * 86_400_000);

const make: ServiceAccountCommand = {
  type: 'MakeServiceAccount',
  centreId: uuid(20),
  name: 'Jaarcijfers',
  purpose: 'Antwoordtijden voor het jaarverslag van Dirk',
  ownerId: owner.id,
  scopes: ['answer-times.read'],
};
const issue = (number: number, days = 90): ServiceAccountCommand => ({
  type: 'IssueToken',
  tokenId: uuid(number),
  label: `server ${number}`,
  days,
});
const revoke = (number: number): ServiceAccountCommand => ({
  type: 'RevokeToken',
  tokenId: uuid(number),
});

type Asked = { actor?: Actor; now?: Date; lookedUp?: ServiceAccountContext };

function decide(account: ServiceAccount | null, command: ServiceAccountCommand, asked: Asked = {}) {
  const { actor = els, now = after(0), lookedUp = known } = asked;
  const decided = decideBy(serviceAccountRules)(account, command, { actor, now, lookedUp });
  return decided.status === 'accepted' ? decided.facts : decided.refusal;
}

function given(...commands: ServiceAccountCommand[]): ServiceAccount {
  let account: ServiceAccount | null = null;
  for (const command of commands) {
    const facts = decide(account, command);
    if ('code' in facts) throw new Error(facts.code);
    const events = facts.map((fact, index) => ({
      ...fact,
      serviceAccountId: uuid(9),
      schemaVersion: 1,
      actor: els,
      version: (account?.version ?? 0) + index + 1,
      at: start,
    }));
    for (const event of events) account = serviceAccountSubject.evolve(account, event);
  }
  return account!;
}

describe('a service account', () => {
  test('is made by an administrator, and by nobody else of the centre', () => {
    for (const name of role.options)
      expect([name, can(name, 'service-account.change')]).toEqual([name, name === 'administrator']);
    expect(decide(null, make, { actor: dirk })).toMatchObject({ code: 'rol-mag-niet' });
    expect(decide(null, make)).toMatchObject([{ type: 'ServiceAccountMade', data: { owner } }]);
  });

  test('has an owner who is somebody of the centre, and a name of its own', () => {
    const nobody = { owner: null, isNameTaken: false };
    expect(decide(null, make, { lookedUp: nobody })).toMatchObject({
      code: 'verantwoordelijke-onbekend',
    });
    expect(decide(null, make, { lookedUp: { owner, isNameTaken: true } })).toMatchObject({
      code: 'koppeling-bestaat',
    });
  });

  test('is changed by whoever read what it is', () => {
    const change = { ...make, type: 'ChangeServiceAccount', expectedVersion: 1 } as const;
    expect(decide(given(make), { ...change, name: 'Cijfers' })).toHaveLength(1);
    expect(decide(given(make, issue(5)), change)).toMatchObject({ code: 'koppeling-gewijzigd' });
  });

  test('once ended it takes nothing more, and ends once', () => {
    const ended = given(make, issue(5), { type: 'EndServiceAccount' });
    expect(decide(ended, issue(6))).toMatchObject({ code: 'koppeling-beeindigd' });
    expect(decide(ended, revoke(5))).toMatchObject({ code: 'koppeling-beeindigd' });
    expect(decide(ended, { type: 'EndServiceAccount' })).toEqual([]);
  });

  test('what it is there for stands in no part that is kept in clear', () => {
    const facts = decide(null, make);
    if ('code' in facts) throw new Error(facts.code);
    expect(JSON.stringify(facts.map(({ data }) => data))).not.toContain('jaarverslag');
    expect(given(make).personal).toEqual({ purpose: make.purpose });
  });
});

describe('a token', () => {
  test('counts until its own end, and not a moment longer', () => {
    const account = given(make, issue(5, 90));
    const [token] = account.tokens;
    expect(token!.expiresAt).toBe(after(90).toISOString());
    expect(whyTokenFails(account, token!, new Date(after(90).getTime() - 1))).toBeNull();
    expect(whyTokenFails(account, token!, after(90))).toBe('expired');
  });

  test('counts beside the one whose place it takes', () => {
    const both = given(make, issue(5), issue(6));
    expect(countingTokens(both, after(1)).map(({ id }) => id)).toEqual([uuid(5), uuid(6)]);
    const rotated = given(make, issue(5), issue(6), revoke(5));
    expect(countingTokens(rotated, after(1)).map(({ id }) => id)).toEqual([uuid(6)]);
    expect(whyTokenFails(rotated, rotated.tokens[0]!, after(1))).toBe('revoked');
  });

  test('opens nothing of an account that ended', () => {
    const ended = given(make, issue(5), { type: 'EndServiceAccount' });
    expect(whyTokenFails(ended, ended.tokens[0]!, after(1))).toBe('ended');
  });

  test('of those that count there are few, and those that count no more are in nobody’s way', () => {
    const many = Array.from({ length: mostTokens }, (_, index) => issue(100 + index, 1));
    const full = given(make, ...many);
    expect(decide(full, issue(6))).toMatchObject({ code: 'te-veel-sleutels' });
    expect(decide(full, issue(6), { now: after(1) })).toHaveLength(1);
    expect(decide(given(make, ...many, revoke(100)), issue(6))).toHaveLength(1);
  });

  test('is revoked once; one that is not there is not found', () => {
    expect(decide(given(make, issue(5), revoke(5)), revoke(5))).toEqual([]);
    expect(decide(given(make), revoke(5))).toMatchObject({ code: 'not-found' });
  });

  test('of which the last ends soon is said, and not while another counts on', () => {
    const ends = (account: ServiceAccount, day: number) => tokensEndAt(account, after(day));
    const one = given(make, issue(5, 90));
    expect(ends(given(make), 0)).toBeNull();
    expect([ends(one, 59), ends(one, 60)]).toEqual([null, after(90).toISOString()]);
    expect(ends(given(make, issue(5, 90), issue(6, 365)), 60)).toBeNull();
    expect(ends(one, 90)).toBeNull();
  });

  test.each([0, -1, 366, 1.5, null, undefined])('of %s days is none', (days) => {
    expect(tokenWords.safeParse({ label: 'x', days }).success).toBe(false);
  });
});

describe('a scope', () => {
  test('is one of these, none of which is an alarm’s, a person’s or a setting’s', () => {
    expect(scope.options).toEqual(['answer-times.read', 'system.read']);
    expect(permission.options.filter(isScope).sort()).toEqual(scope.options.toSorted());
    for (const each of scope.options)
      expect(each).not.toMatch(/^(alarm|board|incident|people|setting|service-account)\./);
  });

  test('that no administrator has himself says why he may give it', () => {
    const hisOwn = scope.options.filter((each) => can('administrator', each));
    const given = Object.keys(beyondAdministrators);
    expect([...hisOwn, ...given].toSorted()).toEqual(scope.options.toSorted());
  });

  test.each([[[]], [['alarm.command']], [['system.read', 'system.read']]])('not %j', (scopes) => {
    expect(serviceAccountCommand.safeParse({ ...make, scopes }).success).toBe(false);
  });
});
