// From closing to draft, by the real outbox on a real database: once, for the right municipality, with the
// times of the log, and for nobody outside its circle.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { noWords, type Incident } from '@achterwacht/shared/municipality/incident.ts';
import type { Permission, Role } from '@achterwacht/shared/roles.ts';
import type { Visitor } from '../../access/as-actor.ts';
import type { Transaction } from '../../db/connect.ts';
import { members, municipalities } from '../../db/schema/centres.ts';
import { incidentCircle, incidentViews, incidents } from '../../db/schema/incidents.ts';
import { createHandlers } from '../../testing/effect-handlers.ts';
import { createOutbox } from '../../outbox/outbox.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { nothingSet } from '../../testing/settings.ts';
import { fillIn, letIn, listIncidents, readIncident, takeOut } from './incident-queries.ts';

let centre: AlarmCentre;
let fatima: Visitor;
let griffier: Visitor;
let stranger: Visitor;
beforeEach(async () => {
  centre = await openAlarmCentre();
  fatima = await addMember('Fatima', 'oov-officer');
  griffier = await addMember('Gea', 'griffier');
  const zwolle = randomUUID();
  await centre.system.db
    .insert(municipalities)
    .values({ id: zwolle, centreId: centre.centreId, name: 'Zwolle' });
  stranger = await addMember('Gert', 'oov-officer', zwolle);
});
afterEach(() => centre.end());

async function addMember(
  name: string,
  role: Role,
  municipalityId = centre.municipalityId,
): Promise<Visitor> {
  const { centreId } = centre;
  const id = randomUUID();
  const email = `${id}@voorbeeld.test`;
  await centre.system.db
    .insert(members)
    .values({ userId: id, centreId, municipalityId, role, name, email });
  return { type: 'person', id, name, role, centreId, municipalityId };
}

async function tell(alarmId: string, ...commands: PersonCommand[]): Promise<void> {
  for (const command of commands) {
    const outcome = await centre.ask(centre.dirk, alarmId, command);
    expect(outcome).toMatchObject({ status: 'accepted' });
  }
}
const close = async (alarmId: string) => {
  const [row] = await centre.system.sql<{ version: number }[]>`
    select version from alarms where id = ${alarmId}`;
  await tell(alarmId, {
    type: 'Close',
    expectedVersion: row!.version,
    outcome: 'threat',
    needless: false,
    summary: 'Wethouder bedreigd bij de ingang',
  });
};
const outboxRound = async () => {
  const outbox = createOutbox({
    system: centre.system,
    clock: centre.clock,
    handlers: createHandlers({ ...centre, settings: nothingSet }),
    handleCommand: centre.handleCommand,
    log: centre.log,
  });
  await outbox.round();
  await outbox.settled();
};

/** A press that is taken and closed; the outbox has had its second. */
async function closedAlarm(): Promise<string> {
  const { alarmId } = await centre.press();
  centre.clock.advance(7_000);
  await tell(alarmId, { type: 'Claim', expectedVersion: 1 });
  centre.clock.advance(60_000);
  await close(alarmId);
  centre.clock.advance(1_000);
  await outboxRound();
  return alarmId;
}

const as = <T>(who: Visitor, permission: Permission, work: (tx: Transaction) => Promise<T>) =>
  centre.asActor(who, permission, work);
const listOf = async (who: Visitor) =>
  (await as(who, 'incident.read', (tx) => listIncidents(tx, centre.keys, undefined))).incidents;
const read = (who: Visitor, id: string) =>
  as(who, 'incident.read', (tx) => readIncident(tx, centre.keys, id));
const only = async (who = fatima): Promise<Incident> => {
  const list = await listOf(who);
  expect(list).toHaveLength(1);
  return (await read(who, list[0]!.id))!;
};

