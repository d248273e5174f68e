// A person from his first line in the register on: who writes what, of two at once the second is told, and the sheet is
// emptied when nobody needs it, whatever was written in it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldOf } from '../subject.ts';
import { personSubject } from '../subjects/person.ts';
import { anna, dirk, els, sweep, system, uuid } from '../testing/given.ts';
import type { PersonCommand } from './commands.ts';
import type { PersonEvent } from './evolve.ts';
import { agreements, circumstances, consent, identity, words } from './state.ts';
import {
  add,
  agree,
  agreed,
  due,
  fatima,
  live,
  lived,
  on,
  say,
  Story,
  wim,
  written,
} from './test-story.ts';

describe('writing', () => {
  test('a person is added and every part of his sheet filled in', () => {
    const { person } = written();
    expect(person.personal.identity).toEqual(wim);
    expect(person.personal.restricted).toEqual({
      ...lived,
      ...agreed,
      codeWord: 'appeltaart',
      duressWord: 'theepot',
    });
    expect(person.agreed).toEqual({ codeWord: on(0), duressWord: on(0) });
  });

  test.each([
    [
      'ChangeIdentity',
      { type: 'ChangeIdentity', belongsTo: null, identity: { ...wim, name: 'W.' } },
    ],
    ['ChangeCircumstances', live(0, { description: null })],
    ['SetWords', say(0, { codeWord: 'fiets' })],
    [
      'ChangeAgreements',
      { type: 'ChangeAgreements', agreements: { aols: [], specialInstruction: null } },
    ],
    ['TieAccount', { type: 'TieAccount', accountId: uuid(50) }],
  ] as const)('of two who write at once the second is told (%s)', (_name, command) => {
    const story = written();
    const asked = { ...command, expectedVersion: 3 } as PersonCommand;
    const told = { code: 'tussentijds-gewijzigd', details: { version: 4 } };
    expect(story.when(asked, dirk, { account: 'free' })).toEqual(told);
    const upon = { ...command, expectedVersion: 4 } as PersonCommand;
    expect(story.when(upon, dirk, { account: 'free' })).toHaveLength(1);
  });

  test('one that is added again after a lost answer is one, and another is refused', () => {
    const story = new Story();
    story.when(add);
    expect(story.when(add)).toEqual([]);
    const refused = { code: 'al-ingeschreven' };
    for (const other of [
      { identity: { ...wim, name: 'Ria Hoekstra' } },
      { municipalityId: uuid(22) },
      { belongsTo: uuid(31) },
      { centreId: uuid(23) },
    ])
      expect(story.when({ ...add, ...other })).toMatchObject(refused);
    story.when(live(1));
    expect(story.when(add)).toMatchObject(refused);
    expect(story.events).toHaveLength(2);
  });

  test('what stands there already is written down once', () => {
    const story = written();
    expect(story.when(live(4))).toEqual([]);
    expect(story.when(agree(4), dirk)).toEqual([]);
    const same = {
      type: 'ChangeIdentity',
      expectedVersion: 4,
      belongsTo: null,
      identity: wim,
    } as const;
    expect(story.when(same)).toEqual([]);
  });

  test('a word that is left out stays, and one is taken back by saying that there is none', () => {
    const story = written();
    story.day = 3;
    story.when(say(4, { duressWord: 'fietspomp' }));
    expect(story.person.personal.restricted).toMatchObject({
      codeWord: 'appeltaart',
      duressWord: 'fietspomp',
    });
    expect(story.person.agreed).toEqual({ codeWord: on(0), duressWord: on(3) });
    story.when(say(5, { codeWord: null }));
    expect(story.person.agreed).toEqual({ codeWord: null, duressWord: on(3) });
  });

  test.each([
    { codeWord: 'Theepot!' },
    { codeWord: 'teepot' },
    { duressWord: 'appel taart' },
    { codeWord: 'sleutel', duressWord: 'sleutels' },
    { codeWord: 'fiets', duressWord: 'iets' },
  ])('words that whoever listens in may take for one another are none (%o)', (said) => {
    expect(written().when(say(4, said))).toMatchObject({ code: 'woorden-lijken' });
  });

  test('of a municipality that is no customer nobody is added', () => {
    expect(new Story().when(add, fatima, { isCustomer: false })).toMatchObject({
      code: 'geen-klant',
    });
  });

  test('whoever belongs to somebody is of his municipality, and a family is one deep', () => {
    const child = { ...add, belongsTo: uuid(31) };
    const story = new Story();
    expect(story.when(child)).toMatchObject({ code: 'gezin-onbekend' });
    expect(story.when(child, fatima, { head: { belongsTo: uuid(32) } })).toMatchObject({
      code: 'gezin-van-gezin',
    });
    expect(story.when(child, fatima, { head: { belongsTo: null } })).toEqual(['PersonAdded']);
    const self = { type: 'ChangeIdentity', expectedVersion: 1, identity: wim } as const;
    expect(
      story.when({ ...self, belongsTo: uuid(30) }, fatima, { head: { belongsTo: null } }),
    ).toMatchObject({ code: 'gezin-onbekend' });
    expect(
      story.when({ ...self, belongsTo: uuid(33) }, fatima, {
        head: { belongsTo: null },
        hasFamily: true,
      }),
    ).toMatchObject({ code: 'gezin-van-gezin' });
  });

  test('a log-in is tied to one person, and only one that is a holder’s there', () => {
    const story = written();
    const tie = { type: 'TieAccount', expectedVersion: 4, accountId: uuid(50) } as const;
    expect(story.when(tie)).toMatchObject({ code: 'account-onbekend' });
    expect(story.when(tie, fatima, { account: 'taken' })).toMatchObject({
      code: 'account-van-ander',
    });
    expect(story.when(tie, fatima, { account: 'free' })).toEqual(['PersonAccountTied']);
    expect(story.person.accountId).toBe(uuid(50));
  });
});

