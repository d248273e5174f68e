// The audit over a real database: that its lines are of the one who looked and of nobody else, sealed, found again, and
// told to whoever may hear them alone.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { AuditQuery } from '@achterwacht/shared/routes/audit.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import { logAccess, type Look } from '../access/access-log.ts';
import type { Visitor } from '../access/as-actor.ts';
import { connect } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { members } from '../db/schema/centres.ts';
import { compare } from '../projections/compare.ts';
import { foldUnsealed, subjectsInLog, verifyLog } from '../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { keepAllUp } from '../testing/rounds.ts';
import { set } from '../testing/settings.ts';
import { seedCentre, type SeededCentre } from '../testing/seed-centre.ts';
import { createAuditChanges } from './changes.ts';
import { linesEraser } from './seals/erase-lines.ts';
import { findSubjects, onlyOf, readBreach } from './read-breach.ts';
import { readLine } from './read-line.ts';
import { readLines, type Reading } from './read-lines.ts';
import { sealJob, verifySeals } from './seals/seal-lines.ts';

let centre: AlarmCentre;
let elsewhere: SeededCentre;
let auditor: Visitor;
const changes = createAuditChanges(subjectsInLog);
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
  elsewhere = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  auditor = await add('auditor', centre.centreId);
});
afterAll(() => centre.end());

async function add(role: Role, centreId: string): Promise<Visitor> {
  const id = randomUUID();
  await centre.system.db.insert(members).values({
    userId: id,
    centreId,
    role,
    name: `${role} ${id.slice(0, 4)}`,
    email: `${id}@voorbeeld.test`,
  });
  return { type: 'person', id, name: role, role, centreId, municipalityId: null };
}

const keepUp = async () => {
  const { system, clock, log } = centre;
  const report = () => Promise.reject(new Error('it stands still'));
  while (await keepAllUp({ system, clock, log, report }, [changes]));
};

const look = (person: Visitor, action: AccessAction, more: Partial<Look> = {}) =>
  centre.asActor(person, 'session.read', (tx) =>
    logAccess(tx, person, {
      at: centre.clock.now(),
      action,
      object: randomUUID(),
      whom: null,
      result: 'shown',
      origin: '10.0.0.7',
      ...more,
    }),
  );

const reading = (limit = 50, namesHolders = true): Reading => ({
  centreId: centre.centreId,
  version: changes.version,
  namesHolders,
  limit,
});
const read = (query: AuditQuery = {}, by: Visitor = centre.dirk, limit = 50) =>
  centre.asActor(by, 'audit.read', (tx) => readLines(tx, query, reading(limit)));
const textsOf = async (query: AuditQuery, by?: Visitor) =>
  (await read(query, by)).lines.map(
    ({ action, type, by: { name } }) => `${name} ${action ?? type}`,
  );

const job = () => sealJob({ background: centre.system, clock: centre.clock });
const round = (one: ReturnType<typeof job>) =>
  one.round(
    centre,
    { found() {}, done() {}, failed() {}, good() {} },
    new AbortController().signal,
  );
const faults = async () => (await verifyLog(centre.system, centre.keys)).faults;

