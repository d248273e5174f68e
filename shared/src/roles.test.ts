// Who may do what and who sees which field, cell by cell. A change of a table there is a change here,
// made on purpose and seen in review.
import { describe, expect, test } from 'vitest';
import {
  alarmField,
  can,
  centreStaff,
  fieldMatrix,
  formerRole,
  isToldWearer,
  needsSecondFactor,
  permission,
  role,
  wearerMatrix,
  type AlarmField,
  type Permission,
  type Role,
  type Sight,
} from './roles.ts';
import { actor } from './actor.ts';
import { uuid } from './testing/given.ts';

const columns = [
  'existence',
  'times',
  'holder',
  'position',
  'reason-category',
  'threat-context',
  'words',
  'contacts',
  'notes',
  'raw-sound',
  'device-status',
] satisfies AlarmField[];

/** a: all · c: once claimed, logged · o: own button · -: nothing; in the columns' order. */
const sights = {
  //                    exi tim hol pos rea thr wor con not sou dev
  centralist: /*     */ ' a   a   a   a   a   c   c   c   a   c   a ',
  supervisor: /*     */ ' a   a   a   a   a   c   c   c   a   c   a ',
  'oov-officer': /*  */ ' a   a   a   -   -   -   -   -   -   -   a ',
  griffier: /*       */ ' -   -   -   -   -   -   -   -   -   -   - ',
  secretary: /*      */ ' -   -   -   -   -   -   -   -   -   -   - ',
  manager: /*        */ ' -   -   -   -   -   -   -   -   -   -   - ',
  holder: /*         */ ' o   o   -   -   -   -   -   -   -   -   o ',
  carer: /*          */ ' -   -   -   -   -   -   -   -   -   -   - ',
  administrator: /*  */ ' -   -   -   -   -   -   -   -   -   -   a ',
  supplier: /*       */ ' -   -   -   -   -   -   -   -   -   -   a ',
  auditor: /*        */ ' a   a   -   -   -   -   -   -   -   -   - ',
} satisfies Record<Role, string>;

const words: Record<string, Sight> = { a: 'all', c: 'claimed', o: 'own', '-': 'none' };

describe.each(role.options)('%s', (name) => {
  const cells = sights[name].trim().split(/\s+/);
  test.each(columns.map((field, index) => [field, words[cells[index]!]] as const))(
    'sees of %s: %s',
    (field, sight) => {
      expect(fieldMatrix[name][field]).toBe(sight);
    },
  );
});

test('the table names every field', () => {
  expect(columns).toEqual(alarmField.options);
});

/** In the order of `role.options`; a role that is not named may not. */
const allowed = {
  'session.read': role.options,
  'people.read': ['administrator'],
  'people.change': ['administrator'],
  'factor.reset': ['supervisor', 'oov-officer', 'administrator'],
  'board.read': ['centralist', 'supervisor'],
  'alarm.read': ['centralist', 'supervisor'],
  'alarm.command': ['centralist', 'supervisor'],
  'alarm.dossier': ['centralist', 'supervisor'],
  'alarm.listen': ['centralist', 'supervisor'],
  'outbox.read': ['supervisor', 'administrator'],
  'system.read': ['supervisor', 'administrator'],
  'signals.read': ['supervisor'],
  'map.read': ['centralist', 'supervisor', 'oov-officer'],
  'incident.read': ['oov-officer', 'griffier', 'secretary', 'manager'],
  'incident.change': ['oov-officer'],
  'incident.export': ['oov-officer'],
  'setting.read': ['supervisor', 'administrator'],
  'setting.change': ['administrator'],
  'line.test': ['centralist', 'supervisor', 'administrator'],
  'answer-times.read': ['supervisor'],
  'task.read': ['supervisor', 'administrator'],
  'audit.read': ['supervisor', 'auditor'],
  'privacy.read': ['supervisor'],
  'privacy.change': ['supervisor'],
  'municipality.read': ['centralist', 'supervisor', 'administrator'],
  'municipality.change': ['administrator'],
  'service-account.change': ['administrator'],
  'plan.read': ['supervisor', 'oov-officer'],
  'plan.propose': ['supervisor', 'oov-officer'],
  'plan.approve': ['supervisor'],
  'person.read': ['supervisor', 'oov-officer'],
  'person.change': ['supervisor', 'oov-officer'],
  'person.agreements': ['supervisor'],
  'own.read': ['holder'],
  'profile.change': role.options,
  'factor.set-up': role.options,
  'button.read': ['supervisor', 'oov-officer', 'administrator', 'supplier'],
  'button.change': ['administrator'],
  'loan.read': ['supervisor', 'oov-officer'],
  'loan.change': ['supervisor', 'oov-officer'],
  'register.export': ['supervisor', 'oov-officer'],
} satisfies Record<Permission, readonly Role[]>;

test.each(permission.options)('%s', (asked) => {
  expect(role.options.filter((name) => can(name, asked))).toEqual([...allowed[asked]]);
});

describe('who wears a button', () => {
  test.each([
    ['supervisor', true, true],
    ['oov-officer', false, true],
  ] as const)('a %s is told in lists: %s, of one that he opened: %s', (name, inLists, opened) => {
    expect([isToldWearer(name, 'lists'), isToldWearer(name, 'opened')]).toEqual([inLists, opened]);
  });

  test('nobody else is told anywhere, and whoever is may lend', () => {
    const told = role.options.filter((name) => wearerMatrix[name] !== 'nowhere');
    expect(told).toEqual([...allowed['loan.read']]);
    for (const name of role.options)
      if (!told.includes(name)) expect(isToldWearer(name, 'opened')).toBe(false);
  });
});

test.each(formerRole.options)(
  'nobody is a %s, who may do nothing; an event that one signed is read',
  (name) => {
    expect(role.safeParse(name).success).toBe(false);
    expect(permission.options.filter((asked) => can(name, asked))).toEqual([]);
    const signed = { type: 'person', id: uuid(1), name: 'N. de Boer', role: name };
    expect(actor.parse(signed)).toEqual(signed);
  },
);

test('only the centre’s staff get the feed, and they see every alarm', () => {
  expect([...centreStaff]).toEqual(['centralist', 'supervisor']);
  for (const name of centreStaff) expect(fieldMatrix[name].existence).toBe('all');
});

test('whoever sees anything of other people logs in with a second factor', () => {
  for (const name of role.options) {
    const seesOthers = Object.values(fieldMatrix[name]).some(
      (sight) => sight !== 'none' && sight !== 'own',
    );
    if (seesOthers) expect(needsSecondFactor.has(name)).toBe(true);
  }
  expect(role.options.filter((name) => !needsSecondFactor.has(name))).toEqual(['holder']);
});

test('raw sound and what threatens a person are never shown unasked', () => {
  for (const name of role.options)
    for (const field of ['raw-sound', 'threat-context', 'words', 'contacts'] as const)
      expect(['none', 'claimed']).toContain(fieldMatrix[name][field]);
});
