// Who may answer a privacy request, when it is due, and what it takes.
import { describe, expect, test } from 'vitest';
import type { Actor } from '../actor.ts';
import { role } from '../roles.ts';
import { decideBy } from '../rule-table.ts';
import { uuid } from '../testing/given.ts';
import type { PrivacyRequestCommand } from './commands.ts';
import { privacyRequestRules, type PrivacyRequestContext } from './decide.ts';
import { evolvePrivacyRequest } from './evolve.ts';
import type { PrivacyRequest, PrivacyRequestKind } from './state.ts';
import { dueAtOf, extendedDueAt, nearnessOf } from './term.ts';

const dirk: Actor = { type: 'person', id: uuid(1), name: 'Dirk', role: 'supervisor' };
const receivedAt = '2026-03-02T08:00:00.000Z';
const start = new Date('2026-03-02T09:00:00.000Z');

const record = (kind: PrivacyRequestKind = 'access'): PrivacyRequestCommand => ({
  type: 'RecordRequest',
  centreId: uuid(20),
  kind,
  about: { type: 'holder', id: uuid(3) },
  receivedAt,
  from: 'Marijke, telefonisch',
  question: 'Wat weten jullie van mij?',
});
const check = { type: 'CheckIdentity', how: 'called-back' } as const;
const extend = { type: 'Extend', why: 'veel stukken' } as const;
const answer = (outcome: 'done' | 'refused') =>
  ({ type: 'Answer', outcome, answer: 'uitdraai meegegeven' }) as const;

const alone: PrivacyRequestContext = {
  supervisors: [{ id: uuid(1), until: null, letIn: null }],
  neededBy: null,
  isNameNeeded: false,
};
type Asking = { actor: Actor; now: Date; lookedUp: PrivacyRequestContext };

function decide(
  request: PrivacyRequest | null,
  command: PrivacyRequestCommand,
  { actor = dirk, now = start, lookedUp = alone }: Partial<Asking> = {},
) {
  const decided = decideBy(privacyRequestRules)(request, command, { actor, now, lookedUp });
  return decided.status === 'accepted' ? decided.facts : decided.refusal;
}

function given(...asked: PrivacyRequestCommand[]): PrivacyRequest {
  let request: PrivacyRequest | null = null;
  for (const command of asked) {
    const facts = decide(request, command);
    if ('code' in facts) throw new Error(facts.code);
    for (const fact of facts)
      request = evolvePrivacyRequest(request, {
        ...fact,
        privacyRequestId: uuid(9),
        schemaVersion: 1,
        actor: dirk,
        version: (request?.version ?? 0) + 1,
        at: start.toISOString(),
      });
  }
  return request!;
}

describe('when it is due', () => {
  test.each([
    // At the same hour of the clock on the wall, also where summer began meanwhile.
    ['2026-03-02T08:00:00.000Z', '2026-04-02T07:00:00.000Z', '2026-06-02T07:00:00.000Z'],
    // By the Dutch calendar it came in on the 1st.
    ['2026-05-31T22:30:00.000Z', '2026-06-30T22:30:00.000Z', '2026-08-31T22:30:00.000Z'],
    // An hour that is not there a month later.
    ['2027-02-28T01:30:15.250Z', '2027-03-28T01:30:15.250Z', '2027-05-28T00:30:15.250Z'],
    // A month that has no such day ends with its last.
    ['2026-01-31T08:00:00.000Z', '2026-02-28T08:00:00.000Z', '2026-04-30T07:00:00.000Z'],
    ['2028-01-30T08:00:00.000Z', '2028-02-29T08:00:00.000Z', '2028-04-30T07:00:00.000Z'],
    ['2026-11-30T08:00:00.000Z', '2026-12-30T08:00:00.000Z', '2027-02-28T08:00:00.000Z'],
  ])('received %s: within a month, put off by two', (received, month, three) => {
    expect(dueAtOf('access', received)).toBe(month);
    expect(extendedDueAt(received)).toBe(three);
  });

  test('a breach within 72 hours of its discovery', () => {
    expect(dueAtOf('breach', receivedAt)).toBe('2026-03-05T08:00:00.000Z');
  });

  test.each([
    ['2026-03-19T06:59:59.000Z', null],
    ['2026-03-19T07:00:00.000Z', 'soon'],
    ['2026-03-30T07:00:00.000Z', 'last-days'],
    ['2026-04-02T07:00:01.000Z', 'over'],
  ])('at %s it is %s', (now, nearness) => {
    expect(nearnessOf(dueAtOf('access', receivedAt), new Date(now))).toBe(nearness);
  });
});

test('what came in is recorded once, and never before it came in', () => {
  expect(given(record())).toMatchObject({
    dueAt: '2026-04-02T07:00:00.000Z',
    closed: null,
    personal: { from: 'Marijke, telefonisch', answer: null },
  });
  expect(decide(given(record()), record())).toEqual([]);
  const early = new Date('2026-03-01T08:00:00.000Z');
  expect(decide(null, record(), { now: early })).toMatchObject({ code: 'verzoek-in-toekomst' });
});

