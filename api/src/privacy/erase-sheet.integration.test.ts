// A sheet taken away because its person asked: by two, never while something needs it, with the key gone, a line that
// proves it, and a database that is put back told of it.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../access/as-actor.ts';
import { members } from '../db/schema/centres.ts';
import { find } from '../log/read-stream.ts';
import { replayEmptied } from '../persons/emptying/replay-emptied.ts';
import { persons } from '../persons/person-row.ts';
import { takeOverPersons } from '../persons/take-over-persons.ts';
import { changePerson } from '../persons/change-person.ts';
import { readErasures } from '../sealing/erasures.ts';
import { withKeysMade } from '../sealing/key-ring.ts';
import { verifyLog } from '../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { closeAlarm } from '../testing/close-alarm.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { openPrivacy } from './open-privacy.ts';

let centre: AlarmCentre;
let door: HttpDoor;
let joke: Visitor;
/** Whoever wears a button, and somebody who never did. */
let wearer: string;
let nobodys: string;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 1 });
  door = await openHttpDoor((http, authentication) =>
    openPrivacy({
      ...centre,
      authentication,
      background: centre.system,
      keysFolder: centre.keys.folder,
    }).routes(http),
  );
  await takeOverPersons(centre.system, () => centre.keys, centre.clock);
  wearer = centre.buttons[0]!.holderId;
  joke = await supervisor('Joke');
  nobodys = await addPerson();
});
afterEach(async () => {
  await door.close();
  await centre.end();
});

async function supervisor(name: string): Promise<Visitor> {
  const { centreId } = centre;
  const id = randomUUID();
  const where = { centreId, municipalityId: null };
  const email = `${id}@voorbeeld.test`;
  await centre.system.db
    .insert(members)
    .values({ userId: id, ...where, role: 'supervisor', name, email });
  return { type: 'person', id, name, role: 'supervisor', ...where };
}

async function addPerson(): Promise<string> {
  const id = randomUUID();
  const { centreId, municipalityId } = centre;
  const actor = { type: 'system', part: 'import' } as const;
  const identity = {
    name: 'Noor Visser',
    function: 'raadslid',
    phones: [{ label: null, number: '06 38 00 03 07' }],
  };
  const asked = { type: 'AddPerson', centreId, municipalityId, belongsTo: null, identity } as const;
  await withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) =>
      changePerson(centre, tx, { personId: id, command: asked, actor }),
    ),
  );
  await withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) =>
      changePerson(centre, tx, {
        personId: id,
        command: { type: 'SetWords', expectedVersion: 1, words: { codeWord: 'lantaarn' } },
        actor,
      }),
    ),
  );
  return id;
}

async function request(about: string): Promise<(by: Visitor, body: object) => Promise<Answer>> {
  const id = randomUUID();
  const { dirk } = centre;
  const recorded = await door.post(dirk, '/api/privacy-requests', {
    id,
    kind: 'erasure',
    about: { type: 'holder', id: about },
    receivedAt: centre.clock.now().toISOString(),
    from: 'zelf, per telefoon',
    question: 'Wis wat er van mij is',
  });
  expect(recorded.status).toBe(200);
  const act = async (by: Visitor, body: object) =>
    (await door.post(by, `/api/privacy-requests/${id}`, body)) as Answer;
  await act(dirk, { type: 'CheckIdentity', how: 'seen-in-person' });
  return act;
}
type Answer = {
  status: number;
  body: { erasing?: unknown; error?: { code: string; details: object } };
};

const propose = (whole = false) => ({ type: 'ProposeErasing', whole });
const approve = { type: 'ApproveErasing' };
const read = async (id: string) =>
  (await centre.system.transaction((tx) => find(persons, tx, centre.keys, id)))!.state;
const classesOf = async (id: string) =>
  (
    await centre.system.sql<{ class: string }[]>`
      select class from log.data_keys where stream_id = ${id} order by class`
  ).map((row) => row.class);
const proofs = () => centre.system.sql<{ whom: string; user_id: string; result: string }[]>`
  select whom, user_id, result from access_log where action = 'person.erased'`;
const giveBack = () =>
  centre.database.superuser`update loans set returned_at = now() where holder_id = ${wearer}`;

