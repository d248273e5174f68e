// The centre's customers: who adds and changes one, what lists and presses see of it, and what a release left that only
// knew names.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MunicipalityCommand } from '@achterwacht/shared/municipality/commands.ts';
import type { Municipality, MunicipalityDetails } from '@achterwacht/shared/municipality/state.ts';
import { NotAllowed, type Visitor } from '../../access/as-actor.ts';
import { connect } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { seedCentre } from '../../testing/seed-centre.ts';
import { addAdministrator } from '../../testing/settings.ts';
import { changeMunicipality } from './change-municipality.ts';
import {
  listMunicipalities,
  readMunicipality,
  readMunicipalityHistory,
} from './municipality-queries.ts';
import { takeOverMunicipalities } from './take-over-municipalities.ts';

let centre: AlarmCentre;
let els: Visitor;
beforeAll(async () => {
  centre = await openAlarmCentre();
  els = await addAdministrator(centre, 'Els');
});
afterAll(() => centre.end());

const zwolle: MunicipalityDetails = {
  code: '0193',
  dayAndNightPhone: '038 498 90 01',
  office: { name: 'Gert Hofstra', phone: null, mail: 'oov@zwolle.test' },
  contract: null,
  theme: null,
  language: 'nl',
};
const ask = (municipalityId: string | null, command: MunicipalityCommand, person = els) => {
  const { type, id, name, role, centreId } = person;
  const actor = { type, id, name, role };
  return withKeysMade(centre.keys, () =>
    centre.asActor(person, 'municipality.change', (tx) =>
      changeMunicipality(centre, tx, { centreId, municipalityId, command, actor }),
    ),
  );
};
const add = (details: MunicipalityDetails, { centreId } = els) =>
  ask(null, { type: 'AddMunicipality', centreId, details }) as Promise<Municipality>;
const change = (id: string, expectedVersion: number, details: MunicipalityDetails, by = els) =>
  ask(id, { type: 'ChangeMunicipality', expectedVersion, details }, by);
const read = (id: string, person: Visitor = centre.anna) =>
  centre.asActor(person, 'municipality.read', (tx) => readMunicipality(tx, centre.keys, id));
const list = (search: string, cursor?: string, person: Visitor = centre.dirk) =>
  centre.asActor(person, 'municipality.read', (tx) => listMunicipalities(tx, { search, cursor }));
const namesOf = async (search: string) =>
  (await list(search)).municipalities.map(({ name }) => name);

test('added, it is found by its name and its code, and staff read how it is reached', async () => {
  const { id } = await add(zwolle);
  expect(await namesOf('zwol')).toEqual(['Zwolle']);
  expect(await namesOf('0193')).toEqual(['Zwolle']);
  expect(await namesOf('%')).toEqual([]);
  expect(await read(id)).toMatchObject({
    ...zwolle,
    name: 'Zwolle',
    province: 'Overijssel',
    controlRoom: 'oost-nederland',
    version: 1,
  });
  const [row] = await centre.system.sql<{ row: string }[]>`
    select row_to_json(municipalities)::text || (select string_agg(text, '') from log.events
      where stream_id = ${id}) as row from municipalities where id = ${id}`;
  expect(row!.row).not.toMatch(/Gert|oov@zwolle/);
});

test('two administrators who add the same at once: one is told', async () => {
  const [one, other] = await Promise.all([
    add({ ...zwolle, code: '0014' }),
    add({ ...zwolle, code: '0014' }),
  ]);
  const refused = [one, other].filter((answer) => 'details' in answer);
  expect(refused).toMatchObject([{ code: 'gemeente-bestaat-al', details: { name: 'Groningen' } }]);
});

test('what was agreed when stays readable, with who wrote it', async () => {
  const { id } = await add({ ...zwolle, code: '0150' });
  await change(id, 1, { ...zwolle, code: '0150', dayAndNightPhone: '0570 00 00 00', office: null });
  const versions = await centre.asActor(centre.dirk, 'municipality.read', (tx) =>
    readMunicipalityHistory(tx, centre.keys, id),
  );
  expect(versions).toMatchObject([
    { what: 'changed', by: 'Els', changed: ['dayAndNightPhone', 'office'] },
    { what: 'added', by: 'Els', changed: [], details: { office: { name: 'Gert Hofstra' } } },
  ]);
  expect((await read(id))!.office).toBeNull();
});

test('nobody else of the centre may, and no administrator of another, whatever a query forgets', async () => {
  const { id } = await add({ ...zwolle, code: '0106' });
  await expect(change(id, 1, zwolle, centre.dirk)).rejects.toThrow(NotAllowed);
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const hans = await addAdministrator({ ...centre, ...south }, 'Hans');
  expect(await change(id, 1, zwolle, hans)).toMatchObject({ code: 'not-found' });
  expect(await read(id, hans)).toBeNull();
  expect((await list('', undefined, hans)).municipalities.map(({ name }) => name)).toEqual([
    'Haarlem',
  ]);
  const written = (person: Visitor) =>
    centre.asActor(
      person,
      'session.read',
      ({ sql }) => sql`update municipalities set name = name where id = ${id} returning 1`,
    );
  expect(await written(centre.dirk)).toEqual([]);
  expect(await written(hans)).toEqual([]);
  expect(await written(els)).toHaveLength(1);
  const officer = { ...centre.anna, role: 'oov-officer', municipalityId: id } as const;
  await expect(written(officer)).rejects.toThrow(/permission denied/);
});

