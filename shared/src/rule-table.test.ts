// Who may send a command at all, asked of a subject that is nothing but a lamp.
import { expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { decideBy, refuse, type Refused, type RuleTable } from './rule-table.ts';

type Lamp = {
  State: { id: string; centreId: string; version: number; updatedAt: string; personal: null };
  Command: { type: 'Light' } | { type: 'Replace' } | { type: 'Fuse'; reason: string };
  Fact: { type: 'Lit' | 'Replaced'; data: object };
  Refusal: Refused<'rol-mag-niet' | 'fused'>;
  LookedUp: { isDay: boolean };
};

const rules: RuleTable<Lamp> = {
  Light: {
    sentBy: ['person', 'device'],
    decide: (_lamp, _command, { lookedUp: { isDay } }) =>
      isDay ? [] : [{ type: 'Lit', data: {} }],
  },
  Replace: {
    sentBy: ['person', 'system'],
    permission: 'setting.change',
    decide: () => [{ type: 'Replaced', data: {} }],
  },
  Fuse: { sentBy: ['system'], decide: (_lamp, { reason }) => refuse('fused', { reason }) },
};

const id = '00000000-0000-4000-8000-000000000001';
const anna: Actor = { type: 'person', id, name: 'Anna', role: 'centralist' };
const els: Actor = { type: 'person', id, name: 'Els', role: 'administrator' };
const button: Actor = { type: 'device', buttonId: id };
const sweep: Actor = { type: 'system', part: 'sweep' };

const may = { status: 'accepted' };
const mayNot = { status: 'refused', refusal: { code: 'rol-mag-niet', details: {} } };

test.each([
  ['Light', { anna: may, els: may, button: may, sweep: mayNot }],
  ['Replace', { anna: mayNot, els: may, button: mayNot, sweep: may }],
] as const)('%s is sent by those of its row', (type, expected) => {
  const ask = (actor: Actor) =>
    decideBy(rules)(null, { type }, { actor, now: new Date(0), lookedUp: { isDay: false } });
  const answers = { anna: ask(anna), els: ask(els), button: ask(button), sweep: ask(sweep) };
  expect(answers).toMatchObject(expected);
});

test('what a row decides is the answer: facts, none, or a refusal with what its sentence needs', () => {
  const ask = (isDay: boolean, command: Lamp['Command'], actor: Actor) =>
    decideBy(rules)(null, command, { actor, now: new Date(0), lookedUp: { isDay } });
  expect(ask(false, { type: 'Light' }, anna)).toMatchObject({ facts: [{ type: 'Lit' }] });
  expect(ask(true, { type: 'Light' }, anna)).toEqual({ status: 'accepted', facts: [] });
  expect(ask(true, { type: 'Fuse', reason: 'storm' }, sweep)).toEqual({
    status: 'refused',
    refusal: { code: 'fused', details: { reason: 'storm' } },
  });
});
