// Who sees what of the register, of more than a page of it, and what is counted of a device.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Visitor } from '../../access/as-actor.ts';
import { municipalities } from '../../db/schema/centres.ts';
import { openLogger } from '../../logger.ts';
import { closeAlarm } from '../../testing/close-alarm.ts';
import { keepAllUp } from '../../testing/rounds.ts';
import { createHarmlessPresses } from '../harmless-presses.ts';
import { isRefused } from '../row/change-button.ts';
import { hour, openPool, without, type Pool } from './test-pool.ts';

let pool: Pool;
beforeEach(async () => {
  pool = await openPool();
});
afterEach(() => pool.centre.end());

describe('who sees what', () => {
  test('a neighbour nothing, an administrator no wearer, a supplier no municipality either', async () => {
    const zwolle = randomUUID();
    const { centreId } = pool.centre;
    await pool.centre.system.db
      .insert(municipalities)
      .values({ id: zwolle, centreId, name: 'Zwolle' });
    const neighbour = await pool.member('oov-officer', zwolle);
    expect(await pool.serials(neighbour)).toEqual([]);
    expect(await pool.read(neighbour, pool.button().id)).toBeNull();
    expect(await pool.ask(pool.button().id, { type: 'ReportMissing' }, neighbour)).toMatchObject({
      code: 'knop-onbekend',
    });
    const administrator = await pool.member('administrator', null);
    expect(await pool.read(administrator, pool.button().id)).toMatchObject({
      account: 'ANoord1',
      municipality: { name: 'Haarlem' },
      loan: null,
      loans: [],
      harmless: null,
    });
    expect(await pool.serials(administrator, { search: 'drager' })).toEqual([]);
    const supplier = await pool.member('supplier', null);
    const { account, municipality, loan, keys, history } = (await pool.read(
      supplier,
      pool.button().id,
    ))!;
    expect([account, municipality, loan, keys]).toEqual([null, null, null, []]);
    expect(history.map(({ what }) => what)).toEqual(['taken-over']);
    expect(await pool.read(pool.centre.dirk, pool.button().id)).toMatchObject({
      loan: { holder: { name: 'Drager Noord1' } },
    });
  });

  test('a municipality’s lists name nobody who wears one; the button that is opened does', async () => {
    await pool.takeBack(pool.button(2));
    const { id } = pool.button(2);
    const holder = await pool.person('Jan de Boer');
    await pool.done(id, pool.lend(holder, without));
    pool.centre.clock.advance(49 * hour);
    const listed = async (visitor: Visitor) =>
      JSON.stringify([
        await pool.list(visitor),
        await pool.list(visitor, { show: 'overdue' }),
        await pool.calendar(visitor, -3),
        await pool.overview(visitor),
      ]);
    const says = await listed(pool.esra);
    expect(says).toContain('"isOverdue":true');
    for (const told of ['Jan de Boer', 'Drager', 'raadslid', holder, 'threat', 'knownAtHome'])
      expect(says).not.toContain(told);
    expect(await pool.serials(pool.esra, { search: 'de boer' })).toEqual([]);
    expect(await pool.read(pool.esra, id)).toMatchObject({
      loan: { holder: { name: 'Jan de Boer', function: 'raadslid' }, reasonCategory: 'threat' },
    });

    expect(await listed(pool.centre.dirk)).toContain('Jan de Boer');
    expect(await pool.serials(pool.centre.dirk, { search: 'de boer' })).toEqual(['Noord3']);
    // A task is read by whoever passes, also at the centre.
    const { tasks } = await pool.overview(pool.centre.dirk);
    expect(tasks.map(({ kind }) => kind)).toContain('sound-test');
    expect(JSON.stringify(tasks)).not.toContain('Jan de Boer');
  });

  test('a supervisor sees to the loans of a municipality that has no officer, or to all', async () => {
    const serials = async (of: 'all' | 'without-officer') =>
      (await pool.overview(pool.centre.dirk, of)).tasks.map(({ serial }) => serial);
    expect(await serials('all')).toEqual(['Noord1', 'Noord2', 'Noord3']);
    expect(await serials('without-officer')).toEqual([]);
    await pool.centre.system.sql`
      update members set status = 'suspended' where role = 'oov-officer'`;
    expect(await serials('without-officer')).toEqual(['Noord1', 'Noord2', 'Noord3']);
    pool.centre.clock.advance(400 * 24 * hour);
    expect(await pool.overview(pool.centre.dirk, 'without-officer')).toMatchObject({ lent: 3 });
  });

  test('of more than a page each is listed once, and found by what is typed as it stands', async () => {
    const administrator = await pool.member('administrator', null);
    for (let number = 100; number < 160; number += 1)
      await pool.register(String(number), administrator);
    const found: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 5; pages += 1) {
      const { buttons, next } = await pool.list(administrator, { cursor });
      found.push(...buttons.map(({ serial }) => serial));
      if (next === null) break;
      cursor = next;
    }
    expect([found.length, new Set(found).size]).toEqual([63, 63]);
    expect(await pool.serials(administrator, { search: '%' })).toEqual([]);
    expect(await pool.serials(administrator, { search: '159' })).toEqual(['159']);
  });

  test('of two who register the same device at once one is told', async () => {
    const administrator = await pool.member('administrator', null);
    const both = await Promise.allSettled([
      pool.register('231', administrator),
      pool.register('231', administrator),
    ]);
    const registered = both.filter((each) => each.status === 'fulfilled' && !isRefused(each.value));
    expect(registered).toHaveLength(1);
  });

  test('at a municipality that ended nothing is registered', async () => {
    const { database, municipalityId } = pool.centre;
    await database.superuser`
      update municipalities set ended_at = now() where id = ${municipalityId}`;
    expect(await pool.register('231')).toMatchObject({ code: 'gemeente-onbekend' });
  });

  test('a device that pressed before anybody knew it keeps its row and its alarms', async () => {
    const [{ id: stranger } = { id: '' }] = await pool.centre.system.sql<{ id: string }[]>`
      insert into buttons (id, centre_id, serial, protocol, account, model, known)
      values (gen_random_uuid(), ${pool.centre.centreId}, 'onbekend-AB231', 'dc09', 'AB231', 'onbekend', false)
      returning id`;
    const registered = await pool.register('231');
    expect(isRefused(registered) ? null : registered.id).toBe(stranger);
    expect(await pool.serials(await pool.member('administrator', null), { search: '231' })).toEqual(
      ['231'],
    );
  });
});

test('2.8 presses that nobody needed help in are counted of the pool.button, and three of them are a task', async () => {
  const projection = createHarmlessPresses();
  const parts = { ...pool.centre, log: openLogger('silent'), report: () => Promise.resolve() };
  const keepUp = async () => {
    while (await keepAllUp(parts, [projection]));
  };
  const presses: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    pool.centre.clock.advance(hour);
    const { alarmId } = await pool.centre.press();
    await closeAlarm(pool.centre, alarmId, {
      outcome: count === 0 ? 'false-technical' : 'false-accident',
    });
    presses.push(alarmId);
  }
  await keepUp();
  expect((await pool.read(pool.esra, pool.button().id))!.harmless).toBe(3);
  expect((await pool.read(pool.esra, pool.button(1).id))!.harmless).toBe(0);
  const advised = async () =>
    (await pool.overview()).tasks.filter(({ kind }) => kind === 'harmless');
  expect(await advised()).toMatchObject([{ buttonId: pool.button().id }]);
  await pool.centre.ask(pool.centre.dirk, presses[0]!, { type: 'Reopen', reason: 'toch niet' });
  await keepUp();
  expect((await pool.read(pool.esra, pool.button().id))!.harmless).toBe(2);
  expect(await advised()).toEqual([]);
});
