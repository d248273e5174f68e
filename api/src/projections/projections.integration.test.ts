// A projection over a real log: true at a number, in order, once, whatever happens on the way. The one that is tried
// here counts alarms and fails when it is told to.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alarmSubject } from '@achterwacht/shared/subjects/alarm.ts';
import { connect } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { createReportTrouble } from '../messages/own-parts.ts';
import { readSetAside } from '../jobs/set-aside.ts';
import { createAnswerTimes } from '../supervision/answer-times.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { compare, NotFoldedYet } from './compare.ts';
import { listProjections } from './list-projections.ts';
import { keepAllUp } from '../testing/rounds.ts';
import { over, type Projection } from './projection.ts';
import { readTruth } from './truth.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
});
afterEach(() => centre.end());

type Options = {
  version?: number;
  failsAt?: (event: { type: string; streamId: string }) => boolean;
};

/** What each event was, as the last one that its alarm saw; in the table of the answer times. */
function lastSeen({ version = 1, failsAt = () => false }: Options = {}): Projection & {
  seen: number[];
} {
  const seen: number[] = [];
  return {
    seen,
    name: 'last-seen',
    version,
    tables: [{ table: 'answer_times', id: 'alarm_id' }],
    over: [
      over(
        alarmSubject,
        ['AlarmRaised', 'AlarmClaimed', 'NoteAdded'],
        async ({ sql }, place, events) => {
          for (const { event, streamId, sequence } of events) {
            if (failsAt({ type: event.type, streamId }))
              throw new TypeError('cannot fold mevrouw De Vries');
            seen.push(sequence);
            await sql`
              insert into answer_times (projection_version, alarm_id, centre_id, kind, mode, received_at)
              values (${place.version}, ${streamId}, ${place.centreId}, 'duress', 'real', ${event.at})
              on conflict (projection_version, alarm_id) do update set received_at = excluded.received_at`;
          }
        },
      ),
    ],
  };
}

function keep(...projections: Projection[]) {
  const { system, keys, clock, toAlarm, announce, log } = centre;
  const report = createReportTrouble({ system, keys, clock, toAlarm, announce, log });
  return keepAllUp({ system, clock, log, report }, projections);
}

const claim = (alarmId: string) =>
  centre.ask(centre.anna, alarmId, { type: 'Claim', expectedVersion: 1 });
const note = (alarmId: string) =>
  centre.ask(centre.anna, alarmId, {
    type: 'AddNote',
    noteId: randomUUID(),
    text: 'mevrouw De Vries belt',
    happenedAt: null,
  });

const truth = (projection: Projection) =>
  centre.system.transaction((tx) => readTruth(tx, centre.clock, projection, centre.centreId));
const rows = async (version: number) => [
  ...(await centre.system.sql<{ alarm_id: string }[]>`
    select alarm_id, received_at from answer_times where projection_version = ${version} order by 1`),
];
const head = async () => {
  const [feed] = await centre.system.sql<{ last: string }[]>`
    select last_sequence as last from log.feeds
    where centre_id = ${centre.centreId} and name = 'live'`;
  return Number(feed!.last);
};

