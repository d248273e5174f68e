// What must hold of every database that this release takes over, whoever left it and however large it is.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import { foldVersion } from '@achterwacht/shared/alarm/evolve.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { createAsActor, type Visitor } from '../access/as-actor.ts';
import { readBoard } from '../alarms/alarm-queries.ts';
import { readEvent } from '../alarms/event-text.ts';
import { createCommandHandler } from '../alarms/commands/handle-command.ts';
import { alarms, readAlarm, type AlarmRow } from '../alarms/row/alarm-row.ts';
import { verifyLog } from '../streams.ts';
import { takeOverButtons } from '../buttons/row/take-over-buttons.ts';
import { movableClock } from '../clock.ts';
import { connect, type Database } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { limitsOf } from '../db/pools.ts';
import { foldAnew, type FoldedAnew } from '../log/fold-anew.ts';
import { openLogger } from '../logger.ts';
import { sealClearMessages } from '../messages/record/seal-clear-messages.ts';
import { keepAllUp } from '../testing/rounds.ts';
import {
  takeOverIncidents,
  type TakenOver,
} from '../municipality/incidents/take-over-incidents.ts';
import { incidentFiles } from '../municipality/incidents/incident-row.ts';
import { dataKeyOf, openersOfRow } from '../log/stream-keys.ts';
import type { FoldRow } from '../log/stream.ts';
import { openWithOneOf } from '../sealing/seal.ts';
import { takeOverSettings } from '../settings/take-over-settings.ts';
import { createAnswerTimes } from '../supervision/answer-times.ts';
import { foldedStages, storedStages } from '../supervision/test-stages.ts';
import {
  earlierRelease,
  releases,
  type EarlierRelease,
  type Left,
  type Release,
} from './test-left-behind.ts';

/** What the fold says of every row that none of these releases kept. */
const added = {
  notes: 'which there are and whose, so that one can be corrected',
  confirmations: 'each that was told, so that what came after a withdrawn one can be made again',
  policeReports: 'by the version of its event each can be withdrawn',
};

/** Why a row of that release may differ from its fold by this one, by the field that differs. */
const reasons: Record<Release, Record<string, string>> = {
  a966681: {
    ...added,
    times:
      'handed-over is when it went to the police: a call that nobody confirmed is none, and may be all there was',
    verification:
      'a withdrawn judgement says since when it is waited for anew; reopening starts a harmless one anew',
    words: 'reopening: a code word that was heard before is a ground no more',
    changedAt:
      'withdrawing and reopening change the judgement; what a button says of itself changes none',
    ownership:
      'an alarm that was raised late waits from when it was raised, not from when it was received',
    passed: 'what acted by the moment before is not done again by the later one',
    revisions: 'of the deadlines that moved with it',
    deadlines:
      'an alarm of low priority speaks up once a shift; one that was raised late counts its rounds from then',
  },
  b64a0b4: added,
};

type Text = {
  alarm_id: string;
  version: number;
  text: string;
  previous_hash: string;
  hash: string;
};
type Answer = { command_id: string; answer: unknown };
type Due = { subject_id: string; kind: string; at: Date; revision: number };

/** As whoever ran that release had it in his environment. */
const former = {
  mail: null,
  sms: null,
  paging: { supervisor: ['+31612345678'], onCall: [] },
  policeWebhook: null,
};

type FileRow = Pick<FoldRow, 'id' | 'subject_id' | 'data_key' | 'personal'> & { facts: object };
type FileContent = { holder: object | null; words: object; policeNumber?: string };
const nothingWritten: FileContent = { holder: null, words: {} };

/** All columns but those of the history; `version` counts its events from here on. */
function stoodBefore(row: object): object {
  const later = new Set(['version', 'state', 'head_hash', 'fold_version', 'updated_at']);
  return Object.fromEntries(Object.entries(row).filter(([column]) => !later.has(column)));
}

