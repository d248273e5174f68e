// What a centre is told that it still has to do, by who asks; and that a neighbour's trouble is not his.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Task, TaskKind } from '@achterwacht/shared/administration/tasks.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Visitor } from '../access/as-actor.ts';
import { members } from '../db/schema/centres.ts';
import { openSettings, type Settings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { addMunicipality } from '../municipality/customers/add-municipality.ts';
import { withKeysMade } from '../sealing/key-ring.ts';
import { changeSetting } from '../settings/change-setting.ts';
import { addAdministrator, set } from '../testing/settings.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { settingTasks } from './setting-tasks.ts';
import { staffingTasks } from './staffing-tasks.ts';

let centre: AlarmCentre;
let els: Visitor;
let settings: Settings;
beforeEach(async () => {
  centre = await openAlarmCentre();
  els = await addAdministrator(centre, 'Els');
  settings = await openSettings({ ...centre, background: centre.system });
});
afterEach(() => centre.end());

async function found(asker = els): Promise<Task[]> {
  const question = { centreId: asker.centreId, now: centre.clock.now() };
  return centre.asActor(asker, 'task.read', async (tx) => [
    ...(await settingTasks(settings)(tx, question)),
    ...(await staffingTasks(tx, question)),
  ]);
}
/** Of the settings and of whom it works for, not of its people. */
const ofOthers: TaskKind[] = ['control-room-number', 'no-mail', 'municipality-number'];
const kinds = async (asker = els) => (await found(asker)).map(({ kind }) => kind);
const add = (
  role: Role,
  municipalityId: string | null = null,
  status: 'active' | 'invited' = 'active',
) => {
  const userId = randomUUID();
  return centre.system.db.insert(members).values({
    userId,
    centreId: centre.centreId,
    municipalityId,
    role,
    status,
    name: role,
    email: `${userId}@voorbeeld.test`,
  });
};

test('people that are missing are named until they are there', async () => {
  const people = async () => (await kinds()).filter((kind) => !ofOthers.includes(kind));
  expect(await people()).toEqual(['second-administrator', 'officer']);
  await add('oov-officer', centre.municipalityId);
  expect(await people()).toEqual(['second-administrator']);
  await add('administrator');
  expect(await people()).toEqual([]);
});

test('whoever is invited and has not come in is named, instead of inviting another', async () => {
  const second = async () => (await found()).find(({ kind }) => kind === 'second-administrator');
  expect(await second()).toMatchObject({ about: null });
  await add('administrator', null, 'invited');
  expect(await second()).toMatchObject({ about: { name: 'administrator' } });
});

test('a municipality without a number by day and by night is named, and one with a number is not', async () => {
  const by = { type: 'system', part: 'command-line' } as const;
  const details = {
    ...{ code: '0193', dayAndNightPhone: '038 498 90 01', office: null },
    ...{ contract: null, theme: null, language: 'nl' as const },
  };
  await withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) =>
      addMunicipality(centre, tx, { centreId: centre.centreId, details, by }),
    ),
  );
  const numbers = (await found()).filter(({ kind }) => kind === 'municipality-number');
  expect(numbers.map(({ about }) => about)).toEqual([
    { id: centre.municipalityId, name: 'Haarlem' },
  ]);
});

test('a region with one number wants a second', async () => {
  const line = { regionCode: 'limburg', discipline: 'police', lastTestedAt: null } as const;
  const first = { ...line, which: 'first', phone: '088 000 11 11' } as const;
  await set(centre, 'control-rooms', [first]);
  await expect.poll(() => settings.settingOf(centre.centreId, 'control-rooms')).toHaveLength(1);
  expect(await found()).toContainEqual({
    kind: 'second-control-room-number',
    about: { id: 'limburg', name: 'limburg' },
    dueAt: null,
  });
  await set(centre, 'control-rooms', [
    first,
    { ...first, which: 'second', phone: '088 000 22 22' },
  ]);
  await expect.poll(() => settings.settingOf(centre.centreId, 'control-rooms')).toHaveLength(2);
  expect(await kinds()).not.toContain('second-control-room-number');
});

test('without mail an invitation goes on paper alone, and that is said', async () => {
  expect(await kinds()).toContain('no-mail');
});

test('a proposal waits for whoever may approve it', async () => {
  await add('administrator');
  const value = { harmlessSoundDays: 9, realSoundDays: null, harmlessContentDays: null };
  const { centreId } = centre;
  const { id, name, role } = els;
  await withKeysMade(centre.keys, () =>
    centre.asActor(els, 'setting.change', (tx) =>
      changeSetting(centre, tx, {
        centreId,
        kind: 'retention',
        command: { type: 'ProposeSetting', centreId, kind: 'retention', value },
        actor: { type: 'person', id, name, role },
      }),
    ),
  );
  expect(await found()).toContainEqual({
    kind: 'proposal-waits',
    about: { id: 'retention', name: 'retention' },
    dueAt: null,
  });
});

test('a neighbour is told of his own centre alone', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const fien = await addAdministrator({ ...centre, centreId: south.centreId }, 'Fien');
  await add('administrator');
  await expect.poll(() => settings.centreIds()).toContain(south.centreId);
  expect(await kinds(fien)).toContain('second-administrator');
  expect(await kinds()).not.toContain('second-administrator');
});
