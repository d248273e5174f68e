// Lending, bringing back, and what comes due.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideBy } from '../rule-table.ts';
import type { ButtonCommand } from './commands.ts';
import { buttonRules } from './decide.ts';
import { evolveButton } from './evolve.ts';
import { nothingLookedUp } from './rule.ts';
import { openLoan, type Button } from './state.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const day = (number: number) => new Date(Date.UTC(2026, 2, 1 + number)).toISOString();
const dated = (button: Button | null, at: string) => ({
  buttonId: uuid(1),
  version: (button?.version ?? 0) + 1,
  schemaVersion: 1,
  at,
  actor: { type: 'system', part: 'command-line' } as const,
});

type Lend = Extract<ButtonCommand, { type: 'Lend' }>;
const lend = (number: number, from: number, until: number | null): Lend => ({
  type: 'Lend',
  loanId: uuid(100 + number),
  holderId: uuid(200 + number),
  centreId: uuid(20),
  municipalityId: uuid(30),
  reasonCategory: 'threat',
  startsAt: day(from),
  endsAt: until === null ? null : day(until),
  reviewAt: day(from + 10),
});
const back = (number: number): ButtonCommand => ({ type: 'Return', loanId: uuid(100 + number) });

function decide(button: Button | null, command: ButtonCommand, now: Date) {
  const actor = { type: 'system', part: 'command-line' } as const;
  const decided = decideBy(buttonRules)(button, command, { actor, now, lookedUp: nothingLookedUp });
  return decided.status === 'accepted' ? decided.facts : decided.refusal;
}

/** Each asked for on its day; all of them must be allowed. */
function given(...asked: [number, ButtonCommand][]): Button {
  let button: Button | null = null;
  for (const [number, command] of asked) {
    const facts = decide(button, command, new Date(day(number)));
    if ('code' in facts) throw new Error(facts.code);
    for (const fact of facts)
      button = evolveButton(button, {
        ...fact,
        ...dated(button, day(number)),
      });
  }
  return button!;
}