test('it ends when nobody and nothing belongs to it, and then its place is free again', async () => {
  const end = (id: string, expectedVersion: number) =>
    ask(id, { type: 'EndMunicipality', expectedVersion });
  // Whoever is invited will work for it; whoever is suspended keeps nothing open.
  for (const status of ['invited', 'suspended'])
    await centre.system.sql`
      insert into members (user_id, centre_id, municipality_id, role, name, email, status)
      values (gen_random_uuid(), ${centre.centreId}, ${centre.municipalityId}, 'griffier',
        ${status}, ${`${status}@haarlem.test`}, ${status})`;
  expect(await end(centre.municipalityId, 1)).toEqual({
    code: 'gemeente-in-gebruik',
    details: { buttons: 1, members: 1 },
  });
  expect(await read(centre.municipalityId)).toMatchObject({ members: 1 });
  const { id } = await add({ ...zwolle, code: '0141' });
  expect(await end(id, 1)).toMatchObject({ ended: { by: { name: 'Els' } } });
  expect(await add({ ...zwolle, code: '0141' })).toMatchObject({ name: 'Almelo' });
  const [now, before] = (await list('almelo')).municipalities;
  expect([now!.endedAt, before!.endedAt]).toEqual([null, expect.any(String)]);
});

test('a press copies whom the contract of that day names, and nobody where it names none', async () => {
  const { municipalityId, clock } = centre;
  const day = clock.now().toISOString().slice(0, 10);
  const agree = async (contract: MunicipalityDetails['contract']) => {
    const { version } = (await read(municipalityId))!;
    return change(municipalityId, version, { ...zwolle, code: '0392', contract });
  };
  const responder = async () => {
    const { events } = await centre.press();
    const [raised] = events;
    return raised?.type === 'AlarmRaised' ? (raised.data.plan.otherResponder ?? null) : undefined;
  };
  const contract = { since: day, until: day, otherResponder: 'Beveiliging', closingText: null };
  await agree(contract);
  expect(await responder()).toBe('Beveiliging');
  await centre.system.sql`update alarms set open = false where true`;
  for (const none of [
    null,
    { ...contract, since: '2999-01-01', until: null },
    { ...contract, since: '2020-01-01', until: '2020-12-31' },
  ]) {
    await agree(none);
    expect(await responder()).toBeNull();
    await centre.system.sql`update alarms set open = false where true`;
  }
});

test('what a release named is taken over once: by its code, or left to be chosen', async () => {
  const { centreId } = centre;
  const name = (named: string) => {
    const id = randomUUID();
    return centre.system.sql`
      insert into municipalities (id, centre_id, name) values (${id}, ${centreId}, ${named})`.then(
      () => id,
    );
  };
  const ede = await name('ede');
  const nowhere = await name('Nergenshuizen');
  expect(await read(ede)).toMatchObject({ name: 'ede', code: '0228', version: 1 });
  // Before it is taken over at the next start somebody may change it: then it is taken over first.
  const seen = await name('Assens');
  expect(await change(seen, 1, { ...zwolle, code: '0109' })).toMatchObject({ name: 'Coevorden' });
  const owner = connect(centre.database.ownerUrl, { name: 'test-owner', ...limitsOf.migrate });
  const takeOver = () => takeOverMunicipalities(owner, () => centre.keys, centre.clock);
  expect(await takeOver()).toBeGreaterThanOrEqual(2);
  expect(await takeOver()).toBe(0);
  await owner.end();
  expect(await read(ede)).toMatchObject({
    name: 'ede',
    code: '0228',
    controlRoom: 'oost-nederland',
  });
  expect(await read(nowhere)).toMatchObject({
    name: 'Nergenshuizen',
    code: null,
    controlRoom: null,
  });
});

test('of more than a page every one is listed once, in the order of names', async () => {
  const { centreId } = centre;
  await centre.system.sql`
    insert into municipalities (id, centre_id, name)
    select gen_random_uuid(), ${centreId}, 'Plaats ' || number from generate_series(1, 120) as number`;
  const names: string[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 9; pages += 1) {
    const { municipalities, next } = await list('plaats', cursor);
    names.push(...municipalities.map((one) => one.name));
    if (next === null) break;
    cursor = next;
  }
  expect(new Set(names).size).toBe(120);
  expect(names).toHaveLength(120);
});

test('the log of all of it is whole', async () => {
  const { faults } = await verifyLog(centre.system, centre.keys);
  expect(faults.filter(({ streamType }) => streamType === 'municipality')).toEqual([]);
});