/** @param times How often over it stands in the database. */
export function testTakeOver(release: Release, left?: Left, times = 1): void {
  const held = releases[release];
  const alarmCount = held.alarms * times;
  const eventCount = held.events * times;
  let earlier: EarlierRelease;
  let owner: Database;
  let system: Database;
  let app: Database;
  let before: Awaited<ReturnType<typeof read>>;
  let folded: FoldedAnew;
  let loans: object[];
  let taken: number;
  let centres: object[];
  let files: object[][];
  let takenFiles: TakenOver;

  /** As that release's tables have it, and as the log has it now. */
  const read = async (schema: 'public' | 'log') => {
    const { superuser: sql } = earlier;
    const from = (table: string) => sql`${sql(schema)}.${sql(table)}`;
    const id = sql(schema === 'public' ? 'alarm_id' : 'stream_id');
    const ofAlarms = (column: string) =>
      schema === 'public' ? sql`true` : sql`${sql(column)} = 'alarm'`;
    return {
      events: [
        ...(await sql<Text[]>`
          select ${id} as alarm_id, version, text, previous_hash, hash from ${from('events')}
          where ${ofAlarms('stream_type')} order by ${id}, version`),
      ],
      answers: [
        ...(await sql<Answer[]>`select command_id, answer from ${from('answers')} order by 1`),
      ],
      deadlines: [
        ...(await sql<Due[]>`
          select subject_id, kind, at, revision from ${from('deadlines')}
          where ${ofAlarms('subject_type')} order by subject_id, kind`),
      ],
    };
  };

  /** What stood in them, opened: as that release sealed it, or as this one does. */
  const readFiles = async (schema: 'public' | 'log') => {
    const keys = earlier.openKeys();
    const { superuser: sql } = earlier;
    const rows = await sql<FileRow[]>`
      select *, ${schema === 'log' ? dataKeyOf(sql, 'incidents') : sql`null`} as data_key
      from incidents order by id`;
    return rows.map(({ id, subject_id, data_key, personal, facts, ...row }) => {
      const openers = openersOfRow(incidentFiles, keys, { id, subject_id, data_key });
      const opened = personal && openWithOneOf(openers, `incident/${id}`, personal);
      const content = opened ? (JSON.parse(opened) as FileContent) : nothingWritten;
      const { policeNumber: _, ...said } = content;
      return { id, subject_id, facts, said, ...stoodBefore(row) };
    });
  };
  const readCircles = async () => [
    ...(await earlier.superuser<object[]>`select * from incident_circle order by id`),
  ];
  const readLooks = async () => [
    ...(await earlier.superuser<object[]>`select * from incident_views order by id`),
  ];

  /** What an earlier release knows of them. */
  const readLoans = async () => [
    ...(await earlier.superuser<{ loan: object }[]>`
      select to_jsonb(loans) - '{sound_untested,known_at_home}'::text[] as loan from loans order by id`),
  ];
  const readCentres = async () => [
    ...(await earlier.superuser<object[]>`select * from centres order by id`),
  ];

  beforeAll(async () => {
    earlier = await earlierRelease(release, left);
    before = await read('public');
    loans = await readLoans();
    files = [await readFiles('public'), await readCircles(), await readLooks()];
    // As the command `migrate` does, which every start runs first.
    await migrate(earlier);
    owner = connect(earlier.ownerUrl, { name: 'test-owner', ...limitsOf.migrate });
    system = connect(earlier.systemUrl, { name: 'test-system', ...limitsOf.command });
    app = connect(earlier.appUrl, { name: 'test-app', ...limitsOf.command });
    await sealClearMessages(owner, earlier.openKeys);
    takenFiles = await takeOverIncidents(owner, earlier.openKeys, { now: () => new Date() });
    folded = await foldAnew(alarms, owner, earlier.openKeys);
    taken = await takeOverButtons(owner, earlier.openKeys, { now: () => new Date() });
    centres = await readCentres();
    await takeOverSettings(owner, earlier.openKeys, () => former);
  }, 600_000);
  afterAll(async () => {
    await Promise.all([owner.end(), system.end(), app.end()]);
    await earlier.drop();
  });

  test('every button and loan has a history, and the row of a loan is what it was', async () => {
    expect(await readLoans()).toEqual(loans);
    const [{ there, told } = { there: 0, told: 0 }] = await system.sql<
      { there: number; told: number }[]
    >`select (select count(*)::int from log.events where type = 'ButtonLent') as told,
        (select count(*)::int from (select button_id from loans union
          select id from buttons where known and protocol in ('dc09', 'whip')) as either) as there`;
    expect(taken).toBe(there);
    expect(told).toBe(loans.length);
    // A second migration finds nothing more.
    expect(await takeOverButtons(owner, earlier.openKeys, { now: () => new Date() })).toBe(0);
  });

  test('every incident file has a history, and each of its words, its circle and its looks is what it was', async () => {
    const [fileRows, circles, looks] = files;
    expect(fileRows).toHaveLength(held.files * times);
    expect(await readFiles('log')).toEqual(fileRows);
    expect(await readCircles()).toEqual(circles);
    expect(await readLooks()).toEqual(looks);
    expect(takenFiles).toEqual({ files: held.files * times, setAside: [] });
    const told = await earlier.superuser`
      select type, text::jsonb #>> '{actor,part}' as part, feed, count(*)::int as events
      from log.events where stream_type = 'incident' group by 1, 2, 3`;
    const events = held.files * times;
    expect([...told]).toEqual([
      { type: 'IncidentTakenOver', part: 'take-over', feed: 'file', events },
    ]);
    // A second migration finds nothing more.
    const again = await takeOverIncidents(owner, earlier.openKeys, { now: () => new Date() });
    expect(again).toEqual({ files: 0, setAside: [] });
  });

  test('no row is set aside, and each is of this fold', async () => {
    expect(folded.setAside).toEqual([]);
    const versions = await system.sql`
      select fold_version as version, count(*)::int from alarms group by 1`;
    expect([...versions]).toEqual([{ version: foldVersion, count: alarmCount }]);
  });

  test('what differs from the row before has a reason', () => {
    const fields = new Set(folded.changed.flatMap((one) => one.fields));
    expect([...fields].sort()).toEqual(Object.keys(reasons[release]).sort());
  });

  test('every row says what its log folds to', async () => {
    const keys = earlier.openKeys();
    const logs = Map.groupBy(before.events, (event) => event.alarm_id);
    const rows = await earlier.superuser<AlarmRow[]>`
      select id, state, personal, head_hash, subject_id, null as data_key from alarms`;
    expect(rows).toHaveLength(alarmCount);
    const differing = rows.filter((row) => {
      const openers = openersOfRow(alarms, keys, row);
      const log = (logs.get(row.id) ?? []).map(({ text }) => readEvent(text, openers));
      return canonical(readAlarm(keys, row).state) !== canonical(fold(log));
    });
    expect(differing.map(({ id }) => id)).toEqual([]);
  });

  test('its answer times are those of its logs', async () => {
    const clock = movableClock(new Date().toISOString());
    const report = () => Promise.reject(new Error('it stands still'));
    const parts = { system, clock, log: openLogger('silent'), report };
    while (await keepAllUp(parts, [createAnswerTimes()]));
    const logs = Map.groupBy(before.events, (event) => event.alarm_id);
    const alarms = [...logs.values()].map((log) =>
      fold(log.map(({ text }) => readEvent(text, []))),
    );
    const stored = await storedStages(system.sql);
    expect(stored.size).toBe(alarmCount);
    expect(stored).toEqual(foldedStages(alarms.flatMap((alarm) => (alarm ? [alarm] : []))));
  });

  test('every centre runs by what it ran by, and each setting has a history', async () => {
    expect(await readCentres()).toEqual(centres);
    const told = await earlier.superuser<{ kind: string; part: string }[]>`
      select distinct state ->> 'kind' as kind, text::jsonb #>> '{actor,part}' as part
      from settings join log.events on stream_id = settings.id order by 1`;
    expect([...told]).toEqual(
      ['centre', 'control-rooms', 'nearby-press', 'paging', 'retention', 'timings'].map((kind) => ({
        kind,
        part: 'take-over',
      })),
    );
    // A second migration finds nothing more.
    expect(await takeOverSettings(owner, earlier.openKeys, () => former)).toEqual([]);
  });

  test('its log is whole', async () => {
    const { alarms: all, events, faults } = await verifyLog(system, earlier.openKeys());
    expect(faults).toEqual([]);
    expect(all).toBe(alarmCount);
    expect(events).toBeGreaterThan(eventCount);
  });

  test('every text, hash and answer is what it was', async () => {
    expect(before.events).toHaveLength(eventCount);
    const { events, answers } = await read('log');
    expect(events).toEqual(before.events);
    expect(answers).toEqual(before.answers);
  });

  test('no open alarm gets a deadline that it had not and that is over', async () => {
    const [{ at: last } = { at: new Date() }] = await earlier.superuser<{ at: Date }[]>`
      select max(at) as at from log.events where stream_type = 'alarm'`;
    const known = new Set(before.deadlines.map((due) => JSON.stringify(due)));
    const added = (await read('log')).deadlines.filter((due) => !known.has(JSON.stringify(due)));
    expect(added.filter(({ at }) => at <= last)).toEqual([]);
  });

  test('a desk draws its open alarms, and each of them goes on', async () => {
    const [member] = await earlier.superuser<
      { user_id: string; centre_id: string; name: string }[]
    >`select user_id, centre_id, name from members where role = 'supervisor' limit 1`;
    const { user_id: id, centre_id: centreId, name } = member!;
    const dirk: Visitor = {
      type: 'person',
      id,
      name,
      role: 'supervisor',
      centreId,
      municipalityId: null,
    };
    const [{ at } = { at: new Date() }] = await earlier.superuser<{ at: Date }[]>`
      select max(at) as at from log.events where stream_type = 'alarm'`;
    const clock = movableClock(new Date(at).toISOString());
    const keys = earlier.openKeys();
    const asActor = createAsActor(app, app);
    const board = await asActor(dirk, 'board.read', (tx) =>
      readBoard(tx, keys, centreId, clock.now()),
    );
    const open = board.alarms.filter(({ closed }) => closed === null);
    expect(open).toHaveLength(held.open);
    const { forPerson } = createCommandHandler({ clock, keys, system, asActor, announce() {} });
    for (const { id: alarmId } of open) {
      const note = { noteId: randomUUID(), text: 'overgenomen', happenedAt: null };
      const commandId = randomUUID();
      const answer = await forPerson(dirk, alarmId, { type: 'AddNote', ...note, commandId });
      expect(answer).toMatchObject({ status: 'accepted' });
    }
    expect((await verifyLog(system, keys)).faults).toEqual([]);
  });
}