test('what names people stands in no part that is kept in clear', () => {
  for (const [request, command] of [
    [null, record()],
    [given(record()), extend],
    [given(record(), check), answer('done')],
  ] as const) {
    const facts = decide(request, command);
    if ('code' in facts) throw new Error(facts.code);
    const clear = JSON.stringify(facts.map(({ type, data }) => ({ type, data })));
    for (const typed of ['Marijke', 'veel stukken', 'uitdraai']) expect(clear).not.toContain(typed);
  }
});

test('it is put off once, within its first month, and a breach never', () => {
  expect(given(record(), extend)).toMatchObject({
    dueAt: '2026-06-02T07:00:00.000Z',
    personal: { extendedWhy: 'veel stukken' },
  });
  expect(decide(given(record(), extend), extend)).toMatchObject({
    code: 'verzoek-niet-verlengbaar',
  });
  const late = new Date('2026-04-03T08:00:00.000Z');
  expect(decide(given(record()), extend, { now: late })).toMatchObject({
    code: 'verzoek-niet-verlengbaar',
  });
  expect(decide(given(record('breach')), extend)).toMatchObject({
    code: 'verzoek-niet-verlengbaar',
  });
});

test('nothing is given to somebody of whom it is not known who he is; refusing needs no more', () => {
  expect(decide(given(record()), answer('done'))).toMatchObject({
    code: 'identiteit-niet-vastgesteld',
  });
  expect(given(record(), check, answer('done'))).toMatchObject({
    closed: { outcome: 'done', by: { name: 'Dirk' } },
    identity: { how: 'called-back' },
  });
  expect(given(record(), answer('refused'))).toMatchObject({ closed: { outcome: 'refused' } });
  expect(given(record('breach'), answer('done'))).toMatchObject({ closed: { outcome: 'done' } });
});

test('of an erasure that is done it is said what went and on which ground the rest stays', () => {
  const kept = {
    'alarm-content': 'erased',
    sound: 'not-held',
    register: 'kept-for-public-task',
    account: 'not-held',
    'incident-file': 'kept-for-others',
    log: 'kept-as-proof',
    looks: 'kept-as-proof',
    'back-ups': 'kept-until-term',
  } as const;
  const request = given(record('erasure'), check);
  expect(given(record('erasure'), check, { ...answer('done'), erasure: kept }).closed).toEqual({
    outcome: 'done',
    by: { id: uuid(1), name: 'Dirk' },
    at: start.toISOString(),
    erasure: kept,
  });
  expect(decide(request, answer('done'))).toMatchObject({ code: 'wissen-niet-verantwoord' });
  const nothing = { ...kept, 'alarm-content': 'kept-for-claims' } as const;
  expect(decide(request, { ...answer('done'), erasure: nothing })).toMatchObject({
    code: 'wissen-niet-verantwoord',
  });
  expect(given(record('erasure'), answer('refused')).closed).not.toHaveProperty('erasure');
});

describe('a breach', () => {
  const [noord, zuid] = [uuid(30), uuid(31)];
  const recorded = (kind: PrivacyRequestKind, municipalityIds: string[]) =>
    ({ ...record(kind), municipalityIds }) as PrivacyRequestCommand; // as `record` gives it
  const breach = recorded('breach', [noord, zuid, noord]);
  const told = (municipalityId: string): PrivacyRequestCommand => ({
    type: 'TellMunicipality',
    municipalityId,
    how: 'Joke de Vries, per telefoon',
  });

  test('each municipality whose people were seen is told once, by whom, when, and with whom he spoke', () => {
    expect(given(breach).notices).toEqual([
      { municipalityId: noord, told: null },
      { municipalityId: zuid, told: null },
    ]);
    expect(given(breach, told(zuid))).toMatchObject({
      notices: [
        { municipalityId: noord, told: null },
        { municipalityId: zuid, told: { by: { name: 'Dirk' }, at: start.toISOString() } },
      ],
      personal: { toldHow: { [zuid]: 'Joke de Vries, per telefoon' } },
    });
    const facts = decide(given(breach), told(zuid));
    expect(JSON.stringify('code' in facts ? facts : facts.map(({ data }) => data))).not.toContain(
      'Joke',
    );
  });

  test('one that turns out to be concerned is added, once', () => {
    const add: PrivacyRequestCommand = {
      type: 'AddNotices',
      municipalityIds: [zuid, uuid(32)],
    };
    const more = given(breach, add);
    expect(more.notices.map(({ municipalityId }) => municipalityId)).toEqual([
      noord,
      zuid,
      uuid(32),
    ]);
    expect(decide(more, add)).toEqual([]);
    expect(decide(given(record()), add)).toMatchObject({ code: 'gemeente-niet-betrokken' });
    expect(decide(given(breach), told(uuid(32)))).toMatchObject({
      code: 'gemeente-niet-betrokken',
    });
  });

  test('it is reported only once all of them know; why it need not be reported needs none', () => {
    const half = given(breach, told(zuid));
    expect(decide(half, answer('done'))).toMatchObject({ code: 'gemeente-niet-ingelicht' });
    expect(given(breach, told(zuid), told(noord), answer('done')).closed).toMatchObject({
      outcome: 'done',
    });
    expect(given(breach, answer('refused')).closed).toMatchObject({ outcome: 'refused' });
    expect(given(recorded('access', [noord])).notices).toEqual([]);
  });
});