describe('a closed alarm', () => {
  test('stands as a draft in the list of its municipality, with the times of the log', async () => {
    const alarmId = await closedAlarm();
    const [row] = await listOf(fatima);
    expect(row).toMatchObject({ status: 'draft', initials: 'D.N.' });
    const [alarm] = await centre.system.sql<{ state: { number: number; times: object } }[]>`
      select state from alarms where id = ${alarmId}`;
    const draft = await only();
    expect(draft.facts).toEqual({
      alarmNumber: alarm!.state.number,
      kind: 'duress',
      outcome: 'threat',
      needless: false,
      times: alarm!.state.times,
    });
    expect(draft.facts.times).toMatchObject({
      received: '2026-03-02T08:00:00.000Z',
      claimed: '2026-03-02T08:00:07.000Z',
      closed: '2026-03-02T08:01:07.000Z',
    });
    expect(draft.holder).toEqual({ name: 'Drager Noord1', function: 'wethouder' });
    expect(draft.words).toEqual({
      ...noWords,
      who: 'Drager Noord1, wethouder',
      when: '2 maart 2026, 09:00:00 CET',
    });
  });

  test('tells its municipality nothing of why, where, or what the centre wrote', async () => {
    await closedAlarm();
    const told = JSON.stringify(await only());
    expect(told).not.toMatch(/bedreigd|zeewind|oostenwind|latitude|reasonCategory|recording/);
  });

  test('is in nobody else’s list: not of another municipality, not of the centre', async () => {
    await closedAlarm();
    const { id } = await only();
    expect(await listOf(stranger)).toEqual([]);
    expect(await read(stranger, id)).toBeNull();
    const pretender: Visitor = { ...fatima, municipalityId: null };
    expect(await listOf(pretender)).toEqual([]);
  });

  test('makes one file, however often its effect is carried out, by whomever at once', async () => {
    await closedAlarm();
    await centre.system.sql`
      update log.effects set status = 'waiting', next_attempt_at = created_at
      where kind = 'draft-incident'`;
    await Promise.all([outboxRound(), outboxRound()]);
    const draft = createHandlers({ ...centre, settings: nothingSet })['draft-incident'];
    const [effect] = await centre.system.sql<{ alarmId: string }[]>`
      select stream_id as "alarmId" from log.effects where kind = 'draft-incident'`;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        draft(effect as Parameters<typeof draft>[0], AbortSignal.timeout(10_000)),
      ),
    );
    expect((await only()).circle.map(({ name }) => name)).toEqual(['Fatima']);
  });

  test('that is opened again has no outcome, and keeps what was filled in', async () => {
    const alarmId = await closedAlarm();
    const { id, version } = await only();
    const words = { ...noWords, why: 'Vergunning geweigerd' };
    await as(fatima, 'incident.change', (tx) =>
      fillIn(tx, centre.keys, {
        visitor: fatima,
        incidentId: id,
        now: centre.clock.now(),
        asked: { expectedVersion: version, words, status: 'completed' },
      }),
    );
    await tell(alarmId, { type: 'Reopen', reason: 'Te vroeg gesloten' });
    await outboxRound();
    expect(await only()).toMatchObject({ status: 'completed', words, facts: { outcome: null } });
    expect((await only()).facts.times.closed).toBeUndefined();
    centre.clock.advance(30_000);
    await tell(alarmId, { type: 'Claim', expectedVersion: (await versionOf(alarmId))! });
    await close(alarmId);
    await outboxRound();
    expect(await only()).toMatchObject({ id, words, facts: { outcome: 'threat' } });
    expect((await only()).facts.times.closed).toBe('2026-03-02T08:01:38.000Z');
  });

  test('of somebody whose key was erased leaves the facts and no name', async () => {
    await closedAlarm();
    const { id } = await only();
    const erased = { ...centre.keys, find: () => null };
    const file = await as(fatima, 'incident.read', (tx) => readIncident(tx, erased, id));
    expect(file).toMatchObject({ holder: null, words: noWords, facts: { outcome: 'threat' } });
  });
});

const versionOf = async (alarmId: string) => {
  const [row] = await centre.system.sql<{ version: number }[]>`
    select version from alarms where id = ${alarmId}`;
  return row?.version;
};

test.each(['test', 'exercise', 'synthetic'] as const)('of a %s no file is made', async (mode) => {
  const { alarmId } = await centre.press();
  await centre.system.sql`
    update alarms set mode = ${mode}, state = jsonb_set(state, '{mode}', to_jsonb(${mode}::text))
    where id = ${alarmId}`;
  await tell(alarmId, { type: 'Claim', expectedVersion: 1 });
  await tell(alarmId, {
    type: 'Close',
    expectedVersion: (await versionOf(alarmId))!,
    outcome: 'test',
    needless: false,
    summary: '',
  });
  await outboxRound();
  expect(await listOf(fatima)).toEqual([]);
});

