// Proposing, approving, and who may do it alone.
import { describe, expect, test } from 'vitest';
import type { Actor } from '../actor.ts';
import type { Colleague } from '../member/four-eyes.ts';
import { decideBy } from '../rule-table.ts';
import type { SettingCommand } from './commands.ts';
import { settingSubject } from '../subjects/setting.ts';
import { settingRules } from './decide.ts';
import { evolveSetting } from './evolve.ts';
import { settingKind, settingKinds, type SettingKind } from './kinds.ts';
import { webhooksOf, type Webhook } from './kinds/webhooks.ts';
import type { Setting } from './state.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const administrator = (number: number, name: string): Actor => ({
  type: 'person',
  id: uuid(number),
  name,
  role: 'administrator',
});
const els = administrator(1, 'Els');
const fred = administrator(2, 'Fred');
const anna: Actor = { type: 'person', id: uuid(3), name: 'Anna', role: 'centralist' };
const commandLine: Actor = { type: 'system', part: 'command-line' };

const propose = (kind: SettingKind, value: unknown): SettingCommand => ({
  type: 'ProposeSetting',
  centreId: uuid(20),
  kind,
  value: value as never,
});
const keep = (harmlessSoundDays: number) =>
  propose('retention', { harmlessSoundDays, realSoundDays: null });
const paging = propose('paging', {
  supervisor: ['+31612345678'],
  onCall: ['piket@voorbeeld.test'],
});

const webhook = {
  id: uuid(30),
  name: 'Meldkamer',
  url: 'https://meldkamer.example/in',
  format: 'json',
  rooms: ['limburg'],
  isOn: true,
  secretIds: [uuid(31)],
} satisfies Webhook;

const start = new Date('2026-03-02T08:00:00.000Z');
type Where = { administrators?: readonly Colleague[]; now?: Date };
const colleague = (number: number, gone: Partial<Colleague> = {}): Colleague => ({
  id: uuid(number),
  until: null,
  letIn: null,
  ...gone,
});

function decide(
  setting: Setting | null,
  command: SettingCommand,
  actor: Actor,
  { administrators = [colleague(1), colleague(2)], now = start }: Where = {},
) {
  const asked = { actor, now, lookedUp: { administrators } };
  const decided = decideBy(settingRules)(setting, command, asked);
  return decided.status === 'accepted' ? decided.facts : decided.refusal;
}

function given(...asked: [Actor, SettingCommand][]): Setting {
  let setting: Setting | null = null;
  for (const [actor, command] of asked) {
    const facts = decide(setting, command, actor);
    if ('code' in facts) throw new Error(facts.code);
    for (const fact of facts)
      setting = evolveSetting(setting, {
        ...fact,
        settingId: uuid(9),
        schemaVersion: 1,
        actor,
        version: (setting?.version ?? 0) + 1,
        at: '2026-03-02T08:00:00.000Z',
      });
  }
  return setting!;
}

