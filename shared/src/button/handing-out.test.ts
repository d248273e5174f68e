// The lending gate: nobody leaves with a button that was not heard, unless it is said why. And the review, which asks and
// never takes anything away.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../actor.ts';
import { role } from '../roles.ts';
import { decideBy } from '../rule-table.ts';
import { uuid } from '../testing/given.ts';
import type { ButtonCommand } from './commands.ts';
import { buttonRules } from './decide.ts';
import { evolveButton } from './evolve.ts';
import { nothingLookedUp, type ButtonContext } from './rule.ts';
import { isSoundUntested, openLoan, statusOf, type Button } from './state.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = new Date('2026-11-20T14:00:00.000Z');
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const iso = (milliseconds: number) => after(milliseconds).toISOString();

const officer: Actor = { type: 'person', id: uuid(1), name: 'Esra', role: 'oov-officer' };
const administrator: Actor = { ...officer, role: 'administrator' };
const municipalityId = uuid(30);
const details = {
  serial: '231',
  protocol: 'dc09',
  account: 'A231',
  model: 'BeWare',
  municipalityId,
  sim: null,
  firmware: null,
  supervisionSeconds: null,
} as const;
const heardAgo = (milliseconds: number) => ({
  at: iso(-milliseconds),
  alarmId: uuid(70),
  decibels: -23,
});
const known: Partial<ButtonContext> = {
  holder: { municipalityId },
  municipalityIds: [municipalityId],
};

type Asking = { at?: Date; actor?: Actor; lookedUp?: Partial<ButtonContext> };
function decide(
  button: Button | null,
  command: ButtonCommand,
  { at = now, actor = officer, lookedUp = {} }: Asking = {},
) {
  const asked = { actor, now: at, lookedUp: { ...nothingLookedUp, ...known, ...lookedUp } };
  const decided = decideBy(buttonRules)(button, command, asked);
  return decided.status === 'accepted' ? decided.facts : decided.refusal;
}

function carryOut(button: Button | null, command: ButtonCommand, asking: Asking = {}): Button {
  const facts = decide(button, command, asking);
  if ('code' in facts) throw new Error(facts.code);
  let state = button;
  for (const fact of facts)
    state = evolveButton(state, {
      ...fact,
      buttonId: uuid(2),
      version: (state?.version ?? 0) + 1,
      schemaVersion: 1,
      at: (asking.at ?? now).toISOString(),
      actor: asking.actor ?? officer,
    });
  return state!;
}

const inPool = carryOut(
  null,
  { type: 'Register', centreId: uuid(20), details },
  { actor: administrator },
);
type Lend = Extract<ButtonCommand, { type: 'Lend' }>;
const lend: Lend = {
  type: 'Lend',
  loanId: uuid(101),
  holderId: uuid(201),
  centreId: uuid(20),
  municipalityId,
  reasonCategory: 'threat',
  startsAt: iso(0),
  endsAt: iso(48 * hour),
  reviewAt: iso(30 * 24 * hour),
  knownAtHome: 'yes',
};

