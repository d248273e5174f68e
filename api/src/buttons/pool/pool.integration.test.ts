// Handing out and taking back as people do it, and what a press says of it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonContacts } from '../../db/schema/buttons.ts';
import { sweep } from '../../testing/rounds.ts';
import { isRefused } from '../row/change-button.ts';
import { findTest } from '../row/look-up.ts';
import { hour, openPool, without, type Pool } from './test-pool.ts';

let pool: Pool;
beforeEach(async () => {
  pool = await openPool();
});
afterEach(() => pool.centre.end());

describe('2.4 the lending gate', () => {
  test('after a test press with sound of a moment ago it goes; its alarms say nothing of it', async () => {
    await pool.takeBack();
    await pool.testPress();
    await pool.closeAll();
    const jan = await pool.person('Jan de Boer');
    await pool.done(pool.button().id, pool.lend(jan));
    expect(await pool.read(pool.esra, pool.button().id)).toMatchObject({
      status: 'lent',
      heard: { at: pool.centre.clock.now().toISOString(), decibels: -23 },
      loan: {
        holder: { name: 'Jan de Boer' },
        soundTest: { decibels: -23 },
        isSoundUntested: false,
      },
    });
    expect(await pool.firstPaint()).not.toHaveProperty('soundUntested');
  });

  test.each([
    ['never', false, 0],
    ['a quarter of an hour and a second ago', true, 901_000],
  ])('heard %s it does not go', async (_, withSound, ago) => {
    await pool.takeBack();
    await pool.testPress(pool.button(), withSound);
    pool.centre.clock.advance(ago);
    const jan = await pool.person('Jan de Boer');
    expect(await pool.ask(pool.button().id, pool.lend(jan))).toMatchObject({
      code: 'geluidstest-ontbreekt',
    });
    expect((await pool.read(pool.esra, pool.button().id))!.loan).toBeNull();
  });

  test('with a reason it goes: first paint says so until a test is heard, and a day later it is due', async () => {
    await pool.takeBack();
    const jan = await pool.person('Jan de Boer');
    await pool.done(pool.button().id, pool.lend(jan, { ...without, endsAt: null }));
    expect(await pool.firstPaint()).toMatchObject({ soundUntested: true });
    await pool.closeAll();
    const untested = async () =>
      (await pool.overview()).tasks.filter(({ kind }) => kind === 'sound-test');
    expect(await untested()).toMatchObject([
      { kind: 'sound-test', serial: 'Noord1', municipality: 'Haarlem' },
    ]);
    pool.centre.clock.advance(25 * hour);
    await sweep({ ...pool.centre, arm: async () => {} });
    expect((await pool.read(pool.esra, pool.button().id))!.history[0]).toMatchObject({
      what: 'due',
    });
    expect(await untested()).toHaveLength(1);

    await pool.testPress();
    await pool.closeAll();
    expect(await untested()).toEqual([]);
    expect(await pool.firstPaint()).not.toHaveProperty('soundUntested');
  });

  test.each([
    ['no', 'no'],
    ['yes', 'yes'],
    // Whoever imports it does not ask.
    [undefined, 'unknown'],
  ] as const)('what they know at home, %s, goes with its alarms', async (answer, told) => {
    await pool.takeBack();
    const jan = await pool.person('Jan de Boer');
    await pool.done(pool.button().id, pool.lend(jan, { ...without, knownAtHome: answer }));
    expect(await pool.firstPaint()).toMatchObject({ knownAtHome: told });
  });

  test('a press that was closed as a test is one too, of a device with one button', async () => {
    await pool.takeBack();
    const { alarmId } = await pool.centre.press();
    await pool.centre.system.sql`
      update alarms set open = false, state = jsonb_set(jsonb_set(state, '{closed}',
        '{"outcome": "unannounced-test"}'), '{sound,recordings}', ${JSON.stringify([
          { startedAt: pool.centre.clock.now().toISOString() },
        ])}::text::jsonb) where id = ${alarmId}`;
    await pool.done(pool.button().id, pool.lend(await pool.person('Jan de Boer')));
  });

  test('help that was asked for is no test, however well it was heard', async () => {
    await pool.takeBack();
    const { alarmId } = await pool.centre.press();
    await pool.centre.system.sql`
      update alarms set open = false, state = jsonb_set(jsonb_set(state, '{closed}',
        '{"outcome": "threat"}'), '{sound,recordings}', ${JSON.stringify([
          { startedAt: pool.centre.clock.now().toISOString() },
        ])}::text::jsonb) where id = ${alarmId}`;
    const jan = await pool.person('Jan de Boer');
    expect(await pool.ask(pool.button().id, pool.lend(jan))).toMatchObject({
      code: 'geluidstest-ontbreekt',
    });
  });

  test('two who hand out the same button at once: one does, the other is told to whom', async () => {
    await pool.takeBack();
    await pool.testPress();
    const [jan, piet] = [await pool.person('Jan'), await pool.person('Piet')];
    const [one, other] = await Promise.all([
      pool.ask(pool.button().id, pool.lend(jan)),
      pool.ask(pool.button().id, pool.lend(piet)),
    ]);
    const refused = [one, other].filter(isRefused);
    expect(refused).toMatchObject([{ code: 'uitleen-overlapt' }]);
    const [loan] = (await pool.read(pool.esra, pool.button().id))!.loans;
    expect(refused[0]!.details['loanId']).toBe(loan!.loanId);
  });
});

