// Over whose connections somebody asks: what a desk asks of an alarm waits for nobody who runs the centre, and for no
// municipality.
import { expect, test } from 'vitest';
import { permission, permissions } from '@achterwacht/shared/roles.ts';
import type { Database } from '../db/connect.ts';
import { createAsActor } from './as-actor.ts';

const id = '00000000-0000-4000-8000-000000000001';
const named = (name: string) =>
  ({ transaction: () => Promise.resolve(name) }) as unknown as Database; // only that is asked of it
const asActor = createAsActor(named('desk'), named('portal'), named('office'));

const asked = async (municipalityId: string | null) => {
  const over: Record<string, string[]> = {};
  for (const one of permission.options) {
    const [role] = permissions[one];
    const person = { type: 'person', id, name: 'Els', role: role!, centreId: id } as const; // each has a role
    const through = await asActor({ ...person, municipalityId }, one, async () => '');
    (over[through] ??= []).push(one);
  }
  return over;
};

test('a desk has connections that nobody else uses', async () => {
  const { desk, office, ...others } = await asked(null);
  expect(desk).toEqual([
    'session.read',
    'board.read',
    'alarm.read',
    'alarm.command',
    'alarm.dossier',
    'alarm.listen',
  ]);
  expect(office).toContain('audit.read');
  expect(others).toEqual({});
});

test('whoever belongs to a municipality is at its portal, whatever he asks', async () => {
  expect(Object.keys(await asked(id))).toEqual(['portal']);
});