describe('2.4 handed out', () => {
  test('after a test that was heard within fifteen minutes, and the loan says which', () => {
    const heard = heardAgo(15 * minute);
    expect(decide(inPool, lend, { lookedUp: { heard } })).toMatchObject([
      { type: 'ButtonLent', data: { soundTest: heard, knownAtHome: 'yes' } },
    ]);
  });

  test.each([
    ['never heard', null],
    ['heard sixteen minutes ago', heardAgo(16 * minute)],
  ])('%s: refused', (_, heard) => {
    expect(decide(inPool, lend, { lookedUp: { heard } })).toEqual({
      code: 'geluidstest-ontbreekt',
      details: {},
    });
  });

  test('without one with a reason: its alarms say so and a day later it is due, until it is heard', () => {
    const asked: Lend = { ...lend, withoutSoundTest: { reason: 'cannot-wait' } };
    const worn = carryOut(inPool, asked);
    expect(isSoundUntested(worn)).toBe(true);
    expect(worn.deadlines).toContainEqual({ kind: 'sound-test', at: iso(24 * hour), revision: 1 });
    const test = { type: 'HearTest', ...heardAgo(-hour) } as const;
    const heard = carryOut(worn, test, {
      at: after(hour),
      actor: { type: 'system', part: 'listen-in' },
    });
    expect(isSoundUntested(heard)).toBe(false);
    const system = { at: after(hour), actor: { type: 'system', part: 'listen-in' } } as const;
    expect(decide(heard, test, system)).toEqual([]);
    // How loud it was came later.
    const louder = carryOut(heard, { ...test, decibels: -11 }, system);
    expect(louder.heard).toMatchObject({ decibels: -11 });
    expect(heard.deadlines.map(({ kind }) => kind)).not.toContain('sound-test');
  });

  test('a reason that was not needed is not written down', () => {
    const asked: Lend = { ...lend, withoutSoundTest: { reason: 'cannot-wait' } };
    const worn = carryOut(inPool, asked, { lookedUp: { heard: heardAgo(minute) } });
    expect(openLoan(worn)).toMatchObject({ soundTest: { decibels: -23 } });
    expect(isSoundUntested(worn)).toBe(false);
  });

  test('kept for somebody from a later day: it is asked for when he holds it', () => {
    const later = { ...lend, startsAt: iso(24 * hour), reviewAt: iso(50 * hour) };
    const kept = carryOut(inPool, later);
    expect(openLoan(kept)).toMatchObject({ withoutSoundTest: { reason: 'reserved' } });
    expect([statusOf(kept, now), statusOf(kept, after(25 * hour))]).toEqual(['in-pool', 'lent']);
    expect(kept.deadlines).toContainEqual({ kind: 'loan-starts', at: iso(24 * hour), revision: 1 });
  });

  test('the same request sent twice lends once; another under its number is refused', () => {
    const lookedUp = { heard: heardAgo(minute) };
    const worn = carryOut(inPool, lend, { lookedUp });
    expect(decide(worn, lend, { lookedUp })).toEqual([]);
    expect(decide(worn, { ...lend, holderId: uuid(202) }, { lookedUp })).toMatchObject({
      code: 'uitleen-overlapt',
      details: { loanId: lend.loanId },
    });
  });

  const lookedUp = { heard: heardAgo(minute) };
  test.each<[string, Button, Partial<ButtonContext>, string]>([
    ['nobody knows whom', inPool, { holder: null }, 'drager-onbekend'],
    ['somebody else’s person', inPool, { holder: { municipalityId: uuid(31) } }, 'gemeente-anders'],
    [
      'one that is mended',
      carryOut(inPool, { type: 'SetAside', why: 'maintenance' }, { actor: administrator }),
      {},
      'knop-opzij',
    ],
    [
      'him, of another municipality’s buttons',
      carryOut(
        null,
        {
          type: 'Register',
          centreId: uuid(20),
          details: { ...details, municipalityId: uuid(31) },
        },
        { actor: administrator, lookedUp: { municipalityIds: [uuid(31)] } },
      ),
      {},
      'gemeente-anders',
    ],
    ['one that is missing', carryOut(inPool, { type: 'ReportMissing' }), {}, 'knop-vermist'],
    [
      'one that was retired',
      carryOut(inPool, { type: 'Retire', reason: 'broken' }, { actor: administrator }),
      {},
      'knop-afgevoerd',
    ],
  ])('to %s: refused', (_, button, more, code) => {
    expect(decide(button, lend, { lookedUp: { ...lookedUp, ...more } })).toMatchObject({ code });
  });

  test.each([iso(-hour), iso(367 * 24 * hour)])('reviewed at %s: refused', (reviewAt) => {
    expect(decide(inPool, { ...lend, reviewAt }, { lookedUp })).toMatchObject({
      code: 'herbeoordeling-ongeldig',
    });
  });

  test('a quarter of an hour ago at the longest: what was long since is not written down as handed out', () => {
    const since = (minutes: number) => ({ ...lend, startsAt: iso(-minutes * minute) });
    expect(decide(inPool, since(16), { lookedUp })).toMatchObject({ code: 'uitleen-periode' });
    expect(decide(inPool, since(14), { lookedUp })).toMatchObject([{ type: 'ButtonLent' }]);
  });

  test('a test of before he had it is no test of what he has', () => {
    const before = carryOut(
      inPool,
      { type: 'HearTest', ...heardAgo(hour) },
      { actor: { type: 'system', part: 'listen-in' } },
    );
    const worn = carryOut(before, { ...lend, withoutSoundTest: { reason: 'no-reception' } });
    expect(isSoundUntested(worn)).toBe(true);
    const reached = decide(
      worn,
      { type: 'DeadlineReached', kind: 'sound-test', revision: 1 },
      {
        at: after(24 * hour),
        actor: { type: 'system', part: 'sweep' },
        lookedUp: { heard: heardAgo(hour) },
      },
    );
    expect(reached).toMatchObject([{ type: 'LoanDeadlinePassed', data: { kind: 'sound-test' } }]);
  });

  test('the newest test stays the newest, whichever was looked at when it went', () => {
    const heard = carryOut(
      inPool,
      { type: 'HearTest', ...heardAgo(minute), alarmId: uuid(71) },
      { actor: { type: 'system', part: 'listen-in' } },
    );
    const worn = carryOut(heard, lend, { lookedUp: { heard: heardAgo(10 * minute) } });
    expect(worn.heard).toMatchObject({ at: iso(-minute), alarmId: uuid(71) });
  });

  test.each(role.options)('by %s', (name) => {
    const answer = decide(inPool, lend, { actor: { ...officer, role: name }, lookedUp });
    const may = name === 'oov-officer' || name === 'supervisor';
    expect('code' in answer ? answer.code : 'lent').toBe(may ? 'lent' : 'rol-mag-niet');
  });
});

