// A sheet over HTTP: who opens and writes it, what of it each is told, that every look is written down, and that nothing
// of it stands in clear where nobody looks it up.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { role as roles } from '@achterwacht/shared/roles.ts';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import type { PersonSheet, PersonSummary } from '@achterwacht/shared/routes/persons.ts';
import { readDossier } from '../alarms/alarm-queries.ts';
import { verifyLog } from '../streams.ts';
import { openPersonsCentre, type PersonsCentre } from './test-persons.ts';
import { agreements, circumstances, identity, sheetsOf, type Who } from './test-sheets.ts';

let centre: PersonsCentre;
let sheets: ReturnType<typeof sheetsOf>;
beforeAll(async () => {
  centre = await openPersonsCentre();
  sheets = sheetsOf(centre);
});
afterAll(() => centre.end());

const add = (...asked: Parameters<typeof sheets.add>) => sheets.add(...asked);
const open = (who: Who, id: string) => sheets.open(who, id);
const write = (...asked: Parameters<typeof sheets.write>) => sheets.write(...asked);
const filled = (...asked: Parameters<typeof sheets.filled>) => sheets.filled(...asked);

describe('a sheet', () => {
  test('is written part by part, and whoever reads it reads what was written', async () => {
    const sheet = await filled();
    const ids = { places: sheet.places!, contacts: sheet.contacts! };
    expect(sheet).toMatchObject({
      ...identity,
      ...agreements,
      description: circumstances.description,
      othersAtHome: circumstances.othersAtHome,
      threatContext: circumstances.threatContext,
      consents: circumstances.consents,
      municipality: { name: 'Haarlem' },
      belongsTo: null,
      family: [],
      emptiedAt: null,
    });
    expect(ids.places).toEqual([{ ...circumstances.places[0], id: expect.any(String) as string }]);
    expect(ids.contacts.map(({ name }) => name)).toEqual(['OOV-piket', 'Ria Hoekstra']);
    expect(sheet.agreed).toEqual({
      codeWord: expect.any(String) as string,
      duressWord: expect.any(String) as string,
    });
  });

  test('shows nobody the words, and an officer not that there are agreements', async () => {
    const { id } = await filled();
    const officer = await open(centre.fatima, id);
    const supervisor = await open(centre.dirk, id);
    for (const { status, body } of [officer, supervisor]) {
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toMatch(/appeltaart|theepot/);
    }
    expect(officer.body).not.toHaveProperty('aols');
    expect(officer.body).not.toHaveProperty('specialInstruction');
    expect(JSON.stringify(officer.body)).not.toMatch(/0417|directeur|De Wit/);
    expect(supervisor.body).toMatchObject(agreements);
  });

  test('by whoever has no such role is not opened, listed or written', async () => {
    const sheet = await filled();
    for (const role of roles.options.filter(
      (name) => !['supervisor', 'oov-officer'].includes(name),
    )) {
      const { centreId, municipalityId } = centre;
      const who = await centre.addMember(role, { centreId, municipalityId });
      expect([role, (await open(who, sheet.id)).status]).toEqual([role, 403]);
      expect((await centre.get(who, '/api/persons')).status).toBe(403);
      expect((await add(who)).status).toBe(403);
      for (const [part, body] of Object.entries({
        identity: { belongsTo: null, identity },
        circumstances: { circumstances },
        words: { words: { codeWord: 'x1' } },
        agreements: { agreements },
        account: { accountId: null },
      }))
        expect([role, part, (await write(who, sheet, part, body)).status]).toEqual([
          role,
          part,
          403,
        ]);
    }
    expect((await write(centre.fatima, sheet, 'agreements', { agreements })).status).toBe(403);
  });

  test('of another municipality and another centre is not found, nor added to', async () => {
    const sheet = await filled();
    for (const who of [centre.gert, centre.zuid]) {
      expect((await open(who, sheet.id)).status).toBe(404);
      expect((await centre.get(who, `/api/persons/${sheet.id}/looks`)).status).toBe(404);
      expect((await centre.get(who, `/api/persons/${sheet.id}/accounts`)).status).toBe(404);
      expect((await write(who, sheet, 'circumstances', { circumstances })).status).toBe(404);
      expect((await write(who, sheet, 'words', { words: { codeWord: 'stoel' } })).status).toBe(404);
      const { body } = await centre.get<{ persons: PersonSummary[] }>(who, '/api/persons');
      expect(body.persons.map(({ id }) => id)).not.toContain(sheet.id);
    }
    expect((await add(centre.fatima, {}, centre.zwolle)).status).toBe(404);
    expect(await add(centre.zuid)).toMatchObject({
      status: 409,
      body: { error: { code: 'geen-klant' } },
    });
    expect((await open(centre.dirk, sheet.id)).body.version).toBe(sheet.version);
  });

  test('that is sent again after a lost answer is one person, also when both come at once', async () => {
    const personId = randomUUID();
    const asked = { personId, municipalityId: centre.municipalityId, belongsTo: null, identity };
    const send = (who: Who, changed: object = {}) =>
      centre.post<PersonSheet & ErrorBody>(who, '/api/persons', { ...asked, ...changed });
    const both = await Promise.all([send(centre.fatima), send(centre.fatima)]);
    for (const { status, body } of [...both, await send(centre.fatima)])
      expect([status, body.id, body.version]).toEqual([200, personId, 1]);
    const [row] = await centre.system.sql<{ events: number }[]>`
      select count(*)::int as events from log.events where stream_id = ${personId}`;
    expect(row!.events).toBe(1);

    // Filled in differently it is another, and of whoever does not see him there is none.
    expect(await send(centre.fatima, { identity: { ...identity, name: 'Ria' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'al-ingeschreven' } },
    });
    expect((await send(centre.gert, { municipalityId: centre.zwolle })).status).toBe(404);
    expect((await send(centre.zuid, { municipalityId: centre.south.municipalityId })).status).toBe(
      404,
    );

    // Once more is written in the sheet, sending him again opens nothing of it.
    await write(centre.fatima, { id: personId, version: 1 }, 'circumstances', { circumstances });
    expect((await send(centre.dirk)).status).toBe(409);
  });

  test('the list says who wears a button, and is narrowed to them', async () => {
    const { id, name } = await filled();
    const [, button] = centre.buttons;
    const list = async (query = '', who = centre.dirk) =>
      (await centre.get<{ persons: PersonSummary[] }>(who, `/api/persons${query}`)).body.persons;
    const wornBy = async () => (await list()).find((person) => person.id === id)?.wears;
    expect(await wornBy()).toEqual([]);
    const before = (await list('?wearing=yes')).map((person) => person.id);
    expect(before).not.toContain(id);
    const lend = (startsAt: Date, endsAt: Date | null) => centre.system.sql`
      insert into loans (id, centre_id, municipality_id, button_id, holder_id, reason_category,
        starts_at, ends_at, review_at)
      values (${randomUUID()}, ${centre.centreId}, ${centre.municipalityId}, ${button!.id}, ${id},
        'other', ${startsAt.toISOString()}, ${endsAt && endsAt.toISOString()},
        ${startsAt.toISOString()})`;
    const now = centre.clock.now();
    const after = (days: number) => new Date(now.getTime() + days * 86_400_000);
    await lend(after(-2), after(5));
    await lend(after(20), null);
    const [row] = await centre.system.sql<{ serial: string }[]>`
      select serial from buttons where id = ${button!.id}`;
    const { serial } = row!;
    expect(await wornBy()).toEqual([{ serial, endsAt: after(5).toISOString() }]);
    expect((await list('?wearing=yes')).map((person) => person.name)).toContain(name);

    // Lists of a municipality tell nobody who wears one, by what they leave out neither.
    const ofOfficer = await list('?wearing=yes', centre.fatima);
    expect(ofOfficer).toEqual(await list('', centre.fatima));
    expect(ofOfficer.flatMap(({ wears }) => wears)).toEqual([]);
  });

  test('of two who write at once the second is told, and nothing of the first is lost', async () => {
    const sheet = await filled();
    const one = { ...circumstances, description: 'kaal' };
    const other = { ...circumstances, description: 'met hoed' };
    const answers = await Promise.all([
      write(centre.fatima, sheet, 'circumstances', { circumstances: one }),
      write(centre.dirk, sheet, 'circumstances', { circumstances: other }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.body.error).toMatchObject({
      code: 'tussentijds-gewijzigd',
      details: { version: sheet.version + 1 },
    });
    const won = answers.find(({ status }) => status === 200)!.body.description;
    expect((await open(centre.dirk, sheet.id)).body.description).toBe(won);
  });

  test.each<[string, string, object]>([
    [
      'a name over two lines',
      'identity',
      { belongsTo: null, identity: { ...identity, name: 'a\nb' } },
    ],
    [
      'a name that turns around',
      'identity',
      { belongsTo: null, identity: { ...identity, name: '\u202Ex' } },
    ],
    [
      'a telephone that is none',
      'identity',
      { belongsTo: null, identity: { ...identity, phones: [{ label: null, number: '<script>' }] } },
    ],
    [
      'six telephones',
      'identity',
      { belongsTo: null, identity: { ...identity, phones: Array(6).fill(identity.phones[0]) } },
    ],
    [
      'too long a description',
      'circumstances',
      { circumstances: { ...circumstances, description: 'x'.repeat(1_001) } },
    ],
    ['a NUL', 'circumstances', { circumstances: { ...circumstances, threatContext: 'a\0b' } }],
    [
      'half a surrogate',
      'circumstances',
      { circumstances: { ...circumstances, othersAtHome: '\uD800' } },
    ],
    [
      'a place off the earth',
      'circumstances',
      {
        circumstances: { ...circumstances, places: [{ ...circumstances.places[0], latitude: 91 }] },
      },
    ],
    ['a word without a letter', 'words', { words: { codeWord: '?!' } }],
  ])('%s is refused, and nothing changes', async (_what, part, body) => {
    const sheet = await filled();
    expect((await write(centre.dirk, sheet, part, body)).status).toBe(422);
    expect((await open(centre.dirk, sheet.id)).body).toEqual(sheet);
  });

  test('what looks like a formula, a page or a statement is kept as it was typed', async () => {
    const name = `=HYPERLINK("x") <b>'; drop table holders; --`;
    const { status, body } = await add(centre.dirk, { name });
    expect([status, body.name]).toEqual([200, name]);
  });

  test('no id of somebody else’s place or contact reaches it', async () => {
    const victim = await filled();
    const attacker = await filled({ name: 'Aanvaller' });
    const { places, contacts } = victim;
    const taken = {
      ...circumstances,
      places: places!.map((place) => ({ ...place, address: 'weg' })),
      contacts,
    };
    const { status, body } = await write(centre.dirk, attacker, 'circumstances', {
      circumstances: taken,
    });
    expect(status).toBe(200);
    expect(body.places![0]!.id).not.toBe(places![0]!.id);
    expect(body.contacts!.map(({ id }) => id)).not.toContain(contacts![0]!.id);
    expect((await open(centre.dirk, victim.id)).body.places).toEqual(places);
  });

  test('keeps a place and a contact by its id, and their order', async () => {
    const sheet = await filled();
    const [first, second] = sheet.contacts!;
    const asked = { ...circumstances, places: sheet.places, contacts: [second, first] };
    const { body } = await write(centre.dirk, sheet, 'circumstances', { circumstances: asked });
    expect(body.contacts!.map(({ id }) => id)).toEqual([second!.id, first!.id]);
    expect(body.places).toEqual(sheet.places);
  });

  test('stands sealed in its row and its log, and what an alarm may call is told apart', async () => {
    const { id } = await filled();
    const [row] = await centre.system.sql<{ text: string }[]>`
      select row_to_json(holders)::text || (select string_agg(text, '') from log.events
        where stream_id = ${id}) as text from holders where id = ${id}`;
    expect(row!.text).not.toMatch(
      /appeltaart|theepot|grijs|kinderen|brieven|0417|directeur|Ria|Veerallee/,
    );
    const calls = await centre.system.sql`
      select name, may_be_involved, same_address from contacts where holder_id = ${id} order by rank`;
    expect(calls).toEqual([
      { name: 'OOV-piket', may_be_involved: false, same_address: false },
      { name: 'Ria Hoekstra', may_be_involved: true, same_address: true },
    ]);
    const keys = await centre.system.sql<{ class: string }[]>`
      select class from log.data_keys where stream_id = ${id} order by class`;
    expect(keys.map((key) => key.class)).toEqual(['identity', 'restricted']);
  });
});

describe('family', () => {
  test('stands by whom it belongs to, as persons of their own', async () => {
    const head = await filled();
    const { municipalityId } = centre;
    const asked = {
      municipalityId,
      belongsTo: head.id,
      identity: { ...identity, name: 'Ria', function: '' },
    };
    const { body: ria } = await centre.post<PersonSheet>(centre.fatima, '/api/persons', asked);
    expect(ria.belongsTo).toEqual({ id: head.id, name: 'Wim Hoekstra' });
    expect((await open(centre.fatima, head.id)).body.family).toEqual([
      { id: ria.id, name: 'Ria', function: '' },
    ]);
    const deeper = { ...asked, belongsTo: ria.id };
    expect(await centre.post(centre.fatima, '/api/persons', deeper)).toMatchObject({
      body: { error: { code: 'gezin-van-gezin' } },
    });
    const moved = { belongsTo: ria.id, identity };
    expect(await write(centre.fatima, head, 'identity', moved)).toMatchObject({
      body: { error: { code: 'gezin-van-gezin' } },
    });
  });

  test('of another municipality there is none', async () => {
    const { body: there } = await add(centre.dirk, {}, centre.zwolle);
    const asked = { municipalityId: centre.municipalityId, belongsTo: there.id, identity };
    expect(await centre.post(centre.dirk, '/api/persons', asked)).toMatchObject({
      body: { error: { code: 'gezin-onbekend' } },
    });
  });
});

describe('the list', () => {
  test('finds by name and function, without accents, and what is typed is no pattern', async () => {
    await add(centre.fatima, { name: 'Zoë Ünal', function: 'raadslid' });
    const found = async (search: string, who: Who = centre.fatima) => {
      const url = `/api/persons?search=${encodeURIComponent(search)}`;
      const { body } = await centre.get<{ persons: PersonSummary[] }>(who, url);
      return body.persons.map(({ name }) => name);
    };
    expect(await found('zoe un')).toEqual(['Zoë Ünal']);
    expect(await found('RAADSLID')).toEqual(['Zoë Ünal']);
    expect(await found('%')).toEqual([]);
    expect(await found('zoe', centre.gert)).toEqual([]);
  });

  test('goes through ten thousand, fifty at a time, each once and in order', async () => {
    const { centreId } = centre;
    await centre.system.sql`
      insert into holders (id, centre_id, municipality_id, name, function, restricted)
      select gen_random_uuid(), ${centreId}, ${centre.zwolle}, 'Naam ' || (n % 4000), '', ''
      from generate_series(1, 10000) as n`;
    const names: string[] = [];
    const ids = new Set<string>();
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 6; page += 1) {
      const url: string = `/api/persons?municipality=${centre.zwolle}&search=naam${cursor && `&cursor=${cursor}`}`;
      const { body }: { body: { persons: PersonSummary[]; next: string | null } } =
        await centre.get(centre.gert, url);
      for (const { id, name } of body.persons) {
        ids.add(id);
        names.push(name);
      }
      cursor = body.next;
    }
    expect(ids.size).toBe(300);
    expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    const plan = await centre.database.superuser<{ 'QUERY PLAN': string }[]>`
      explain select id from holders where centre_id = ${centreId}
        and (lower(name) collate "C", id) > ('naam 2' collate "C", ${randomUUID()}::uuid)
      order by lower(name) collate "C", id limit 51`;
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('holders_by_name');
    await centre.system.sql`select 1`;
    await centre.database.superuser`delete from holders where name like 'Naam %'`;
  });
});

test('what is written reaches the next press and its dossier at once', async () => {
  const [button] = centre.buttons;
  const { holderId } = button!;
  const { body: before } = await open(centre.dirk, holderId);
  expect(before).toMatchObject({
    name: 'Drager Noord1',
    agreed: { codeWord: expect.any(String) as string },
  });
  await write(centre.dirk, before, 'circumstances', { circumstances });
  const { body: now } = await open(centre.dirk, holderId);
  await write(centre.dirk, now, 'agreements', { agreements });
  const { alarmId } = await centre.press(button);
  await centre.ask(centre.anna, alarmId, { type: 'Claim', expectedVersion: 1 });
  const dossier = await centre.asActor(centre.anna, 'alarm.dossier', (tx) =>
    readDossier(tx, centre.keys, alarmId),
  );
  expect(dossier).toMatchObject({
    description: circumstances.description,
    othersAtHome: circumstances.othersAtHome,
    threatContext: circumstances.threatContext,
    codeWord: 'zeewind',
    duressWord: 'oostenwind',
    specialInstruction: agreements.specialInstruction,
    aols: [{ number: '2026-0417', allowedBy: 'hoofdagent De Wit' }],
    places: [{ label: 'Thuis', floor: '2e etage' }],
    contacts: [
      { name: 'OOV-piket', mayBeInvolved: false },
      { name: 'Ria Hoekstra', mayBeInvolved: true },
    ],
  });
});

test('all of it verifies, row by row and column by column', async () => {
  const { faults } = await verifyLog(centre.system, centre.keys);
  expect(faults).toEqual([]);
});