test('one proposes it, somebody else agrees, and the sheet is gone; the name stays with the loans', async () => {
  await giveBack();
  const act = await request(wearer);
  expect(await act(centre.dirk, propose())).toMatchObject({
    status: 200,
    body: { erasing: { whole: false, proposed: { by: { name: 'Dirk' } }, done: null } },
  });
  expect((await read(wearer)).emptiedAt).toBeNull();
  expect(await act(centre.dirk, approve)).toMatchObject({
    status: 409,
    body: { error: { code: 'tweede-persoon-nodig' } },
  });
  expect(await classesOf(wearer)).toEqual(['identity', 'restricted']);
  expect(await act(joke, approve)).toMatchObject({
    status: 200,
    body: { erasing: { done: { by: { name: 'Joke' }, alone: false } } },
  });
  const after = await read(wearer);
  expect(after).toMatchObject({
    emptiedAt: centre.clock.now().toISOString(),
    personal: { identity: { name: 'Drager Noord1', phones: [] }, restricted: null },
  });
  expect(await classesOf(wearer)).toEqual(['identity']);
  expect(readErasures(centre.keys.folder)).toMatchObject([
    { streamType: 'person', streamId: wearer, why: 'request' },
  ]);
  expect(await proofs()).toEqual([{ whom: wearer, user_id: joke.id, result: 'request' }]);
  // Asked once more after a lost answer nothing more happens.
  expect((await act(joke, approve)).status).toBe(200);
  expect(await proofs()).toHaveLength(1);
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});

test('what still needs it keeps it, and says what that is', async () => {
  const act = await request(wearer);
  const refused = async (why: string) => {
    const { status, body } = await act(centre.dirk, propose());
    expect([status, body.error]).toMatchObject([409, { code: 'blad-nog-nodig', details: { why } }]);
    expect(await classesOf(wearer)).toEqual(['identity', 'restricted']);
  };
  await refused('loan');
  await giveBack();
  const { alarmId } = await centre.press();
  await refused('alarm');
  await closeAlarm(centre, alarmId);
  await centre.database.superuser`
    update alarms set state = jsonb_set(state, '{sound,held}', '{"by":{"id":"x","name":"x"},"at":"x"}')`;
  await refused('legal-hold');
  await centre.database
    .superuser`update alarms set state = jsonb_set(state, '{sound,held}', 'null')`;
  // What he asked to see first has to be there.
  await door.post(centre.dirk, '/api/privacy-requests', {
    id: randomUUID(),
    kind: 'access',
    about: { type: 'holder', id: wearer },
    receivedAt: centre.clock.now().toISOString(),
    from: 'zelf',
    question: 'Wat is er van mij?',
  });
  await refused('privacy-request');
  await centre.database.superuser`delete from privacy_requests where kind = 'access'`;
  expect((await act(centre.dirk, propose())).status).toBe(200);
  // It was proposed, and is needed again when somebody agrees.
  await centre.database.superuser`update loans set returned_at = null where holder_id = ${wearer}`;
  expect((await act(joke, approve)).body.error).toMatchObject({ code: 'blad-nog-nodig' });
  expect((await read(wearer)).emptiedAt).toBeNull();
  expect(await proofs()).toEqual([]);
});

test('a name goes as well where nothing is known by it, and comes back with no older database', async () => {
  await giveBack();
  const ofWearer = await request(wearer);
  expect((await ofWearer(centre.dirk, propose(true))).body.error).toMatchObject({
    code: 'naam-nog-nodig',
  });
  const { superuser } = centre.database;
  const kept = {
    rows: await superuser`select * from holders where id = ${nobodys}`,
    keys: await superuser`select * from log.data_keys where stream_id = ${nobodys}`,
    events: await superuser`select from log.events where stream_id = ${nobodys}`,
  };
  const act = await request(nobodys);
  await act(centre.dirk, propose(true));
  expect((await act(joke, approve)).status).toBe(200);
  const gone = async () => {
    expect((await read(nobodys)).personal).toEqual({ identity: null, restricted: null });
    expect(await classesOf(nobodys)).toEqual([]);
    const [row] = await superuser`select row_to_json(holders)::text as row from holders
      where id = ${nobodys}`;
    expect(row!['row']).not.toMatch(/Noor|raadslid|0307/);
  };
  await gone();
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);

  await superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from log.events where stream_id = ${nobodys} and version > ${kept.events.length}`;
    await tx`delete from holders where id = ${nobodys}`;
    await tx`insert into holders ${tx(kept.rows)}`;
    await tx`insert into log.data_keys ${tx(kept.keys)}`;
  });
  expect((await read(nobodys)).personal.identity).toMatchObject({ name: 'Noor Visser' });
  const { system, keys, clock } = centre;
  const parts = { database: system, keysFolder: keys.folder, openKeys: () => keys, clock };
  expect(await replayEmptied(parts)).toBe(1);
  await gone();
  expect(await replayEmptied(parts)).toBe(0);
});

test('the only supervisor does it alone, and that is said; another centre’s is not there', async () => {
  await centre.system.sql`delete from members where user_id = ${joke.id}`.catch(
    () => centre.database.superuser`delete from members where user_id = ${joke.id}`,
  );
  const act = await request(nobodys);
  expect(await act(centre.dirk, propose())).toMatchObject({
    body: { erasing: { done: { by: { name: 'Dirk' }, alone: true } } },
  });
  expect((await read(nobodys)).emptiedAt).not.toBeNull();
  expect((await act(centre.anna, approve)).status).toBe(403);
  const elsewhere = { ...centre.dirk, centreId: randomUUID() };
  expect((await act(elsewhere, approve)).status).toBe(404);
});