describe('the register', () => {
  const lent = carryOut(inPool, lend, { lookedUp: { heard: heardAgo(minute) } });
  const ask = (button: Button | null, command: ButtonCommand, lookedUp = {}) =>
    decide(button, command, { actor: administrator, lookedUp });

  test.each<[string, ButtonCommand]>([
    ['retired', { type: 'Retire', reason: 'broken' }],
    ['set aside', { type: 'SetAside', why: 'test' }],
    [
      'moved to another municipality',
      {
        type: 'ChangeRegistration',
        expectedVersion: null,
        details: { ...details, municipalityId: null },
      },
    ],
  ])('what somebody wears is not %s', (_, command) => {
    expect(ask(lent, command)).toEqual({ code: 'knop-uitgeleend', details: {} });
  });

  test('of two who change it at once the second is told', () => {
    const command: ButtonCommand = {
      type: 'ChangeRegistration',
      expectedVersion: 1,
      details: { ...details, firmware: '2.5' },
    };
    const changed = carryOut(inPool, command, { actor: administrator });
    expect(ask(changed, command)).toEqual({
      code: 'tussentijds-gewijzigd',
      details: { version: 2 },
    });
  });

  test.each([
    [{ taken: { serial: true, accountBy: null } }, 'knop-bestaat-al'],
    [{ taken: { serial: false, accountBy: '240' } }, 'account-bezet'],
    [{ municipalityIds: [] }, 'gemeente-onbekend'],
  ])('what is somebody else’s already is refused: %o', (lookedUp, code) => {
    expect(ask(null, { type: 'Register', centreId: uuid(20), details }, lookedUp)).toMatchObject({
      code,
    });
  });

  test('missing, it is still with whom it was lent to, and found it is lent as it was', () => {
    const missing = carryOut(lent, { type: 'ReportMissing' });
    expect([statusOf(missing, now), openLoan(missing)]).toEqual(['missing', openLoan(lent)]);
    expect(statusOf(carryOut(missing, { type: 'ReportFound' }), now)).toBe('lent');
  });

  test('a key leaves its moment and who set it, and nothing else', () => {
    const facts = ask(lent, { type: 'SetKey', key: 'messages' });
    expect(facts).toEqual([
      { type: 'ButtonKeySet', data: { key: 'messages', by: { id: uuid(1), name: 'Esra' } } },
    ]);
  });
});

