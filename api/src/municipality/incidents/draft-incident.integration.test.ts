// From closing to draft, by the real outbox on a real database: once, for the right municipality, with the
// times of the log, and for nobody outside its circle.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { IncidentCommand } from '@achterwacht/shared/incident/commands.ts';
import { noWords, type FillIn, type Incident } from '@achterwacht/shared/municipality/incident.ts';
import type { Permission, Role } from '@achterwacht/shared/roles.ts';
import type { Visitor } from '../../access/as-actor.ts';
import type { Transaction } from '../../db/connect.ts';
import { members, municipalities } from '../../db/schema/centres.ts';
import { incidentCircle, incidentViews, incidents } from '../../db/schema/incidents.ts';
import { createHandlers } from '../../testing/effect-handlers.ts';
import { createOutbox } from '../../outbox/outbox.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { nothingSet } from '../../testing/settings.ts';
import { changeIncident } from './change-incident.ts';
import { createDraftIncident } from './draft-incident.ts';
import { listIncidents, readIncident, readVersions } from './incident-queries.ts';

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

async function act(alarmId: string, ...commands: PersonCommand[]): Promise<void> {
  for (const command of commands) {
    const outcome = await centre.ask(centre.dirk, alarmId, command);
    expect(outcome).toMatchObject({ status: 'accepted' });
  }
}
const close = async (alarmId: string) => {
  const [row] = await centre.system.sql<{ version: number }[]>`
    select version from alarms where id = ${alarmId}`;
  await act(alarmId, {
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
  await act(alarmId, { type: 'Claim', expectedVersion: 1 });
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
/** What he is told, or `done`. */
const ask = (who: Visitor, incidentId: string, command: IncidentCommand) =>
  withKeysMade(centre.keys, () =>
    as(who, 'incident.change', async (tx) => {
      const file = await changeIncident(centre, tx, { incidentId, command, visitor: who });
      return 'code' in file ? file : 'done';
    }),
  );
const fillIn = (who: Visitor, id: string, asked: FillIn) =>
  ask(who, id, { type: 'FillIn', ...asked });
const letIn = (who: Visitor, id: string, { id: userId }: Visitor) =>
  ask(who, id, { type: 'LetIn', userId });
const takeOut = (who: Visitor, id: string, { id: userId }: Visitor) =>
  ask(who, id, { type: 'TakeOut', userId });
const versionsOf = (id: string) =>
  as(fatima, 'incident.read', (tx) => readVersions(tx, centre.keys, id));
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

  test('A16 is in nobody else’s list: not of another municipality, not of the centre', async () => {
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
    await fillIn(fatima, id, { expectedVersion: version, words, status: 'completed' });
    await act(alarmId, { type: 'Reopen', reason: 'Te vroeg gesloten' });
    await outboxRound();
    expect(await only()).toMatchObject({ status: 'completed', words, facts: { outcome: null } });
    expect((await only()).facts.times.closed).toBeUndefined();
    centre.clock.advance(30_000);
    await act(alarmId, { type: 'Claim', expectedVersion: (await versionOf(alarmId))! });
    await close(alarmId);
    await outboxRound();
    expect(await only()).toMatchObject({ id, words, facts: { outcome: 'threat' } });
    expect((await only()).facts.times.closed).toBe('2026-03-02T08:01:38.000Z');
  });

  test('of somebody whose key was erased leaves the facts, who wrote when, and that it was erased', async () => {
    const alarmId = await closedAlarm();
    const { id, version } = await only();
    const words = { ...noWords, why: 'Vergunning geweigerd' };
    await fillIn(fatima, id, { expectedVersion: version, words, status: 'completed' });
    centre.keys.erase(centre.buttons[0]!.holderId);
    const left = { isErased: true, holder: null, words: noWords, facts: { outcome: 'threat' } };
    expect(await only()).toMatchObject({ ...left, changed: { by: 'Fatima' } });
    expect((await listOf(fatima))[0]).toMatchObject({ initials: null });
    expect(await versionsOf(id)).toMatchObject([
      { by: 'Fatima', words: null, status: 'completed' },
      { by: null, words: null, status: 'draft' },
    ]);
    // It goes on all the same.
    await act(alarmId, { type: 'Reopen', reason: 'Te vroeg gesloten' });
    await outboxRound();
    expect(await only()).toMatchObject({ ...left, facts: { outcome: null } });
    expect(await letIn(fatima, id, griffier)).toBe('done');
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
  });

  test('whose own key was taken away is erased alone: another of the same person stays', async () => {
    await closedAlarm();
    const { id: first } = await only();
    await closedAlarm();
    const { id: second } = (await listOf(fatima)).find((one) => one.id !== first)!;
    await centre.database.superuser`delete from log.data_keys where stream_id = ${first}`;
    expect(await read(fatima, first)).toMatchObject({ isErased: true, holder: null });
    expect(await read(fatima, second)).toMatchObject({
      isErased: false,
      holder: { name: 'Drager Noord1' },
    });
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
  });

  test('whose key is damaged makes no file until that was put back, and then whole', async () => {
    const { alarmId } = await centre.press();
    await act(alarmId, { type: 'Claim', expectedVersion: 1 });
    await close(alarmId);
    const damaged = { ...centre.keys, find: () => null, isDamaged: () => true };
    const draft = createDraftIncident({ ...centre, keys: damaged });
    const effect = { alarmId } as Parameters<typeof draft>[0];
    const signal = AbortSignal.timeout(10_000);
    await expect(draft(effect, signal)).rejects.toThrow('a key file is damaged');
    expect(await listOf(fatima)).toEqual([]);
    await outboxRound();
    const { id } = await only();
    expect(await only()).toMatchObject({ isErased: false, holder: { name: 'Drager Noord1' } });
    // Nor is one that is there said to be erased.
    const shown = await as(fatima, 'incident.read', (tx) => readIncident(tx, damaged, id));
    expect(shown).toMatchObject({ isErased: false, holder: null });
  });

  test('of somebody who was erased before makes a file that says so', async () => {
    const { alarmId } = await centre.press();
    await act(alarmId, { type: 'Claim', expectedVersion: 1 });
    await close(alarmId);
    centre.keys.erase(centre.buttons[0]!.holderId);
    await outboxRound();
    expect(await only()).toMatchObject({ isErased: true, facts: { outcome: 'threat' } });
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
  await act(alarmId, { type: 'Claim', expectedVersion: 1 });
  await act(alarmId, {
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
  const notFound = { code: 'not-found' };

  test('is the officers of the municipality; who is outside finds nothing, until he is let in', async () => {
    await closedAlarm();
    const { id, circle, colleagues } = await only();
    expect([circle, colleagues].map((list) => list.map(({ name }) => name))).toEqual([
      ['Fatima'],
      ['Gea'],
    ]);
    expect(await listOf(griffier)).toEqual([]);
    expect(await read(griffier, id)).toBeNull();
    expect(await letIn(fatima, id, griffier)).toBe('done');
    expect((await only(griffier)).id).toBe(id);
    expect(await takeOut(fatima, id, griffier)).toBe('done');
    expect(await read(griffier, id)).toBeNull();
  });

  test('lets in nobody of another municipality, and nobody by one who is outside', async () => {
    await closedAlarm();
    const { id } = await only();
    expect(await letIn(fatima, id, stranger)).toMatchObject(notFound);
    expect(await letIn(stranger, id, stranger)).toMatchObject(notFound);
    const second = await addMember('Nora', 'oov-officer');
    expect(await letIn(second, id, second)).toMatchObject(notFound);
    expect(await read(second, id)).toBeNull();
  });

  test('keeps its last member; without any left the officers have it', async () => {
    await closedAlarm();
    const { id } = await only();
    expect(await takeOut(fatima, id, fatima)).toMatchObject({ code: 'laatste-in-kring' });
    expect(await takeOut(fatima, id, griffier)).toMatchObject(notFound);
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
  await letIn(fatima, id, nora);
  const fill = (visitor: Visitor, why: string) =>
    fillIn(visitor, id, {
      expectedVersion: version,
      words: { ...noWords, why },
      status: 'draft',
    });
  const answers = await Promise.all([fill(fatima, 'van Fatima'), fill(nora, 'van Nora')]);
  expect(answers).toContain('done');
  const { words, changed } = await only();
  expect(words.why).toBe(`van ${changed!.by}`);
  expect(answers).toContainEqual({ code: 'melding-gewijzigd', details: { by: changed!.by } });
});

test('what people wrote is sealed in the database', async () => {
  await closedAlarm();
  const rows = await centre.system.sql<{ row: string }[]>`
    select incidents::text as row from incidents`;
  expect(rows[0]!.row).not.toContain('Drager');
});