describe('what takes two', () => {
  test('one proposes, and nothing has changed; another approves, and it counts', () => {
    const proposed = given([els, keep(5)]);
    expect(proposed).toMatchObject({ value: null, proposed: { by: { name: 'Els' }, version: 1 } });
    const approved = given([els, keep(5)], [fred, { type: 'ApproveSetting', expectedVersion: 1 }]);
    expect(approved).toMatchObject({
      value: { harmlessSoundDays: 5, realSoundDays: null },
      valueVersion: 2,
      counts: { proposedBy: { name: 'Els' }, by: { name: 'Fred' }, alone: null },
      proposed: null,
    });
  });

  test('nobody approves what he proposed himself', () => {
    const proposed = given([els, keep(5)]);
    const approve: SettingCommand = { type: 'ApproveSetting', expectedVersion: 1 };
    expect(decide(proposed, approve, els)).toMatchObject({ code: 'tweede-persoon-nodig' });
  });

  test('what was proposed anew meanwhile is read again first', () => {
    const proposed = given([els, keep(5)], [els, keep(6)]);
    const approve: SettingCommand = { type: 'ApproveSetting', expectedVersion: 1 };
    expect(decide(proposed, approve, fred)).toMatchObject({ code: 'instelling-gewijzigd' });
  });

  test('withdrawn, it is as if nobody had', () => {
    const counted = given(
      [commandLine, keep(7)],
      [els, keep(5)],
      [els, { type: 'WithdrawSetting' }],
    );
    expect(counted).toMatchObject({ value: { harmlessSoundDays: 7 }, proposed: null });
    expect(decide(counted, { type: 'WithdrawSetting' }, els)).toMatchObject({
      code: 'geen-voorstel',
    });
  });

  test('refused by another, whoever proposed it reads why, until he proposes anew', () => {
    const withdraw: SettingCommand = { type: 'WithdrawSetting', reason: 'Te kort voor aangifte.' };
    const refused = given([els, keep(5)], [fred, withdraw]);
    expect(refused).toMatchObject({
      proposed: null,
      refused: { by: { name: 'Fred' }, reason: 'Te kort voor aangifte.' },
    });
    const { clear, typed } = settingSubject.sealed.splitState(refused);
    expect(JSON.stringify(clear)).not.toContain('aangifte');
    expect(settingSubject.sealed.joinState(clear, typed!)).toEqual(refused);
    expect(given([els, keep(5)], [fred, withdraw], [els, keep(6)]).refused).toBeNull();
    expect(given([els, keep(5)], [els, { type: 'WithdrawSetting' }]).refused).toBeNull();
  });

  describe('and the other was sent away', () => {
    const day = 86_400_000;
    const left: Colleague[] = [colleague(1), colleague(2, { until: start.toISOString() })];
    const after = (days: number) => new Date(start.getTime() + days * day);
    const approve: SettingCommand = { type: 'ApproveSetting', expectedVersion: 1 };

    test('it stays a proposal for a week, and is said until when', () => {
      expect(decide(null, keep(5), els, { administrators: left })).toMatchObject([
        { type: 'SettingProposed' },
      ]);
      const proposed = given([els, keep(5)]);
      const early = { administrators: left, now: after(6.99) };
      expect(decide(proposed, approve, els, early)).toEqual({
        code: 'tweede-persoon-nodig',
        details: { proposer: 'Els', from: after(7).toISOString() },
      });
    });

    test('after it, whoever proposed it makes it count, and that is written down', () => {
      const late = { administrators: left, now: after(7) };
      expect(decide(given([els, keep(5)]), approve, els, late)).toMatchObject([
        { type: 'SettingApproved', data: { by: { name: 'Els' }, alone: 'only-administrator' } },
      ]);
    });

    test('whom she let in meanwhile is no second', () => {
      const letIn = { by: uuid(1), at: start.toISOString() };
      const administrators = [...left, colleague(4, { letIn })];
      const puppet = administrator(4, 'Els zelf');
      expect(decide(given([els, keep(5)]), approve, puppet, { administrators })).toEqual({
        code: 'tweede-persoon-nieuw',
        details: { proposer: 'Els', from: after(7).toISOString() },
      });
    });
  });

  test('while there is only one administrator it counts at once, and says so', () => {
    expect(decide(null, keep(5), els, { administrators: [colleague(1)] })).toMatchObject([
      { type: 'SettingProposed' },
      { type: 'SettingApproved', data: { alone: 'only-administrator' } },
    ]);
  });
});

test('what takes one counts at once', () => {
  expect(decide(null, paging, els)).toMatchObject([
    { type: 'SettingProposed' },
    { type: 'SettingApproved', data: { alone: 'not-needed' } },
  ]);
});

test('what is typed at the machine counts at once, and is signed as that', () => {
  expect(decide(null, keep(5), commandLine)).toMatchObject([
    { type: 'SettingProposed', data: { by: null } },
    { type: 'SettingApproved', data: { by: null, alone: 'by-system' } },
  ]);
});

test('what names people stands in no part that is kept in clear', () => {
  const facts = decide(null, paging, els);
  if ('code' in facts) throw new Error(facts.code);
  const clear = facts.map(({ type, data }) => ({ type, data }));
  expect(JSON.stringify(clear)).not.toContain('612345678');
  expect(given([els, paging]).value).toMatchObject({ supervisor: ['+31612345678'] });
  expect(settingKind.options.filter((kind) => settingKinds[kind].isPersonal)).toEqual(['paging']);
});

test('nobody else of the centre may', () => {
  for (const command of [
    keep(5),
    { type: 'ApproveSetting', expectedVersion: 1 },
    { type: 'WithdrawSetting' },
  ] as const)
    expect(decide(given([els, keep(4)]), command, anna)).toMatchObject({ code: 'rol-mag-niet' });
});

test.each([
  ['retention', { harmlessSoundDays: 0, realSoundDays: null }],
  ['paging', { supervisor: ['06 bellen'], onCall: [] }],
  ['webhooks', webhooksOf([{ ...webhook, url: 'ftp://x' }])],
  ['webhooks', webhooksOf([{ ...webhook, rooms: [] }])],
  ['webhooks', webhooksOf([webhook, webhook])],
  ['webhooks', { ...webhooksOf([webhook]), secretIds: [] }],
  ['police-webhook', null],
  ['timings', {}],
  ['timings', null],
  ['retention', null],
] as const)('%s that cannot be is refused', (kind, value) => {
  expect(decide(null, propose(kind, value), els)).toMatchObject({ code: 'instelling-ongeldig' });
});

test('mail can be taken away, and is none then', () => {
  expect(given([els, propose('mail', null)])).toMatchObject({
    value: null,
    valueVersion: 2,
    proposed: null,
  });
});

test('what was proposed and is not understood any more counts for nobody', () => {
  const proposed = given([els, keep(5)]).proposed!;
  const unknown = { ...given([els, keep(5)]), proposed: { ...proposed, value: null } };
  expect(decide(unknown, { type: 'ApproveSetting', expectedVersion: 1 }, fred)).toMatchObject({
    code: 'instelling-ongeldig',
  });
});