describe('lent already', () => {
  const lent = carryOut(inPool, lend, { lookedUp: { heard: heardAgo(minute) } });

  test('its review lies ahead, and no further than a year', () => {
    for (const reviewAt of [iso(-hour), iso(367 * 24 * hour)])
      expect(
        decide(lent, { type: 'ChangeTerm', loanId: lend.loanId, endsAt: null, reviewAt }),
      ).toMatchObject({ code: 'herbeoordeling-ongeldig' });
  });

  test('nobody brings it back tomorrow', () => {
    const back = { type: 'Return', loanId: lend.loanId, returnedAt: iso(24 * hour) } as const;
    expect(decide(lent, back)).toMatchObject({ code: 'uitleen-periode' });
  });
});

describe('a loan ends with a talk', () => {
  const lent = carryOut(inPool, lend, { lookedUp: { heard: heardAgo(minute) } });
  const keep = { type: 'KeepTalk', loanId: lend.loanId, said: 'later' } as const;

  test('not before it ended; later may become held', () => {
    expect(decide(lent, keep)).toMatchObject({ code: 'uitleen-nog-niet-terug' });
    const back = carryOut(lent, { type: 'Return', loanId: lend.loanId });
    const later = carryOut(back, keep);
    expect(later.loans[0]!.talk).toMatchObject({ said: 'later' });
    expect(decide(later, keep)).toEqual([]);
    expect(carryOut(later, { ...keep, said: 'held' }).loans[0]!.talk).toMatchObject({
      said: 'held',
    });
  });
});

test('2.5 no loan is without a review, and whatever comes due the button stays with whom it was lent to', () => {
  const asked = fc.record({
    endsAfterHours: fc.option(fc.integer({ min: 1, max: 9_000 })),
    reviewAfterHours: fc.integer({ min: -10, max: 9_500 }),
    laterHours: fc.array(fc.integer({ min: 1, max: 4_000 }), { maxLength: 6 }),
    isUntested: fc.boolean(),
  });
  fc.assert(
    fc.property(asked, ({ endsAfterHours, reviewAfterHours, laterHours, isUntested }) => {
      const command: Lend = {
        ...lend,
        endsAt: endsAfterHours === null ? null : iso(endsAfterHours * hour),
        reviewAt: iso(reviewAfterHours * hour),
        ...(isUntested && { withoutSoundTest: { reason: 'no-reception' } }),
      };
      const heard = isUntested ? null : heardAgo(minute);
      const lent = decide(inPool, command, { lookedUp: { heard } });
      const isReviewed = reviewAfterHours > 0 && reviewAfterHours <= 366 * 24;
      expect('code' in lent).toBe(!isReviewed);
      if (!isReviewed) return;
      let button = carryOut(inPool, command, { lookedUp: { heard } });
      expect(button.deadlines.map(({ kind }) => kind)).toContain('loan-review');
      let at = 0;
      for (const hours of laterHours) {
        at += hours * hour;
        for (const { kind, revision } of button.deadlines)
          button = carryOut(
            button,
            { type: 'DeadlineReached', kind, revision },
            { at: after(at), actor: { type: 'system', part: 'sweep' } },
          );
        expect(openLoan(button)).toMatchObject({ holderId: lend.holderId, returnedAt: null });
        expect(statusOf(button, after(at))).toBe(endsAfterHours === null ? 'fixed' : 'lent');
      }
    }),
  );
});