describe('kept up', () => {
  test('it folds what it is over, in order, and is true at the feed’s head; then it has nothing to do', async () => {
    const projection = lastSeen();
    expect(await truth(projection)).toMatchObject({ trueAt: null, state: 'folding-anew' });
    const { alarmId } = await centre.press();
    await claim(alarmId);
    await centre.press();
    await note(alarmId);
    await keep(projection);
    expect(projection.seen).toEqual([1, 2, 4]);
    expect(await listProjections(centre.system, [projection])).toMatchObject([
      { sequence: await head(), behind: 0, isCaughtUp: true, failed: null },
    ]);
    expect(await truth(projection)).toMatchObject({
      state: 'current',
      trueAt: centre.clock.now().toISOString(),
    });
    await keep(projection);
    expect(projection.seen).toEqual([1, 2, 4]);
  });

  test('what is committed after it makes it true no longer than to what it folded', async () => {
    const projection = lastSeen();
    const { alarmId } = await centre.press();
    await keep(projection);
    const at = centre.clock.now().toISOString();
    centre.clock.advance(60_000);
    await claim(alarmId);
    expect(await truth(projection)).toMatchObject({ state: 'behind', trueAt: at });
  });

  test('a centre in which nothing has happened is true now', async () => {
    const projection = lastSeen();
    await keep(projection);
    expect(await truth(projection)).toMatchObject({ state: 'current' });
  });

  test('numbers that nobody took are passed, between events and at the end', async () => {
    const projection = lastSeen();
    await centre.press();
    const skip = () => centre.database.superuser`
      update log.feeds set last_sequence = last_sequence + 5 where name = 'live'`;
    await skip();
    await centre.press(centre.buttons[1]);
    await skip();
    await keep(projection);
    expect(projection.seen).toEqual([1, 7]);
    expect(await truth(projection)).toMatchObject({ state: 'current' });
    expect(await listProjections(centre.system, [projection])).toMatchObject([
      { sequence: 12, behind: 0 },
    ]);
  });

  test('two processes at once fold each event once', async () => {
    const projections = [lastSeen(), lastSeen()];
    for (let times = 0; times < 3; times += 1)
      for (const button of centre.buttons) await centre.press(button);
    await Promise.all(projections.map((projection) => keep(projection)));
    await keep(projections[0]!);
    const seen = projections.flatMap((projection) => projection.seen);
    expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  test('while others commit, none is passed and none is folded twice', async () => {
    const projection = lastSeen();
    let isPressing = true;
    const pressing = Promise.all(
      centre.buttons.map(async (button) => {
        const { alarmId } = await centre.press(button);
        for (let times = 0; times < 30; times += 1) await note(alarmId);
      }),
    ).finally(() => (isPressing = false));
    while (isPressing) await keep(projection);
    await pressing;
    await keep(projection);
    const all = Array.from({ length: await head() }, (_, index) => index + 1);
    expect(all).toHaveLength(3 * 31);
    expect(projection.seen).toEqual(all);
  });

  test('a press costs no further statement: nothing is written before somebody keeps it up', async () => {
    await centre.press();
    expect(await rows(1)).toEqual([]);
    const [{ count } = { count: -1 }] = await centre.database.superuser<{ count: number }[]>`
      select count(*)::int from pg_trigger
      where tgrelid in ('log.events'::regclass, 'alarms'::regclass, 'log.feeds'::regclass)
        and not tgisinternal and pg_get_triggerdef(oid) ~ 'project|answer_times'`;
    expect(count).toBe(0);
  });
});

describe('what cannot be folded', () => {
  test('stops it alone before that event, pages once, shows since when, and never skips', async () => {
    const well = lastSeen({ version: 2 });
    const ill = { ...lastSeen({ failsAt: ({ type }) => type === 'NoteAdded' }), name: 'ill' };
    const { alarmId } = await centre.press();
    await note(alarmId);
    await claim(alarmId);
    const since = centre.clock.now().toISOString();
    await keep(ill, well);
    expect(ill.seen).toContain(1);
    expect(well.seen.slice(0, 3)).toEqual([1, 2, 3]);
    const [stopped] = await listProjections(centre.system, [ill]);
    expect(stopped).toMatchObject({
      sequence: 1,
      // By name: the message may say what stood in the event.
      failed: { sequence: 2, since, errorCode: 'TypeError' },
    });
    expect(await truth(ill)).toMatchObject({ state: 'stopped', trueAt: since });
    expect(await readSetAside(centre)).toEqual([{ kind: 'projection', count: 1, since }]);
    expect(centre.announced.filter(({ type }) => type === 'AlarmRaised').at(-1)).toMatchObject({
      actor: { type: 'system', part: 'projections' },
      data: { kind: 'system', signal: { warnings: ['projection-stopped'] } },
    });

    centre.clock.advance(60_000);
    await keep(ill, well);
    const told = await centre.system.sql`
      select from messages where account like 'projections/%'`;
    expect(told).toHaveLength(1);
    expect(await listProjections(centre.system, [ill])).toMatchObject([
      { sequence: 1, failed: { since } },
    ]);
  });

  test('goes on with the release that can, where it stood, and is shown no more', async () => {
    const { alarmId } = await centre.press();
    await note(alarmId);
    await keep(lastSeen({ failsAt: ({ type }) => type === 'NoteAdded' }));
    centre.clock.advance(60_000);
    const mended = lastSeen();
    await keep(mended);
    expect(mended.seen[0]).toBe(2);
    expect(await truth(mended)).toMatchObject({ state: 'current' });
    expect(await readSetAside(centre)).toEqual([]);
    expect(await listProjections(centre.system, [mended])).toMatchObject([{ failed: null }]);
  });

  test('is of one centre: the others’ goes on', async () => {
    const zuid = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
    const { alarmId } = await centre.press();
    const ill = lastSeen({ failsAt: ({ streamId }) => streamId === alarmId });
    await keep(ill);
    const listed = await listProjections(centre.system, [ill]);
    const of = (id: string) => listed.find(({ centreId }) => centreId === id);
    expect(of(centre.centreId)).toMatchObject({ failed: { sequence: 1 } });
    expect(of(zuid.centreId)).toMatchObject({ failed: null, isCaughtUp: true });
  });

  test('a database that is away for a moment stops nothing and pages nobody', async () => {
    await centre.press();
    const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
    const projection = lastSeen({
      failsAt: () => {
        throw away;
      },
    });
    await expect(keep(projection)).rejects.toThrow();
    expect(await listProjections(centre.system, [projection])).toMatchObject([{ failed: null }]);
    expect(await readSetAside(centre)).toEqual([]);
  });
});

describe('a further version', () => {
  test('is folded beside the one before, which is read and marked until the new one has caught up', async () => {
    for (const button of centre.buttons) await centre.press(button);
    const first = lastSeen();
    await keep(first);
    const before = await rows(1);
    const { alarmId } = await centre.press(centre.buttons[0]);
    await note(alarmId);

    const halfway = lastSeen({ version: 2, failsAt: ({ type }) => type === 'NoteAdded' });
    await keep(halfway);
    expect(await rows(1)).toEqual(before);
    expect(await truth({ ...halfway, version: 2 })).toMatchObject({ version: 1, state: 'stopped' });

    centre.clock.advance(60_000);
    const second = lastSeen({ version: 2 });
    await keep(second);
    // It went on where it stood, not from the start.
    expect(second.seen[0]).toBeGreaterThan(3);
    expect(await truth(second)).toMatchObject({ version: 2, state: 'current' });
    expect(await rows(1)).toEqual([]);
    // With the alarm that tells that it stood still.
    expect(await rows(2)).toHaveLength(4);
  });

  test('a release that is taken back reads no figures of the newer one', async () => {
    await centre.press();
    await keep(lastSeen({ version: 2 }));
    expect(await truth(lastSeen())).toMatchObject({ version: 1, trueAt: null });
  });
});

describe('beside a recomputation', () => {
  const compared = async (projection: Projection) => {
    const alone = connect(centre.database.systemUrl, { name: 'test-alone', ...limitsOf.verify });
    try {
      return await compare(alone, projection);
    } finally {
      await alone.end();
    }
  };

  test('the same, until somebody had a hand in a row: then each is named', async () => {
    const [a, b, c] = await Promise.all(centre.buttons.map((button) => centre.press(button)));
    await claim(a!.alarmId);
    const projection = createAnswerTimes();
    await expect(compared(projection)).rejects.toThrow(NotFoldedYet);
    await keep(projection);
    // What came since is no difference: it is compared at where it is.
    await claim(b!.alarmId);
    expect(await compared(createAnswerTimes())).toMatchObject({ rows: 3, differing: [] });

    const { superuser: sql } = centre.database;
    await sql`update answer_times set claimed_at = received_at + interval '1 second' where alarm_id = ${a!.alarmId}`;
    await sql`delete from answer_times where alarm_id = ${c!.alarmId}`;
    const extra = randomUUID();
    await sql`insert into answer_times (projection_version, alarm_id, centre_id, kind, mode, received_at)
      values (${projection.version}, ${extra}, ${centre.centreId}, 'duress', 'real', now())`;
    const { differing } = await compared(createAnswerTimes());
    expect(differing.toSorted((one, other) => one.how.localeCompare(other.how))).toEqual([
      { table: 'answer_times', id: a!.alarmId, how: 'changed' },
      { table: 'answer_times', id: extra, how: 'extra' },
      { table: 'answer_times', id: c!.alarmId, how: 'missing' },
    ]);
    // It looked and touched nothing.
    expect(await rows(projection.version)).toHaveLength(3);
  });
});