test('the same again writes nothing down', () => {
  expect(decide(given([els, paging]), paging, fred)).toEqual([]);
});

describe('numbers of control rooms', () => {
  const line = (which: 'first' | 'second', phone: string) => ({
    regionCode: 'noord-holland' as const,
    discipline: 'police' as const,
    which,
    phone,
  });
  const first = line('first', '023 555 01 01');
  const second = line('second', '023 555 01 02');
  const enter = (...lines: object[]) => propose('control-rooms', lines);
  const call = (
    of: typeof first,
    result: 'works' | 'no-answer' | 'wrong-number',
  ): SettingCommand => ({
    type: 'RecordLineTest',
    ...of,
    result,
    note: null,
  });
  const at = '2026-03-02T08:00:00.000Z';
  const lines = (setting: Setting) => setting.value as object[];
  const dirk: Actor = { type: 'person', id: uuid(4), name: 'Dirk', role: 'supervisor' };
  const officer: Actor = { type: 'person', id: uuid(5), name: 'Fatima', role: 'oov-officer' };

  test('what works was tested then; what does not says so, until it works again', () => {
    const dead = given(
      [els, enter(first, second)],
      [anna, call(first, 'works')],
      [dirk, call(first, 'wrong-number')],
    );
    expect(lines(dead)).toEqual([
      { ...first, lastTestedAt: at, failed: { at, result: 'wrong-number' } },
      { ...second, lastTestedAt: null },
    ]);
    expect(dead).toMatchObject({ valueVersion: 2, version: 4 });
    const mended = given(
      [els, enter(first)],
      [anna, call(first, 'no-answer')],
      [els, call(first, 'works')],
    );
    expect(lines(mended)).toEqual([{ ...first, lastTestedAt: at }]);
  });

  test('nobody says of a number that it was tested by entering it', () => {
    const tested = { ...first, lastTestedAt: at };
    expect(lines(given([els, enter(tested)]))).toEqual([{ ...first, lastTestedAt: null }]);
    const kept = given(
      [els, enter(first)],
      [anna, call(first, 'works')],
      [els, enter({ ...first, phone: '+31 23 5550101' }, second)],
    );
    expect(lines(kept)).toEqual([
      { ...first, phone: '+31 23 5550101', lastTestedAt: at },
      { ...second, lastTestedAt: null },
    ]);
    const replaced = given(
      [els, enter(first)],
      [anna, call(first, 'works')],
      [els, enter({ ...first, phone: '023 555 01 09' })],
    );
    expect(lines(replaced)).toEqual([{ ...first, phone: '023 555 01 09', lastTestedAt: null }]);
  });

  test('a call to what stands there no more says nothing of what does', () => {
    const replaced = given([els, enter(second)]);
    expect(decide(replaced, call(first, 'works'), anna)).toMatchObject({ code: 'lijn-onbekend' });
    const other = call({ ...second, phone: '023 555 01 09' }, 'works');
    expect(decide(replaced, other, anna)).toMatchObject({
      code: 'nummer-gewijzigd',
      details: { phone: second.phone },
    });
    expect(decide(replaced, call(second, 'works'), officer)).toMatchObject({
      code: 'rol-mag-niet',
    });
    expect(decide(replaced, call(second, 'works'), commandLine)).toMatchObject({
      code: 'rol-mag-niet',
    });
    expect(decide(null, call(second, 'works'), anna)).toMatchObject({ code: 'lijn-onbekend' });
  });

  test.each([
    ['112', 'emergency-number'],
    ['+31 112', 'emergency-number'],
    ['144', 'emergency-number'],
    ['0900-8844', 'emergency-number'],
    ['0906 12345', 'premium-number'],
    ['+31 900 1234', 'premium-number'],
    ['1850', 'premium-number'],
    ['023 555', 'wrong-form'],
    ['meldkamer', 'wrong-form'],
    ['', 'wrong-form'],
    ['023 555 01 01; 112', 'wrong-form'],
  ])('%s is no number of a control room', (phone, code) => {
    expect(decide(null, enter({ ...first, phone }), els)).toMatchObject({
      details: { problems: [{ path: '0.phone', code }] },
    });
  });

  test.each([
    '088 123 45 67',
    '(023) 555-0101',
    '+31 (0)23 555 01 01',
    '0031235550101',
    '+49 2821 1234567',
  ])('%s is one', (phone) => {
    expect(decide(null, enter({ ...first, phone }), els)).toHaveLength(2);
  });

  test('a line stands there once, and a number belongs to one, which is named', () => {
    expect(decide(null, enter(first, { ...first, phone: '023 555 01 09' }), els)).toMatchObject({
      details: { problems: [{ path: '1', code: 'line-twice' }] },
    });
    expect(decide(null, enter(first, { ...second, phone: '+31235550101' }), els)).toMatchObject({
      details: {
        problems: [{ path: '1.phone', code: 'number-twice', other: 'noord-holland.police.first' }],
      },
    });
    const desk = { ...first, discipline: 'ambulance' };
    expect(decide(null, enter(first, desk), els)).toHaveLength(2);
  });
});