describe('the circle', () => {
  const asking = (visitor: Visitor, incidentId: string, who: Visitor) => ({
    visitor,
    incidentId,
    userId: who.id,
    now: centre.clock.now(),
  });
  const admit = (visitor: Visitor, id: string, who: Visitor) =>
    as(visitor, 'incident.change', (tx) => letIn(tx, asking(visitor, id, who)));
  const remove = (visitor: Visitor, id: string, who: Visitor) =>
    as(visitor, 'incident.change', (tx) => takeOut(tx, asking(visitor, id, who)));

  test('is the officers of the municipality; who is outside finds nothing, until he is let in', async () => {
    await closedAlarm();
    const { id, circle, colleagues } = await only();
    expect([circle, colleagues].map((list) => list.map(({ name }) => name))).toEqual([
      ['Fatima'],
      ['Gea'],
    ]);
    expect(await listOf(griffier)).toEqual([]);
    expect(await read(griffier, id)).toBeNull();
    expect(await admit(fatima, id, griffier)).toBe(true);
    expect((await only(griffier)).id).toBe(id);
    expect(await remove(fatima, id, griffier)).toBe('out');
    expect(await read(griffier, id)).toBeNull();
  });

  test('lets in nobody of another municipality, and nobody by one who is outside', async () => {
    await closedAlarm();
    const { id } = await only();
    expect(await admit(fatima, id, stranger)).toBe(false);
    expect(await admit(stranger, id, stranger)).toBe(false);
    const second = await addMember('Nora', 'oov-officer');
    expect(await admit(second, id, second)).toBe(false);
    expect(await read(second, id)).toBeNull();
  });

  test('keeps its last member; without any left the officers have it', async () => {
    await closedAlarm();
    const { id } = await only();
    expect(await remove(fatima, id, fatima)).toBe('last');
    expect(await remove(fatima, id, griffier)).toBe('not-found');
    const second = await addMember('Nora', 'oov-officer');
    await centre.database.superuser`delete from members where user_id = ${fatima.id}`;
    expect((await only(second)).id).toBe(id);
    expect(await listOf(griffier)).toEqual([]);
  });

  test('is told by the database, whatever a query forgets', async () => {
    await closedAlarm();
    const { id } = await only();
    const place = { centreId: centre.centreId, municipalityId: centre.municipalityId };
    const now = centre.clock.now().toISOString();
    const entry = { id: randomUUID(), incidentId: id, ...place, userId: griffier.id, addedAt: now };
    const refused = (who: Visitor, work: (tx: Transaction) => Promise<unknown>) =>
      expect(as(who, 'incident.read', work)).rejects.toMatchObject({
        cause: { code: '42501' },
      });
    // Lets himself in; signs with somebody else's name; looks under somebody else's name.
    await refused(griffier, (tx) =>
      tx.db.insert(incidentCircle).values({ ...entry, addedBy: griffier.id }),
    );
    await refused(fatima, (tx) =>
      tx.db.insert(incidentCircle).values({ ...entry, addedBy: griffier.id }),
    );
    await refused(fatima, (tx) =>
      tx.db.insert(incidentViews).values({
        incidentId: id,
        ...place,
        at: now,
        userId: griffier.id,
        name: 'Gea',
        role: 'griffier',
        what: 'opened',
        origin: '::1',
      }),
    );
    await refused(fatima, (tx) => tx.db.update(incidents).set({ occurredAt: now }));
    await refused(fatima, (tx) => tx.db.delete(incidentViews));
    await refused(fatima, (tx) => tx.db.delete(incidentCircle));
  });
});

test('of two who fill in at once the second is told by whom it was changed', async () => {
  await closedAlarm();
  const { id, version } = await only();
  const nora = await addMember('Nora', 'oov-officer');
  await as(fatima, 'incident.change', (tx) =>
    letIn(tx, { visitor: fatima, incidentId: id, userId: nora.id, now: centre.clock.now() }),
  );
  const fill = (visitor: Visitor, why: string) =>
    as(visitor, 'incident.change', (tx) =>
      fillIn(tx, centre.keys, {
        visitor,
        incidentId: id,
        now: centre.clock.now(),
        asked: { expectedVersion: version, words: { ...noWords, why }, status: 'draft' },
      }),
    );
  const answers = await Promise.all([fill(fatima, 'van Fatima'), fill(nora, 'van Nora')]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['changed', 'filled']);
  const { words, changed } = await only();
  expect(words.why).toBe(`van ${changed!.by}`);
  expect(answers).toContainEqual({ status: 'changed', by: changed!.by });
});

test('what people wrote is sealed in the database', async () => {
  await closedAlarm();
  const rows = await centre.system.sql<{ row: string }[]>`
    select incidents::text as row from incidents`;
  expect(rows[0]!.row).not.toContain('Drager');
});
