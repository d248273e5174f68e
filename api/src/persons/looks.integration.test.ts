// Who looked at a sheet: written down each time, told to whom it is about by role and organisation, and to nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasonMinutes } from '@achterwacht/shared/person/look-reason.ts';
import type { LookAt, PersonSheet } from '@achterwacht/shared/routes/persons.ts';
import { openPersonsCentre, type PersonsCentre } from './test-persons.ts';
import { circumstances, identity, sheetsOf, type Who } from './test-sheets.ts';

let centre: PersonsCentre;
let sheets: ReturnType<typeof sheetsOf>;
beforeAll(async () => {
  centre = await openPersonsCentre();
  sheets = sheetsOf(centre);
});
afterAll(() => centre.end());

const filled = () => sheets.filled();
const open = (...asked: Parameters<typeof sheets.open>) => sheets.open(...asked);
const look = (who: Who, id: string) => sheets.look(who, id);
const write = (...asked: Parameters<typeof sheets.write>) => sheets.write(...asked);

const linesOf = (id: string) =>
  centre.system.sql<{ action: string; result: string }[]>`
    select action, result from access_log where whom = ${id} order by id desc`;

describe('who looked', () => {
  const looks = async (who: Who, url: string) =>
    (await centre.get<{ looks: LookAt[]; next: string | null }>(who, url)).body;

  test('every look is written down with whom it was of, also one that came with a change', async () => {
    const { id } = await filled();
    await open(centre.dirk, id);
    await centre.get(centre.dirk, '/api/persons');
    const lines = await centre.system.sql<{ user_id: string; action: string; result: string }[]>`
      select user_id, action, result from access_log where whom = ${id} order by id`;
    const { fatima, dirk } = centre;
    expect(lines.map(({ user_id: by, action, result }) => [by, action, result])).toEqual([
      ...Array.from({ length: 3 }, () => [fatima.id, 'person.opened', 'for update']),
      [dirk.id, 'person.opened', 'for update'],
      [dirk.id, 'person.opened', 'for talk'],
    ]);
    const [listed] = await centre.system.sql`
      select whom from access_log where action = 'person.listed' order by id desc limit 1`;
    expect(listed).toEqual({ whom: null });
  });

  test('is told the holder by role and organisation, of his alarms as well, and of an order not', async () => {
    const sheet = await filled();
    const { id } = sheet;
    const tied = await write(centre.fatima, sheet, 'account', { accountId: centre.holder.id });
    expect(tied.body.account).toMatchObject({ id: centre.holder.id });
    await centre.system.sql`
      insert into access_log (centre_id, at, user_id, user_name, user_role, action, object, whom,
        outcome, result, origin, withheld)
      select ${centre.centreId}, now(), null, 'Anna', 'centralist', 'alarm.dossier', 'x', ${id}, 'done',
        'shown', 'x', withheld from unnest(array[true, false]) as line(withheld)`;
    const { looks: told } = await looks(centre.holder, '/api/own/looks');
    expect(told.map(({ role, organisation, action }) => [role, organisation, action])).toEqual(
      expect.arrayContaining([
        ['centralist', 'Noord', 'alarm.dossier'],
        ['oov-officer', 'Haarlem', 'person.opened'],
        ['supervisor', 'Noord', 'person.opened'],
      ]),
    );
    expect(told.filter(({ action }) => action === 'alarm.dossier')).toHaveLength(1);
    expect(JSON.stringify(told)).not.toMatch(/Anna|Dirk|oov-officer [0-9a-f]{4}/);
    // Nothing live reaches a municipality.
    const { looks: officers } = await looks(centre.fatima, `/api/persons/${id}/looks`);
    expect(new Set(officers.map(({ action }) => action))).toEqual(new Set(['person.opened']));
  });

  test('nothing but who it is and how he is called is there for whoever did not say why', async () => {
    const { id, version } = await filled();
    centre.clock.advance(reasonMinutes * 60_000);
    const { body: closed } = await look(centre.dirk, id);
    expect(closed).toMatchObject({ name: identity.name, isOpened: false, phones: [{}, {}] });
    const rest = /appeltaart|theepot|brieven|Veerallee|Ria|hoed|grijs|sound-to-police|0417|agreed/;
    expect(JSON.stringify(closed)).not.toMatch(rest);
    // His telephone or his log-in is changed without it too.
    const named = await write(centre.dirk, { id, version }, 'identity', {
      belongsTo: null,
      identity: { ...identity, function: 'oud-burgemeester' },
    });
    expect(named).toMatchObject({ status: 200, body: { isOpened: false } });
    expect(JSON.stringify(named.body)).not.toMatch(rest);
    for (const said of [
      {},
      { why: 'nieuwsgierig' },
      { why: 'other' },
      { why: 'other', words: ' ' },
    ])
      expect((await open(centre.dirk, id, said)).status).toBe(422);
    expect((await open(centre.gert, id)).status).toBe(404);
    const [before] = await linesOf(id);
    expect(before).toMatchObject({ action: 'person.identity', result: 'shown' });

    const { body } = await open(centre.dirk, id, { why: 'other', words: 'klacht over de clip' });
    expect(body).toMatchObject({ isOpened: true, threatContext: circumstances.threatContext });
    const [line] = await linesOf(id);
    expect(line).toMatchObject({ action: 'person.opened', result: 'because klacht over de clip' });
  });

  test('said once it counts for a while, for this person and for whoever said it', async () => {
    const [{ id }, { id: other }] = [await filled(), await filled()];
    centre.clock.advance(reasonMinutes * 60_000);
    await open(centre.dirk, id, { why: 'asked-by-person' });
    centre.clock.advance((reasonMinutes - 1) * 60_000);
    expect((await look(centre.dirk, id)).body.isOpened).toBe(true);
    const [line] = await linesOf(id);
    expect(line).toMatchObject({ action: 'person.opened', result: 'for asked-by-person' });
    expect((await look(centre.fatima, id)).body.isOpened).toBe(false);
    expect((await look(centre.dirk, other)).body.isOpened).toBe(false);
    centre.clock.advance((reasonMinutes + 1) * 60_000);
    expect((await look(centre.dirk, id)).body.isOpened).toBe(false);
  });

  test('the holder is told why: what was said, or what an alarm and a hand-out say by themselves', async () => {
    const sheet = await filled();
    const own = await centre.addMember('holder', {
      centreId: centre.centreId,
      municipalityId: centre.municipalityId,
    });
    await write(centre.fatima, sheet, 'account', { accountId: own.id });
    await open(centre.dirk, sheet.id, { why: 'other', words: 'klacht over de clip' });
    await centre.system.sql`
      insert into access_log (centre_id, at, user_id, user_role, action, object, whom, result, origin)
      select ${centre.centreId}, now(), null, role, action, 'x', ${sheet.id}, 'shown', 'x'
      from (values ('centralist', 'alarm.dossier'), ('oov-officer', 'register.printed'))
        as line(role, action)`;
    const { looks: told } = await looks(own, '/api/own/looks');
    expect(
      new Set(told.map(({ action, reason }) => `${action} ${reason?.words ?? reason?.why}`)),
    ).toEqual(
      new Set([
        'person.opened klacht over de clip',
        'person.opened update',
        'alarm.dossier alarm',
        'register.printed hand-out',
      ]),
    );
  });

  test('is told nobody else, and his own sheet is his alone', async () => {
    const sheet = await filled();
    const own = await centre.addMember('holder', {
      centreId: centre.centreId,
      municipalityId: centre.municipalityId,
    });
    await write(centre.fatima, sheet, 'account', { accountId: own.id });
    for (const url of ['/api/own/sheet', '/api/own/looks']) {
      expect((await centre.get(centre.stranger, url)).status).toBe(404);
      for (const who of [centre.dirk, centre.fatima, centre.anna])
        expect((await centre.get(who, url)).status).toBe(403);
    }
    const { body } = await centre.get<PersonSheet>(own, '/api/own/sheet');
    expect(body).toMatchObject({ name: identity.name, description: circumstances.description });
    expect(JSON.stringify(body)).not.toMatch(/brieven|appeltaart|theepot|0417|directeur|agreed/);
    const again = await filled();
    expect(await write(centre.fatima, again, 'account', { accountId: own.id })).toMatchObject({
      body: { error: { code: 'account-van-ander' } },
    });
    const { body: free } = await centre.get<{ accounts: { id: string }[] }>(
      centre.fatima,
      `/api/persons/${again.id}/accounts`,
    );
    expect(free.accounts.map(({ id }) => id)).not.toContain(own.id);
    expect(free.accounts.map(({ id }) => id)).toContain(centre.stranger.id);
  });

  test('goes page by page, and of one moment none is left out or told twice', async () => {
    const { id } = await filled();
    await centre.system.sql`delete from access_log where false`;
    await centre.system.sql`
      insert into access_log (centre_id, at, user_id, user_role, action, object, whom, outcome, result, origin)
      select ${centre.centreId}, '2026-03-01T08:00:00Z', null, 'centralist', 'alarm.dossier', n::text, ${id},
        'done', 'shown', 'x' from generate_series(1, 120) as n`;
    const found: LookAt[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await looks(
        centre.dirk,
        `/api/persons/${id}/looks${cursor && `?cursor=${cursor}`}`,
      );
      found.push(...page.looks);
      cursor = page.next;
    }
    expect(found.filter(({ at }) => at === '2026-03-01T08:00:00.000Z')).toHaveLength(120);
    const { length } = await centre.system.sql`select from access_log where whom = ${id}`;
    expect(found).toHaveLength(length);
  });
});
