// The one way an alarm changes, over a real database: exclusive, repeatable, and for whose it is.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { NotAllowed, type Visitor } from '../../access/as-actor.ts';
import { openAlarmCentre, startsAt, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded } from '../../testing/messages.ts';
import { seedCentre, type SeededCentre } from '../../testing/seed-centre.ts';
import { readBoard, readLog } from '../alarm-queries.ts';
import type { Outcome } from './handle-command.ts';

let centre: AlarmCentre;
let elsewhere: SeededCentre;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 60 });
  elsewhere = await seedCentre(centre.database.system, centre.keys, { name: 'Zuid' });
});
afterAll(() => centre.end());

let used = 0;
let alarmId: string;
beforeEach(async () => {
  centre.clock.advance(1_000);
  // Every test has a button of its own, so that no alarm of another takes its press in.
  ({ alarmId } = await centre.press(centre.buttons[used++]));
});

const claim: PersonCommand = { type: 'Claim', expectedVersion: 1 };
const note = (text: string): PersonCommand => ({
  type: 'AddNote',
  noteId: randomUUID(),
  text,
  happenedAt: null,
});
const logOf = (id = alarmId) =>
  centre.asActor(centre.anna, 'alarm.read', (tx) => readLog(tx, centre.keys, id));
const boardOf = (person: Visitor) =>
  centre.asActor(person, 'board.read', (tx) =>
    readBoard(tx, centre.keys, person.centreId, centre.clock.now()),
  );
const status = (outcome: Outcome) =>
  outcome.status === 'refused' ? outcome.refusal.code : outcome.status;

describe('claiming', () => {
  test('a hundred at once: exactly one owner, ninety-nine told who and since when', async () => {
    const people = Array.from({ length: 100 }, (_, index) => ({
      ...centre.anna,
      id: randomUUID(),
      name: `Centralist ${index}`,
    }));
    const answers = await Promise.all(people.map((person) => centre.ask(person, alarmId, claim)));
    const accepted = answers.flatMap((answer) => (answer.status === 'accepted' ? [answer] : []));
    expect(accepted).toHaveLength(1);
    const { ownership } = accepted[0]!.alarm;
    const owner = ownership.status === 'owned' ? ownership.by.name : null;
    const refused = answers.flatMap((answer) =>
      answer.status === 'refused' ? [answer.refusal] : [],
    );
    expect(refused).toEqual(
      Array(99).fill({ code: 'al-aangenomen', details: { owner, at: ownership.since } }),
    );
    expect((await logOf())?.map(({ type }) => type)).toEqual(['AlarmRaised', 'AlarmClaimed']);
  });

  test('is announced once it is committed, with its place in the feed', async () => {
    centre.announced.length = 0;
    await centre.ask(centre.anna, alarmId, claim);
    const log = await logOf();
    expect(centre.announced).toHaveLength(1);
    expect(log?.at(-1)).toMatchObject({ ...centre.announced[0] });
  });
});

describe('a repeated commandId gets the same answer', () => {
  test('a yes stays a yes and is done once', async () => {
    const commandId = randomUUID();
    const first = await centre.ask(centre.anna, alarmId, note('stemmen'), commandId);
    const again = await centre.ask(centre.anna, alarmId, note('stemmen'), commandId);
    expect([status(first), status(again)]).toEqual(['accepted', 'accepted']);
    expect((await logOf())?.filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
  });

  test('a no stays a no, also when it would be a yes by now', async () => {
    await centre.ask(centre.bram, alarmId, claim);
    const commandId = randomUUID();
    const first = await centre.ask(centre.anna, alarmId, claim, commandId);
    await centre.ask(centre.bram, alarmId, { type: 'Release' });
    const again = await centre.ask(centre.anna, alarmId, claim, commandId);
    expect(again).toEqual(first);
    expect(status(first)).toBe('al-aangenomen');
  });

  test('twenty at the same moment are one', async () => {
    const commandId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => centre.ask(centre.anna, alarmId, claim, commandId)),
    );
    expect(answers.map(status)).toEqual(Array(20).fill('accepted'));
    expect(await logOf()).toHaveLength(2);
  });

  test('of another alarm it is another command', async () => {
    const commandId = randomUUID();
    const other = await centre.press(centre.buttons[used++]);
    await centre.ask(centre.anna, alarmId, claim, commandId);
    expect(status(await centre.ask(centre.anna, other.alarmId, claim, commandId))).toBe('accepted');
  });
});

describe('whose it is', () => {
  test('of another centre: not found, whatever is asked', async () => {
    for (const command of [claim, note('spieken'), { type: 'Reopen', reason: 'x' } as const])
      expect(await centre.ask(elsewhere.dirk, alarmId, command)).toEqual({ status: 'not-found' });
    expect((await boardOf(elsewhere.anna)).alarms).toEqual([]);
    expect(
      await centre.asActor(elsewhere.anna, 'alarm.read', (tx) => readLog(tx, centre.keys, alarmId)),
    ).toBeNull();
    expect(await logOf()).toHaveLength(1);
  });

  test('a desk of another centre cannot report it as presented', async () => {
    const outcome = await centre.handleCommand.forSystem(elsewhere.anna, alarmId, {
      type: 'ReportPresented',
    });
    expect(outcome).toEqual({ status: 'not-found' });
    const own = await centre.handleCommand.forSystem(centre.anna, alarmId, {
      type: 'ReportPresented',
    });
    expect(own).toMatchObject({ status: 'accepted', alarm: { version: 2 } });
  });

  test('whoever may not command gets no transaction at all', async () => {
    const carer: Visitor = { ...centre.anna, role: 'carer' };
    await expect(centre.ask(carer, alarmId, claim)).rejects.toThrow(NotAllowed);
  });

  test('an alarm that never was is not found', async () => {
    expect(await centre.ask(centre.anna, randomUUID(), claim)).toEqual({ status: 'not-found' });
  });
});