describe('read', () => {
  let alarmId: string;
  beforeAll(async () => {
    ({ alarmId } = await centre.press());
    centre.clock.advance(1_000);
    await centre.ask(centre.anna, alarmId, { type: 'Claim', expectedVersion: 1 });
    centre.clock.advance(1_000);
    const [{ id: whom }] = await centre.system.sql<[{ id: string }]>`
      select subject_id as id from alarms where id = ${alarmId}`;
    await look(centre.anna, 'alarm.dossier', { object: alarmId, whom });
    await look(centre.bram, 'alarm.sound', {
      object: alarmId,
      whom,
      outcome: 'refused',
      result: 'luistert-niet',
    });
    await keepUp();
  });

  test('looks and changes are one list, newest first, with who, what, of whom, how it ended and from where', async () => {
    const { lines } = await read();
    expect(lines.slice(0, 3)).toMatchObject([
      {
        action: 'alarm.sound',
        by: { name: 'Bram', role: 'centralist' },
        outcome: 'refused',
        result: 'luistert-niet',
      },
      {
        action: 'alarm.dossier',
        group: 'look',
        by: { id: centre.anna.id, name: 'Anna' },
        object: { id: alarmId, number: expect.any(Number) as number },
        whom: { name: expect.stringMatching(/^Drager/) as string },
        outcome: 'done',
        origin: '10.0.0.7',
      },
      { group: 'change', type: 'AlarmClaimed', by: { name: 'Anna', role: 'centralist' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('AlarmRaised');
    expect(await textsOf({ everything: 'yes' })).toContain('null AlarmRaised');
  });

  test('by whom, what, of what, of whom, how it ended, when; by number, name and address', async () => {
    const number = (await read()).lines.find(({ object }) => object.number)!.object.number!;
    const whom = (await read()).lines.find((line) => line.whom)!.whom!.id;
    expect(await textsOf({ by: centre.bram.id })).toEqual(['Bram alarm.sound']);
    expect(await textsOf({ group: 'change' })).toEqual(['Anna AlarmClaimed']);
    expect(await textsOf({ outcome: 'refused' })).toEqual(['Bram alarm.sound']);
    expect(await textsOf({ object: alarmId, group: 'look' })).toHaveLength(2);
    expect(await textsOf({ whom })).toHaveLength(3);
    expect(await textsOf({ search: `#${number}` })).toHaveLength(3);
    expect(await textsOf({ search: 'bra' })).toEqual(['Bram alarm.sound']);
    expect(await textsOf({ search: '10.0.0.7', group: 'look' })).toHaveLength(2);
    // What somebody types is no pattern.
    expect(await textsOf({ search: '%' })).toEqual([]);
    expect(await textsOf({ until: '2026-03-02T08:00:01.500Z', group: 'look' })).toEqual([]);
  });

  test('page by page it is the same list, and nothing twice', async () => {
    const whole = (await read({ everything: 'yes' })).lines.map(({ id }) => id);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ everything: 'yes', ...(cursor && { cursor }) }, centre.dirk, 2);
      paged.push(...page.lines.map(({ id }) => id));
      cursor = page.cursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(whole);
  });

  test('behind a change stands what its event says in clear, and nothing that is sealed', async () => {
    const raised = (await read({ everything: 'yes' })).lines.find(
      ({ type }) => type === 'AlarmRaised',
    )!;
    const found = await centre.asActor(centre.dirk, 'audit.read', (tx) =>
      readLine(tx, raised.id, reading(), foldUnsealed),
    );
    expect(found).toMatchObject({
      line: raised,
      behind: {
        changed: [],
        said: expect.arrayContaining([{ name: 'kind', value: 'duress' }]) as object,
      },
    });
    expect(JSON.stringify(found!.behind)).not.toContain('Drager');
    const ofAuditor = await centre.asActor(auditor, 'audit.read', (tx) =>
      readLine(tx, raised.id, reading(50, false), foldUnsealed),
    );
    expect(ofAuditor).toMatchObject({ behind: null, line: { whom: { name: null } } });
  });

  test('a colleague who was looked at stands there by name; a holder who may log in to a supervisor alone', async () => {
    const holder = await add('holder', centre.centreId);
    const looked = {
      [centre.bram.id]: 'Bram',
      [holder.id]: `holder ${holder.id.slice(0, 4)}`,
    };
    for (const whom of Object.keys(looked))
      await look(centre.dirk, 'people.opened', { object: whom, whom });
    const namesFor = async (reader: Visitor, namesHolders: boolean) => {
      const { lines } = await centre.asActor(reader, 'audit.read', (tx) =>
        readLines(tx, {}, reading(2, namesHolders)),
      );
      return Object.fromEntries(lines.map(({ whom }) => [whom!.id, whom!.name]));
    };
    expect(await namesFor(centre.dirk, true)).toEqual(looked);
    expect(await namesFor(auditor, false)).toEqual({ ...looked, [holder.id]: null });
  });

  test('to a supervisor of another centre, an administrator and a centralist the database shows none', async () => {
    const others = [
      { ...centre.dirk, centreId: elsewhere.centreId },
      await add('supervisor', elsewhere.centreId),
    ];
    for (const other of others)
      expect((await read({ everything: 'yes' }, other)).lines).toEqual([]);
    for (const other of [await add('administrator', centre.centreId), centre.anna])
      expect(
        await centre.asActor(other, 'session.read', (tx) => tx.sql`select from access_log`),
      ).toEqual([]);
    // A cursor of another centre's list is a place in time, and nothing of that centre.
    const { cursor } = await read({}, centre.dirk, 1);
    expect(cursor).not.toBeNull();
    expect((await read({ cursor: cursor! }, others[1])).lines).toEqual([]);
  });

  test('nobody writes a line of somebody else', async () => {
    const asAnna = centre.asActor(centre.anna, 'session.read', (tx) =>
      logAccess(tx, centre.bram, {
        at: centre.clock.now(),
        action: 'alarm.dossier',
        object: alarmId,
        whom: null,
        result: 'shown',
        origin: 'x',
      }),
    );
    await expect(asAnna).rejects.toThrow();
  });
});

test('a projection folded anew is the same', async () => {
  await keepUp();
  const alone = connect(centre.database.systemUrl, { name: 'test-alone', ...limitsOf.verify });
  const compared = await compare(alone, changes).finally(() => void alone.end());
  expect(compared.differing).toEqual([]);
  expect(compared.rows).toBe(compared.events);
  expect(compared.rows).toBeGreaterThan(1);
});

describe('a breach', () => {
  test('a function that nobody entered leaves no comma before the municipality', async () => {
    await centre.database.superuser`update holders set function = ''`;
    const found = await centre.asActor(centre.dirk, 'privacy.read', (tx) => findSubjects(tx, ''));
    expect(found.find(({ of }) => of === 'holder')?.more).toBe('Haarlem');
  });

  test('who saw what of whom, counted by person and kind; of an account by whom it looked at', async () => {
    const [{ id: whom }] = await centre.system.sql<
      [{ id: string }]
    >`select id from holders limit 1`;
    centre.clock.advance(1_000);
    const from = centre.clock.now().toISOString();
    await look(centre.anna, 'alarm.dossier', { whom });
    await look(centre.anna, 'alarm.sound', { whom });
    await look(centre.bram, 'alarm.log', { whom });
    await look(centre.bram, 'alarm.dossier', { whom, outcome: 'refused', result: 'not-claimed' });
    await look(centre.bram, 'alarm.sound', { whom, withheld: true });
    centre.clock.advance(1_000);
    const until = centre.clock.now().toISOString();
    await look(centre.anna, 'alarm.log', { whom });
    const breachOf = (of: 'holder' | 'member' | 'municipality', id: string) =>
      centre.asActor(centre.dirk, 'privacy.read', async (tx) => {
        const query = { of, id, from, until };
        const only = onlyOf(centre.dirk, query);
        const { lines } = await readLines(tx, {}, { ...reading(), only });
        return { ...(await readBreach(tx, centre.centreId, query)), lines };
      });
    const ofHolder = await breachOf('holder', whom);
    expect(ofHolder).toMatchObject({
      looks: 4,
      rows: [
        { name: 'Anna', looks: 2, seen: { facts: 1, threat: 1, words: 1, sound: 1, file: 0 } },
        { name: 'Bram', looks: 2, seen: { facts: 1, position: 1, threat: 0, sound: 1 } },
      ],
    });
    // The list is the same as its lines, to the look.
    expect(ofHolder.lines).toHaveLength(4);
    expect(ofHolder.municipalities).toMatchObject([
      { id: centre.municipalityId, looks: 4, holders: 1 },
    ]);
    expect(await breachOf('municipality', centre.municipalityId)).toMatchObject({ looks: 4 });
    expect(await breachOf('member', centre.anna.id)).toMatchObject({
      looks: 2,
      rows: [{ id: whom, name: expect.stringMatching(/^Drager/) as string }],
    });
    expect(await breachOf('member', auditor.id)).toMatchObject({ looks: 0, rows: [], lines: [] });
  });
});

describe('its lines', () => {
  test.each([
    'update access_log set result = $$x$$',
    'delete from access_log',
    'truncate access_log',
  ])('are changed by nobody: %s', async (text) => {
    const { database } = centre;
    const count = async () => (await database.superuser`select from access_log`).length;
    const before = await count();
    for (const role of ['app', 'outside', 'system'] as const)
      await database[role].sql.unsafe(text).catch((error: Error) => {
        expect(error.message).toMatch(/permission denied|append-only/);
      });
    await expect(database.superuser.unsafe(text)).rejects.toThrow(/append-only/);
    expect(await count()).toBe(before);
  });

  test('are sealed each minute, the late ones too, and verified', async () => {
    await round(job());
    expect(await faults()).toEqual([]);
    // One that got its id and is committed only after a later one was sealed.
    const late = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = centre.asActor(centre.anna, 'session.read', async (tx) => {
      await logAccess(tx, centre.anna, {
        at: centre.clock.now(),
        action: 'alarm.log',
        object: 'late',
        whom: null,
        result: 'shown',
        origin: 'x',
      });
      begun.resolve();
      await late.promise;
    });
    await begun.promise;
    // Another look waits for nobody.
    await look(centre.bram, 'alarm.log');
    await round(job());
    late.resolve();
    await slow;
    await round(job());
    const { superuser } = centre.database;
    const [row] = await superuser`
      select (select count(*)::int from access_log where centre_id = ${centre.centreId}) as lines,
        (select sum(cardinality(line_ids))::int from access_seals
          where centre_id = ${centre.centreId}) as sealed`;
    expect(row!['sealed']).toBe(row!['lines']);
    expect(await faults()).toEqual([]);
  });

  test.each([
    [
      'changed',
      `update access_log set result = 'nothing' where id = (select min(id) from access_log)`,
    ],
    ['missing', `delete from access_log where id = (select min(id) from access_log)`],
    ['missing', `delete from access_seals where number = 1`],
    ['changed', `update access_seals set line_ids = line_ids || 1::bigint where number = 1`],
  ])('that somebody had a hand in show as %s: %s', async (fault, text) => {
    const { superuser } = centre.database;
    class Undone extends Error {}
    await superuser
      .begin(async (sql) => {
        await sql`alter table access_log disable trigger all`;
        await sql.unsafe(text);
        const found = await verifySeals({ sql } as unknown as Parameters<typeof verifySeals>[0]);
        expect(found.map((one) => one.fault)).toContain(fault);
        throw new Undone();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
    expect(await faults()).toEqual([]);
  });

  test('go after five years, or as long as the centre says, a seal at a time, with a line of proof; the chain stays whole', async () => {
    const { superuser } = centre.database;
    const old = await openOld();
    const before = (await superuser`select from access_log`).length;
    const eraser = linesEraser('access-lines', { background: centre.system, clock: centre.clock });
    await set(centre, 'retention', { ...usualRetention, accessLineDays: 3_653 });
    await round(eraser);
    expect(await superuser`select from access_log where id = ${old}`).toHaveLength(1);
    await set(centre, 'retention', usualRetention);
    await round(eraser);
    expect(await superuser`select from access_log where id = ${old}`).toEqual([]);
    const proofs = await superuser`
      select object from access_log where action = 'retention.erased' and result = 'access-lines'`;
    expect(proofs.map((row) => row['object'] as string)).toEqual([
      expect.stringMatching(/^access-seal\/\d+$/),
    ]);
    expect((await superuser`select from access_log`).length).toBe(before);
    await round(job());
    expect(await faults()).toEqual([]);
  });

  /** A look of long ago, and sealed then. */
  async function openOld(): Promise<number> {
    const now = centre.clock.now();
    centre.clock.set('2019-05-01T08:00:00.000Z');
    await look(centre.anna, 'alarm.log', { object: 'old' });
    await round(job());
    centre.clock.set(now.toISOString());
    const [row] = await centre.database.superuser<{ id: string }[]>`
      select id from access_log where object = 'old'`;
    return Number(row!.id);
  }
});