test('answered, it is over', () => {
  const over = given(record(), answer('refused'));
  for (const command of [check, extend, answer('done'), { type: 'TakeOn' }] as const)
    expect(decide(over, command)).toMatchObject({ code: 'verzoek-afgehandeld' });
});

test.each(role.options)('%s', (name) => {
  for (const [request, command] of [
    [null, record()],
    [given(record()), check],
    [given(record()), { type: 'TakeOn' }],
    [given(record()), extend],
    [given(record()), answer('refused')],
  ] as const) {
    const asked = decide(request, command, { actor: { ...dirk, role: name } });
    expect('code' in asked ? asked.code : 'may').toBe(
      name === 'supervisor' ? 'may' : 'rol-mag-niet',
    );
  }
});

test('of what is not there nothing can be asked', () => {
  for (const command of [check, extend, answer('done'), { type: 'TakeOn' }] as const)
    expect(decide(null, command)).toMatchObject({ code: 'verzoek-bestaat-niet' });
});

describe('taking a sheet away', () => {
  const joke: Actor = { type: 'person', id: uuid(2), name: 'Joke', role: 'supervisor' };
  const there = (id: number) => ({ id: uuid(id), until: null, letIn: null });
  const two = { ...alone, supervisors: [there(1), there(2)] };
  const propose = { type: 'ProposeErasing', whole: false } as const;
  const approve = { type: 'ApproveErasing' } as const;
  const asked = () => given(record('erasure'), check);
  const proposed = (): PrivacyRequest => ({
    ...asked(),
    erasing: {
      whole: false,
      proposed: { by: { id: uuid(1), name: 'Dirk' }, at: start.toISOString() },
      done: null,
    },
  });

  test('one proposes and somebody else agrees; the only supervisor does both, and that is said', () => {
    expect(decide(asked(), propose, { lookedUp: two })).toMatchObject([
      { type: 'ErasingProposed' },
    ]);
    expect(decide(asked(), propose)).toMatchObject([
      { type: 'ErasingProposed' },
      { type: 'ErasingApproved', data: { alone: true } },
    ]);
    expect(decide(proposed(), approve, { lookedUp: two })).toMatchObject({
      code: 'tweede-persoon-nodig',
    });
    expect(decide(proposed(), approve, { lookedUp: two, actor: joke })).toMatchObject([
      { type: 'ErasingApproved', data: { alone: false, by: { name: 'Joke' } } },
    ]);
    const letIn = { by: uuid(1), at: start.toISOString() };
    const supervisors = [there(1), there(3), { ...there(2), letIn }];
    expect(
      decide(proposed(), approve, { lookedUp: { ...alone, supervisors }, actor: joke }),
    ).toMatchObject({ code: 'tweede-persoon-nieuw' });
    expect(decide(asked(), approve)).toMatchObject({ code: 'geen-voorstel' });
    const gone = given(record('erasure'), check, propose);
    expect(gone.erasing?.done).toMatchObject({ alone: true });
    expect([decide(gone, propose), decide(gone, approve)]).toEqual([[], []]);
  });

  test.each(['loan', 'alarm', 'legal-hold', 'privacy-request'] as const)(
    'what still needs it (%s) keeps it, when it is proposed and when it is agreed to',
    (neededBy) => {
      const no = { code: 'blad-nog-nodig', details: { why: neededBy } };
      expect(decide(asked(), propose, { lookedUp: { ...alone, neededBy } })).toMatchObject(no);
      const lookedUp = { ...two, neededBy };
      expect(decide(proposed(), approve, { lookedUp, actor: joke })).toMatchObject(no);
    },
  );

  test('a name goes with it only where nothing is known by it, and nothing of somebody who is not known to ask', () => {
    const lookedUp = { ...alone, isNameNeeded: true };
    expect(decide(asked(), { ...propose, whole: true }, { lookedUp })).toMatchObject({
      code: 'naam-nog-nodig',
    });
    expect(decide(asked(), propose, { lookedUp })).toHaveLength(2);
    expect(decide(given(record('erasure')), propose)).toMatchObject({
      code: 'identiteit-niet-vastgesteld',
    });
    expect(decide(given(record('access'), check), propose)).toMatchObject({ code: 'geen-blad' });
  });
});