describe('emptying', () => {
  const back = (day: number): PersonCommand => ({ type: 'WearsSince', returnedAt: on(day) });
  const revisionOf = (story: Story) => story.person.deadlines[0]!.revision;

  test('nothing is emptied of whoever wears a button, or never wore one', () => {
    const story = written();
    expect(story.person.deadlines).toEqual([]);
    expect(story.when({ type: 'WearsSince', returnedAt: null }, sweep)).toEqual([]);
  });

  test('thirty days after the last button came back', () => {
    const story = written();
    story.when(back(1), system('sweep'));
    expect(story.person.deadlines).toEqual([{ kind: 'empty', at: on(31), revision: 1 }]);
    story.day = 30;
    expect(story.when(due(1), sweep)).toEqual([]);
    story.day = 31;
    expect(story.when(due(1), sweep)).toEqual(['PersonEmptied']);
    expect(story.person).toMatchObject({
      emptiedAt: on(31),
      agreed: { codeWord: null, duressWord: null },
      personal: { identity: { name: 'Wim Hoekstra', phones: [] }, restricted: null },
      deadlines: [],
    });
  });

  test('emptied, no log-in reads it any more, and a later return changes nothing', () => {
    const story = written();
    const tie = { type: 'TieAccount', expectedVersion: 4, accountId: uuid(50) } as const;
    story.when(tie, fatima, { account: 'free' });
    story.when(back(1), sweep);
    story.day = 31;
    story.when(due(1), sweep);
    expect(story.person.accountId).toBeNull();
    expect(story.when(back(33), sweep)).toEqual([]);
  });

  test('a button again within them, and it stays; given back, the days begin anew', () => {
    const story = written();
    story.when(back(1), sweep);
    story.day = 20;
    story.when({ type: 'WearsSince', returnedAt: null }, sweep);
    expect(story.person.deadlines).toEqual([]);
    story.when(back(20), sweep);
    expect(story.person.deadlines).toEqual([{ kind: 'empty', at: on(50), revision: 2 }]);
  });

  test('what needs it puts it off by a day, as long as it does', () => {
    const story = written();
    story.when(back(1), sweep);
    for (story.day = 31; story.day < 35; story.day += 1) {
      expect(story.when(due(revisionOf(story), 'alarm'), sweep)).toEqual(['PersonStillNeeded']);
      expect(story.person.personal.restricted).not.toBeNull();
      expect(story.person.deadlines[0]?.at).toBe(on(story.day + 1));
    }
    expect(story.when(due(revisionOf(story)), sweep)).toEqual(['PersonEmptied']);
  });

  test('a return that is written down long afterwards empties it as well', () => {
    const story = written();
    story.when(back(1), sweep);
    story.day = 90;
    story.when(due(1, 'alarm'), sweep);
    story.when({ type: 'WearsSince', returnedAt: null }, sweep);
    story.when(back(5), sweep);
    expect(story.person.deadlines[0]?.at).toBe(on(35));
    expect(story.when(due(revisionOf(story)), sweep)).toEqual(['PersonEmptied']);
  });

  test('filled in anew it says what was written since, and waits for the next loan', () => {
    const story = written();
    story.when(back(1), sweep);
    story.day = 31;
    story.when(due(1), sweep);
    story.day = 40;
    story.when(live(story.person.version, { description: 'kaal' }));
    expect(story.person).toMatchObject({ emptiedAt: null, deadlines: [], returnedAt: null });
    expect(story.person.personal.restricted).toMatchObject({
      description: 'kaal',
      codeWord: null,
      aols: [],
    });
  });

  test('on request it goes unless something needs it, and his name where that is asked too', () => {
    const empty = { type: 'EmptySheet', why: 'request', whole: false, neededBy: null } as const;
    expect(written().when({ ...empty, neededBy: 'loan' }, dirk)).toMatchObject({
      code: 'blad-nog-nodig',
      details: { why: 'loan' },
    });
    for (const nobodys of [anna, fatima, els])
      expect(written().when(empty, nobodys)).toMatchObject({ code: 'rol-mag-niet' });
    const story = written();
    expect(story.when(empty, dirk)).toEqual(['PersonEmptied']);
    expect(story.person.personal).toMatchObject({
      identity: { name: wim.name, phones: [] },
      restricted: null,
    });
    expect(story.when(empty, dirk)).toEqual([]);
    expect(story.when({ ...empty, whole: true }, dirk)).toEqual(['PersonEmptied']);
    expect(story.person.personal).toEqual({ identity: null, restricted: null });
    expect(story.when({ ...empty, whole: true }, dirk)).toEqual([]);
  });

  test('family is emptied with whom it belongs to, once', () => {
    const story = written();
    expect(story.when({ type: 'EmptyWithFamily' }, sweep)).toEqual(['PersonEmptied']);
    expect(story.when({ type: 'EmptyWithFamily' }, sweep)).toEqual([]);
    expect(written().when({ type: 'EmptyWithFamily' }, dirk)).toMatchObject({
      code: 'rol-mag-niet',
    });
  });

  test('whatever happened, it folds to the same after the key of the emptied part is gone', () => {
    const step = fc.constantFrom<(story: Story) => void>(
      (story) => story.when(live(story.person.version, { description: String(story.day) })),
      (story) => story.when(say(story.person.version, { codeWord: `fiets${story.day}` })),
      (story) => story.when(agree(story.person.version), dirk),
      (story) => story.when({ type: 'WearsSince', returnedAt: on(story.day) }, sweep),
      (story) => story.when({ type: 'WearsSince', returnedAt: null }, sweep),
      (story) => (story.day += 31),
      (story) => story.person.deadlines[0] && story.when(due(revisionOf(story)), sweep),
      (story) => story.when({ type: 'EmptyWithFamily' }, sweep),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const story = new Story();
        story.when(add);
        for (const take of steps) take(story);
        const last = story.events.findLastIndex(({ type }) => type === 'PersonEmptied');
        const erased = story.events.map((event, index) =>
          index < last && 'personal' in event && event.personal && 'restricted' in event.personal
            ? ({ ...event, personal: { ...event.personal, restricted: null } } as PersonEvent)
            : event,
        );
        expect(foldOf(personSubject, erased)).toEqual(story.state);
      }),
    );
  });
});