describe('one holder at a time', () => {
  test('a loan that overlaps another is refused, and names it', () => {
    const button = given([0, lend(1, 0, 20)]);
    expect(decide(button, lend(2, 10, 30), new Date(day(1)))).toEqual({
      code: 'uitleen-overlapt',
      details: { loanId: uuid(101), from: day(0), until: day(20) },
    });
    expect(decide(button, lend(2, 20, 30), new Date(day(1)))).toMatchObject([
      { type: 'ButtonLent' },
    ]);
  });

  test('what was not brought back is with its holder still', () => {
    const button = given([0, lend(1, 0, 20)]);
    expect(decide(button, lend(2, 25, null), new Date(day(25)))).toMatchObject({
      code: 'uitleen-overlapt',
    });
    expect(given([0, lend(1, 0, 20)], [25, back(1)], [25, lend(2, 25, null)]).loans).toHaveLength(
      2,
    );
  });

  test('one moment is one moment, however it is written', () => {
    const button = given([0, lend(1, 0, 20)]);
    const next = { ...lend(2, 20, 30), startsAt: day(20).replace('.000Z', 'Z') };
    expect(decide(button, next, new Date(day(1)))).toMatchObject([{ type: 'ButtonLent' }]);
    const before = { ...lend(3, -10, 0), endsAt: day(0).replace('.000Z', 'Z') };
    expect(decide(button, before, new Date(day(1)))).toMatchObject([{ type: 'ButtonLent' }]);
  });

  test('what was brought back can be lent at once, also by a clock that stepped back since', () => {
    const button = given([0, lend(1, 0, null)], [10, back(1)]);
    expect(decide(button, lend(2, 9, null), new Date(day(9)))).toMatchObject([
      { type: 'ButtonLent', data: { startsAt: day(9) } },
    ]);
    // By the same clock a loan of before it came back is an overlap still.
    expect(decide(button, lend(2, 9, null), new Date(day(11)))).toMatchObject({
      code: 'uitleen-overlapt',
    });
  });

  test('kept for one and lent to another before: it is with whoever has it first', () => {
    const button = given([0, lend(1, 30, 40)], [0, lend(2, 0, 20)]);
    expect(openLoan(button)?.loanId).toBe(uuid(102));
    expect(button.deadlines).toContainEqual({ kind: 'loan-overdue', at: day(20), revision: 2 });
  });

  test('a fixed one has no end until it is brought back', () => {
    const button = given([0, lend(1, 0, null)]);
    expect(decide(button, lend(2, 300, null), new Date(day(1)))).toMatchObject({
      code: 'uitleen-overlapt',
    });
  });

  test('whatever is asked, no two ever overlap', () => {
    const asked = fc.array(
      fc.record({
        from: fc.nat(40),
        days: fc.option(fc.integer({ min: 1, max: 20 })),
        now: fc.nat(40),
        gives: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(asked, (all) => {
        let button: Button | null = null;
        let at = 0;
        for (const [number, { from, days, now, gives }] of all.entries()) {
          at = Math.max(at, now);
          const open: string | undefined = button?.loans.find(
            ({ returnedAt }) => !returnedAt,
          )?.loanId;
          const command: ButtonCommand =
            gives && open
              ? { type: 'Return', loanId: open }
              : lend(number, from, days && from + days);
          const facts = decide(button, command, new Date(day(at)));
          if ('code' in facts) continue;
          for (const fact of facts)
            button = evolveButton(button, {
              ...fact,
              ...dated(button, day(at)),
            });
        }
        const open = (button?.loans ?? []).filter(({ returnedAt }) => returnedAt === null);
        const inOrder = open.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
        for (const [index, next] of inOrder.slice(1).entries())
          expect((inOrder[index]!.endsAt ?? '9') <= next.startsAt).toBe(true);
      }),
    );
  });
});

test.each([
  ['ends before it begins', lend(1, 10, 5), 'uitleen-periode'],
  ['is brought back and was never lent', back(1), 'uitleen-onbekend'],
  [
    'changes and was never lent',
    { type: 'ChangeTerm', loanId: uuid(101), endsAt: null, reviewAt: day(1) },
    'uitleen-onbekend',
  ],
] as const)('what %s is refused', (_, command, code) => {
  expect(decide(null, command, new Date(day(0)))).toMatchObject({ code });
});

test('brought back twice: the second hears when it was', () => {
  const button = given([0, lend(1, 0, 20)], [3, back(1)]);
  expect(decide(button, back(1), new Date(day(4)))).toEqual({
    code: 'uitleen-al-terug',
    details: { at: day(3) },
  });
});

describe('what comes due', () => {
  const button = given([0, lend(1, 0, 20)]);

  test('its review and its end, each once, and the button is lent on', () => {
    expect(button.deadlines).toEqual([
      { kind: 'loan-overdue', at: day(20), revision: 1 },
      { kind: 'loan-review', at: day(10), revision: 1 },
    ]);
    const reviewed = given(
      [0, lend(1, 0, 20)],
      [10, { type: 'DeadlineReached', kind: 'loan-review', revision: 1 }],
    );
    expect(reviewed.deadlines).toEqual([{ kind: 'loan-overdue', at: day(20), revision: 1 }]);
    expect(reviewed.loans).toEqual(button.loans);
  });

  test('an older revision, or one that is early, is late news', () => {
    const early = { type: 'DeadlineReached', kind: 'loan-review', revision: 1 } as const;
    expect(decide(button, early, new Date(day(9)))).toEqual([]);
    expect(decide(button, { ...early, revision: 2 }, new Date(day(11)))).toEqual([]);
  });

  test('another term moves them, bringing back ends them', () => {
    const longer: ButtonCommand = {
      type: 'ChangeTerm',
      loanId: uuid(101),
      endsAt: day(40),
      reviewAt: day(30),
    };
    expect(given([0, lend(1, 0, 20)], [1, longer]).deadlines).toEqual([
      { kind: 'loan-overdue', at: day(40), revision: 2 },
      { kind: 'loan-review', at: day(30), revision: 2 },
    ]);
    expect(given([0, lend(1, 0, 20)], [1, back(1)]).deadlines).toEqual([]);
  });
});