describe('row-level security, with the `where` forgotten', () => {
  const tenantTables = [
    'alarms',
    'events',
    'feeds',
    'buttons',
    'holders',
    'members',
    'messages',
    'signals',
    'deadlines',
    'answers',
    'loans',
    'centres',
    'municipalities',
  ];

  test.each(tenantTables)('%s: without settings the app role sees nothing', async (table) => {
    await centre.ask(centre.anna, alarmId, claim);
    const { app, superuser } = centre.database;
    expect(await superuser`select from ${superuser(table)} limit 1`).toHaveLength(1);
    expect(await app.sql`select from ${app.sql(table)} limit 1`).toHaveLength(0);
  });

  test('with settings it sees its own centre only, and writes nowhere else', async () => {
    const seen = await centre.asActor(
      elsewhere.anna,
      'alarm.read',
      ({ sql }) => sql<{ id: string }[]>`select centre_id as id from buttons`,
    );
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([elsewhere.centreId]));
    const steal = centre.asActor(
      elsewhere.anna,
      'alarm.command',
      ({ sql }) => sql`update alarms set centre_id = ${elsewhere.centreId} returning id`,
    );
    expect(await steal).toHaveLength(0);
    const plant = centre.asActor(
      elsewhere.anna,
      'alarm.command',
      ({ sql }) => sql`
        insert into log.answers (stream_id, command_id, centre_id, answer, at)
        values (${alarmId}, ${randomUUID()}, ${centre.centreId}, '{}', ${startsAt})`,
    );
    await expect(plant).rejects.toThrow(/row-level security/);
  });

  test('the settings end with the transaction', async () => {
    await boardOf(centre.anna);
    const { app } = centre.database;
    const settings = await Promise.all(
      Array.from(
        { length: 16 },
        () => app.sql<{ at: string | null }[]>`select setting_centre() as at`,
      ),
    );
    expect(settings.map(([row]) => row?.at)).toEqual(Array(16).fill(null));
  });

  test('a municipality’s officer sees no alarm, also not of his own: what he may know stands in its file', async () => {
    const officer: Visitor = {
      ...centre.anna,
      role: 'oov-officer',
      municipalityId: elsewhere.municipalityId,
    };
    // Through the permission every role has: what counts here is the policy, not the table of roles.
    const seen = await centre.asActor(
      officer,
      'session.read',
      ({ sql }) => sql`select from alarms`,
    );
    expect(seen).toHaveLength(0);
    const own = { ...officer, municipalityId: centre.municipalityId };
    const theirs = await centre.asActor(own, 'session.read', ({ sql }) => sql`select from alarms`);
    expect(theirs).toHaveLength(0);
    const people = await centre.asActor(own, 'session.read', ({ sql }) => sql`select from centres`);
    expect(people).toHaveLength(1);
  });
});

describe('the log is the product', () => {
  test('folding it gives the row, for every alarm on the board', async () => {
    await centre.ask(centre.anna, alarmId, claim);
    await centre.press(centre.buttons[used - 1], [decoded('panic', { batteryPercent: 12 })]);
    await centre.ask(centre.anna, alarmId, note('glasgerinkel'));
    await centre.ask(centre.dirk, alarmId, { type: 'TakeOver', reason: 'pauze' });
    const board = await boardOf(centre.anna);
    expect(board.alarms.length).toBeGreaterThan(1);
    for (const alarm of board.alarms) expect(fold((await logOf(alarm.id))!)).toEqual(alarm);
  });

  test('a clock that stands behind dates nothing before what was written already', async () => {
    centre.clock.advance(-60_000);
    await centre.ask(centre.anna, alarmId, claim);
    centre.clock.advance(60_000);
    const [raised, claimed] = (await logOf())!;
    expect(claimed!.at).toBe(raised!.at);
  });

  test('nobody changes an event: not the app, not the system, not its owner', async () => {
    const { app, system } = centre.database;
    await expect(app.sql`update log.events set text = 'x'`).rejects.toThrow(/permission denied/);
    await expect(system.sql`delete from log.events`).rejects.toThrow(/permission denied/);
    await expect(centre.database.superuser`truncate log.events`).rejects.toThrow(/append-only/);
  });
});

describe('reopening while the same button called again', () => {
  test('is refused with a reason, and loses neither alarm', async () => {
    const [first] = (await logOf())!;
    await centre.ask(centre.dirk, alarmId, claim);
    await centre.ask(centre.dirk, alarmId, {
      type: 'Close',
      expectedVersion: 2,
      outcome: 'unknown',
      needless: false,
      summary: 'niets te horen',
    });
    const second = await centre.press(centre.buttons[used - 1]);
    expect(second.alarmId).not.toBe(alarmId);
    expect(second.events[0]).toMatchObject({ data: { previousAlarmId: alarmId } });
    const reopened = await centre.ask(centre.dirk, alarmId, {
      type: 'Reopen',
      reason: 'alsnog aangifte',
    });
    expect(status(reopened)).toBe('knop-heeft-alarm');
    expect(await logOf()).toHaveLength(3);
    expect((await boardOf(centre.anna)).alarms.map(({ id }) => id)).toContain(second.alarmId);
    expect(first?.type).toBe('AlarmRaised');
  });
});