test('what only fits in no form, or would turn a line around, is not kept', () => {
  const long = 'x'.repeat(1_001);
  expect(circumstances.safeParse({ ...lived, description: long }).success).toBe(false);
  expect(circumstances.safeParse({ ...lived, description: 'a\0b' }).success).toBe(false);
  expect(identity.safeParse({ ...wim, name: '\u202Egnol' }).success).toBe(false);
  expect(identity.safeParse({ ...wim, name: 'twee\nregels' }).success).toBe(false);
  expect(identity.safeParse({ ...wim, phones: [{ label: null, number: 'bel mij' }] }).success).toBe(
    false,
  );
  expect(words.safeParse({ codeWord: '!!', duressWord: null }).success).toBe(false);
  expect(
    circumstances.safeParse({ ...lived, places: Array(21).fill(lived.places[0]) }).success,
  ).toBe(false);
  expect(
    agreements.safeParse({ ...agreed, aols: [{ ...agreed.aols[0], allowedBy: '' }] }).success,
  ).toBe(false);
  const given = { kind: 'other', givenOn: '2026-01-05', withdrawnOn: null, words: null };
  expect(consent.safeParse(given).success).toBe(false);
  expect(consent.safeParse({ ...given, words: 'foto', withdrawnOn: '2026-01-04' }).success).toBe(
    false,
  );
  expect(consent.safeParse({ ...given, words: 'foto' }).success).toBe(true);
});

test('nobody but the system says that a sheet is to be emptied', () => {
  for (const actor of [anna, dirk, els, fatima])
    expect(written().when(due(1), actor)).toMatchObject({ code: 'rol-mag-niet' });
});
