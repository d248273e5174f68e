// Where two are asked, nobody is made one by sending the other away or by letting in a second self.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uuid } from '../testing/given.ts';
import {
  aloneFrom,
  colleaguesBy,
  isAlone,
  rememberedDays,
  secondFrom,
  type Colleague,
} from './four-eyes.ts';
import { Centre, dayMilliseconds, start, system } from './test-centre.ts';

const now = new Date(start);
const ago = (days: number) => new Date(start - days * dayMilliseconds).toISOString();
const ahead = (days: number) => ago(-days);
const one = (id: string, rest: Partial<Colleague> = {}): Colleague => ({
  id,
  until: null,
  letIn: null,
  ...rest,
});
const gone = (id: string, days: number) => one(id, { until: ago(days) });
const letInBy = (id: string, by: string | null, days: number) =>
  one(id, { letIn: { by, at: ago(days) } });
const alone = (...among: Colleague[]) => isAlone({ by: 'els', among, now });
const second = (id: string, ...among: Colleague[]) => secondFrom(id, { by: 'els', among, now });

describe('who is alone', () => {
  test('whoever has no colleague, and had none for a week', () => {
    expect(alone(one('els'))).toBe(true);
    expect(alone(one('els'), one('fred'))).toBe(false);
    expect(alone(one('els'), gone('fred', 0))).toBe(false);
    expect(alone(one('els'), gone('fred', 6.999))).toBe(false);
    expect(alone(one('els'), gone('fred', 7))).toBe(true);
    expect(alone()).toBe(false);
  });

  test('it is said from when on, where nobody else is left', () => {
    expect(aloneFrom([one('els'), gone('fred', 2), gone('greet', 1)], now)).toBe(ahead(6));
    expect(aloneFrom([one('els'), one('fred'), gone('greet', 1)], now)).toBeNull();
    expect(aloneFrom([one('els')], now)).toBeNull();
    expect(aloneFrom([one('els'), gone('fred', 8)], now)).toBeNull();
  });

  test('he is alone at the moment that was said, and no earlier', () => {
    const days = fc.double({ min: 0, max: 6.9, noNaN: true });
    fc.assert(
      fc.property(fc.array(days, { minLength: 1, maxLength: 4 }), (left) => {
        const among = [one('els'), ...left.map((since, index) => gone(`f${index}`, since))];
        const from = Date.parse(aloneFrom(among, now)!);
        expect(isAlone({ by: 'els', among, now: new Date(from) })).toBe(true);
        expect(isAlone({ by: 'els', among, now: new Date(from - 1) })).toBe(false);
      }),
    );
  });
});

describe('who is a second', () => {
  const els = one('els');
  const fred = one('fred');
  test.each([
    ['a colleague', 'fred', [els, fred], null],
    [
      'whom he let in, while there is another',
      'puppet',
      [els, fred, letInBy('puppet', 'els', 1)],
      ahead(6),
    ],
    ['the same, a week later', 'puppet', [els, fred, letInBy('puppet', 'els', 7)], null],
    [
      'the same, where the other was sent away',
      'puppet',
      [els, gone('fred', 1), letInBy('puppet', 'els', 1)],
      ahead(6),
    ],
    ['the same, where nobody else ever was', 'puppet', [els, letInBy('puppet', 'els', 1)], null],
    ['whom another let in', 'hugo', [els, fred, letInBy('hugo', 'fred', 1)], null],
    ['whom a command let in', 'hugo', [els, fred, letInBy('hugo', null, 1)], null],
    [
      'whom one let in whom he let in',
      'second',
      [els, fred, letInBy('first', 'els', 1), letInBy('second', 'first', 0)],
      ahead(7),
    ],
  ] as const)('%s', (_who, id, among, from) => {
    expect(second(id, ...among)).toBe(from);
  });

  test('who let in the one that asked is none either', () => {
    const among = [letInBy('els', 'mother', 1), one('mother'), fred];
    expect(second('mother', ...among)).toBe(ahead(6));
    expect(second('fred', ...among)).toBeNull();
  });

  test('two whom the same let in are one hand', () => {
    const among = [
      letInBy('els', 'mother', 1),
      letInBy('fred', 'mother', 2),
      one('mother'),
      one('hugo'),
    ];
    expect(second('fred', ...among)).toBe(ahead(6));
  });

  test('people who let each other in go round in no circle', () => {
    const among = [letInBy('els', 'fred', 1), letInBy('fred', 'els', 1), one('hugo')];
    expect([null, ahead(6)]).toContain(second('fred', ...among));
  });
});

describe('as the log of members folds it', () => {
  const administrators = (centre: Centre) =>
    colleaguesBy(['administrator'], [...centre.members.values()]);
  const two = () => {
    const centre = new Centre();
    centre.enter(1, 'administrator');
    centre.enter(2, 'administrator');
    return centre;
  };

  test.each([
    ['suspended', { type: 'SuspendMember', reason: null }],
    ['left', { type: 'EndMember', reason: null }],
    [
      'made something else',
      {
        type: 'ChangeMember',
        expectedVersion: null,
        role: 'centralist',
        municipalityId: null,
        name: 'M2',
        email: 'm2@voorbeeld.test',
      },
    ],
  ] as const)('an administrator who was %s counts for a week', (_how, command) => {
    const centre = two();
    expect(centre.ask(centre.as(1), uuid(2), command)).toBeNull();
    const asked = (days: number) => ({
      by: uuid(1),
      among: administrators(centre),
      now: new Date(start + days * dayMilliseconds),
    });
    expect(isAlone(asked(0))).toBe(false);
    expect(isAlone(asked(rememberedDays - 0.001))).toBe(false);
    expect(isAlone(asked(rememberedDays))).toBe(true);
  });

  test('one who is back counts as ever', () => {
    const centre = two();
    centre.ask(centre.as(1), uuid(2), { type: 'SuspendMember', reason: null });
    centre.now += 3 * dayMilliseconds;
    centre.ask(centre.as(1), uuid(2), { type: 'RestoreMember' });
    expect(administrators(centre).map(({ until }) => until)).toEqual([null, null]);
  });

  test('an invited one counts once he joined, and stands for who last had a hand in the link', () => {
    const centre = two();
    const link = { invitationId: uuid(50), hash: 'a', way: 'printed' } as const;
    const puppet = { role: 'administrator', municipalityId: null, name: 'P', email: 'p@v.test' };
    const invite = { type: 'InviteMember', centreId: uuid(900), ...puppet, ...link } as const;
    expect(centre.ask(centre.as(2), uuid(3), { ...invite, role: 'administrator' })).toBeNull();
    expect(administrators(centre)).toHaveLength(2);
    centre.ask(centre.as(1), uuid(3), { type: 'RenewInvitation', ...link, hash: 'b' });
    expect(centre.ask(system, uuid(3), { type: 'AcceptInvitation', hash: 'b' })).toBeNull();
    const among = administrators(centre);
    expect(among).toHaveLength(3);
    expect(secondFrom(uuid(3), { by: uuid(1), among, now })).not.toBeNull();
    expect(secondFrom(uuid(3), { by: uuid(2), among, now })).toBeNull();
    expect(centre.ask(centre.as(1), uuid(3), { type: 'SuspendMember', reason: null })).toBeNull();
    expect(administrators(centre)).toHaveLength(3);
  });
});