describe('what whoever lends sees', () => {
  test('2.2 out, late, silent, and in the pool', async () => {
    await pool.takeBack(pool.button(2));
    await pool.done(pool.button(2).id, pool.lend(await pool.person('Jan de Boer'), without));
    pool.centre.clock.advance(49 * hour);
    await pool.centre.system.db.insert(buttonContacts).values({
      buttonId: pool.button(1).id,
      centreId: pool.centre.centreId,
      municipalityId: pool.centre.municipalityId,
      lastContactAt: pool.centre.clock.now().toISOString(),
      batteryPercent: 12,
    });
    const seen = await pool.overview();
    expect([seen.lent, seen.inPool]).toEqual([3, 0]);
    expect(seen.overdue).toMatchObject({ count: 1, buttons: [{ serial: 'Noord3' }] });
    expect(seen.withoutContact.buttons.map(({ serial }) => serial)).toEqual(['Noord1', 'Noord3']);
    expect(await pool.serials(pool.esra, { show: 'overdue' })).toEqual(['Noord3']);
    expect(await pool.serials(pool.esra, { show: 'without-contact' })).toEqual([
      'Noord1',
      'Noord3',
    ]);
    expect(await pool.serials(pool.esra, { show: 'stale' })).toEqual([
      'Noord1',
      'Noord2',
      'Noord3',
    ]);
    expect((await pool.read(pool.esra, pool.button(1).id))!.batteryPercent).toBe(12);
  });

  test('2.1 silent is twice as long as it is heard apart, and stale after thirty days', async () => {
    const { system, clock, centreId, municipalityId } = pool.centre;
    const { id } = pool.button();
    await system.sql`update buttons set supervision_seconds = 60 where id = ${id}`;
    const lastContactAt = clock.now().toISOString();
    await system.db
      .insert(buttonContacts)
      .values({ buttonId: id, centreId, municipalityId, lastContactAt });
    await pool.testPress();
    await pool.closeAll();
    const seen = async () => {
      const { isWithoutContact, isStale } = (await pool.read(pool.esra, id))!;
      const listed = await pool.serials(pool.esra, { show: 'stale' });
      return [isWithoutContact, isStale, listed.includes('Noord1')];
    };
    clock.advance(119_000);
    expect(await seen()).toEqual([false, false, false]);
    clock.advance(2_000);
    expect(await seen()).toEqual([true, false, false]);
    clock.advance(30 * 24 * hour);
    expect(await seen()).toEqual([true, true, true]);
  });

  test('of what was called off before it began nobody asks for a talk', async () => {
    await pool.takeBack();
    const startsAt = new Date(pool.centre.clock.now().getTime() + 5 * hour).toISOString();
    const kept = pool.lend(await pool.person('Jan de Boer'), { startsAt });
    await pool.done(pool.button().id, kept);
    await pool.done(pool.button().id, { type: 'Return', loanId: kept.loanId });
    const asked = (await pool.overview()).tasks.filter(({ kind }) => kind === 'talk');
    expect(asked.map(({ loanId }) => loanId)).not.toContain(kept.loanId);
  });

  test('a talk at the end is a task until it was held or is not needed', async () => {
    const [loan] = (await pool.read(pool.esra, pool.button().id))!.loans;
    await pool.takeBack();
    const talks = async () => (await pool.overview()).tasks.filter(({ kind }) => kind === 'talk');
    expect(await talks()).toMatchObject([{ loanId: loan!.loanId }]);
    const talk = (said: 'later' | 'held') =>
      pool.done(pool.button().id, { type: 'KeepTalk', loanId: loan!.loanId, said });
    await talk('later');
    expect(await talks()).toHaveLength(1);
    await talk('held');
    expect(await talks()).toEqual([]);
  });

  test('2.5 the review is a task on its day, and the button is lent on', async () => {
    pool.centre.clock.advance(400 * 24 * hour);
    expect((await pool.overview()).tasks.map(({ kind }) => kind)).toContain('review');
    const { loan } = (await pool.read(pool.esra, pool.button().id))!;
    const reviewAt = new Date(pool.centre.clock.now().getTime() + 90 * 24 * hour).toISOString();
    await pool.done(pool.button().id, {
      type: 'ChangeTerm',
      loanId: loan!.loanId,
      endsAt: null,
      reviewAt,
    });
    expect(
      (await pool.overview()).tasks.filter(({ buttonId }) => buttonId === pool.button().id),
    ).toEqual([expect.objectContaining({ kind: 'never-tested' })]);
  });

  test('one that was never heard is no one whose test is old', async () => {
    const kinds = async () =>
      (await pool.overview()).tasks
        .filter(({ buttonId }) => buttonId === pool.button(1).id)
        .map(({ kind }) => kind);
    expect(await kinds()).toEqual(['never-tested']);
    await pool.testPress(pool.button(1));
    expect(await kinds()).toEqual([]);
    expect(await pool.serials(pool.esra, { show: 'stale' })).toEqual(['Noord1', 'Noord3']);
    pool.centre.clock.advance(31 * 24 * hour);
    expect(await kinds()).toContain('stale');
    expect(await kinds()).not.toContain('never-tested');
    expect(await pool.serials(pool.esra, { show: 'stale' })).toHaveLength(3);
  });

  test('the calendar has every pool.button, and each loan on its days', async () => {
    await pool.takeBack(pool.button(2));
    const shown = await pool.calendar();
    expect(shown.buttons.map(({ serial, loans }) => [serial, loans.length])).toEqual([
      ['Noord1', 1],
      ['Noord2', 1],
      ['Noord3', 1],
    ]);
    const later = await pool.calendar(pool.esra, 2);
    expect(later.buttons.map(({ loans }) => loans.length)).toEqual([1, 1, 0]);
  });
});

test('what a test heard is found by its pool.button, and only by it', async () => {
  await pool.testPress(pool.button(1));
  const found = (of: string) => pool.centre.system.transaction((tx) => findTest(tx, of));
  expect(await found(pool.button(1).id)).toMatchObject({
    at: pool.centre.clock.now().toISOString(),
  });
  expect(await found(pool.button(0).id)).toBeNull();
});
