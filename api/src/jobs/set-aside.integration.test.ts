// A8 of what acts by itself: an item that is really ill (somebody had a hand in its row) is set aside and shown, and
// all others are handled in the same round.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { feedItem, type FeedItem } from '@achterwacht/shared/feed.ts';
import { readBoard, readLines } from '../alarms/alarm-queries.ts';
import { verifyLog } from '../streams.ts';
import { openButtonDirectory } from '../buttons/register/button-directory.ts';
import { createReportTrouble } from '../messages/own-parts.ts';
import { canaryJob } from '../live/feed/canary.ts';
import { createEventSource } from '../live/feed/event-source.ts';
import { createFollower } from '../live/feed/follower.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { createMetrics } from '../health/health.ts';
import { eachApart, readSetAside } from './set-aside.ts';
import { openAlarmCentre, startsAt, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { roundOf, sweep } from '../testing/rounds.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
});
afterEach(() => centre.end());

const after = (seconds: number) => centre.clock.advance(seconds * 1000);
const shown = async () => (await readSetAside(centre)).map(({ kind, count }) => [kind, count]);
const typesOf = async (alarmId: string) =>
  (
    await centre.system.sql<{ type: string }[]>`
      select type from log.events where stream_id = ${alarmId} order by version`
  ).map(({ type }) => type);

async function damage(alarmId: string): Promise<{ mend(): Promise<unknown> }> {
  const { sql } = centre.system;
  const [before] = await sql<{ state: object; head: string }[]>`
    select state, head_hash as head from alarms where id = ${alarmId}`;
  // Its log does not tell it either: nobody knows whether it is whole.
  await sql`update alarms set state = state - 'plan', head_hash = 'x' where id = ${alarmId}`;
  return {
    mend: () => sql`
      update alarms set head_hash = ${before!.head},
        state = ${JSON.stringify(before!.state)}::text::jsonb where id = ${alarmId}`,
  };
}

test('A8 sweep: a deadline that cannot act holds up no other, waits longer each time, and is shown until it acts', async () => {
  const ill = await centre.press(centre.buttons[0]);
  const well = await centre.press(centre.buttons[1]);
  const { mend } = await damage(ill.alarmId);
  const round = () => sweep({ ...centre, arm: async () => {} });
  after(11);
  await round();
  expect(await typesOf(well.alarmId)).toContain('DeadlinePassed');
  expect(await readSetAside(centre)).toEqual([
    { kind: 'deadline', count: 1, since: centre.clock.now().toISOString() },
  ]);
  for (let times = 0; times < 30; times += 1) {
    after(2);
    await round();
  }
  const [row] = await centre.system.sql<{ attempts: number }[]>`select attempts from set_aside`;
  // At 0, 1, 3, 7, 15 and 31 seconds rather than thirty times.
  expect(row!.attempts).toBeLessThan(7);
  await mend();
  after(60);
  await round();
  expect(await typesOf(ill.alarmId)).toContain('DeadlinePassed');
  expect(await shown()).toEqual([]);
});

/** As many more of an alarm's row, each with its deadlines; none of them can be read. They stand before all others. */
async function illCopies(alarmId: string, count: number): Promise<void> {
  const { sql } = centre.system;
  await sql`
    with copies as (
      insert into alarms (id, centre_id, municipality_id, button_id, number, kind, mode, open, owner_id,
        version, head_hash, subject_id, state, personal, raised_at, updated_at, fold_version, bare)
      select gen_random_uuid(), centre_id, municipality_id, button_id, number + copy, 'fault', mode, open,
        owner_id, version, head_hash, subject_id, state - 'plan', null, raised_at, updated_at,
        fold_version, bare
      from alarms cross join generate_series(1, ${count}::int) as copy where id = ${alarmId}
      returning id
    )
    insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
    select subject_type, copies.id, kind, centre_id, at - interval '1 second', revision
    from log.deadlines cross join copies where subject_id = ${alarmId} and kind = 'unclaimed-louder'`;
}

test('A8 sweep: as many ill ones as one sweep takes keep no other from acting', async () => {
  const ill = await centre.press(centre.buttons[0]);
  await illCopies(ill.alarmId, 1_000);
  const well = await centre.press(centre.buttons[1]);
  const round = () => sweep({ ...centre, arm: async () => {} });
  after(11);
  await round();
  expect(await readSetAside(centre)).toMatchObject([{ kind: 'deadline', count: 1_000 }]);
  await round();
  expect(await typesOf(well.alarmId)).toContain('DeadlinePassed');
});

test('A8 leases: as many ill ones as one sweep takes keep no other owner from being found lost', async () => {
  const { anna, presence } = centre;
  const claimed = async (index: number) => {
    const { alarmId } = await centre.press(centre.buttons[index]);
    await centre.ask(anna, alarmId, { type: 'Claim', expectedVersion: 1 });
    await centre.ask(anna, alarmId, { type: 'StartListening' });
    return alarmId;
  };
  const ill = await claimed(0);
  await illCopies(ill, 200);
  await centre.system.sql`delete from log.deadlines`;
  const well = await claimed(1);
  await centre.system.sql`delete from log.deadlines`;
  const round = () => sweep({ ...centre, arm: async () => {} });
  for (let seconds = 0; seconds <= 26; seconds += 2) {
    presence.mayHaveLeft(centre.clock.now());
    after(2);
  }
  await round();
  await round();
  expect(await typesOf(well)).toContain('AlarmReleased');
});

test('A8 feed: a centre whose news cannot be handed on keeps no other centre from its news and its canary', async () => {
  const { system, keys, clock, log } = centre;
  const other = await seedCentre(centre.database.system, keys, { name: 'Zuid' });
  const seen: string[] = [];
  const follower = createFollower(
    createEventSource(system, keys),
    {
      events(centreId) {
        if (centreId === centre.centreId) throw new Error('ill');
        seen.push(`events ${centreId}`);
      },
      canary: (centreId) => void seen.push(`canary ${centreId}`),
    },
    () => {},
  );
  await follower.ask();
  await centre.press(centre.buttons[0]);
  await centre.press(other.buttons[0]);
  await expect(follower.ask()).rejects.toThrow('ill');
  expect(seen).toEqual([`events ${other.centreId}`]);
  await centre.press(centre.buttons[0]);
  after(3);
  const canary = canaryJob({ system, clock }, (news) => follower.beat(news.centreId, news.canary));
  await roundOf(canary, { system, clock, log });
  expect(seen).toEqual([`events ${other.centreId}`, `canary ${other.centreId}`]);
  expect(await shown()).toEqual([['canary', 1]]);
  follower.stop();
});

/** Somebody had a hand in the log, past everything that keeps the program itself from it. */
async function rewrite(alarmId: string, version: number, text: string): Promise<void> {
  const { superuser } = centre.database;
  await superuser`alter table log.events disable trigger all`;
  await superuser`
    update log.events set text = ${text} where stream_id = ${alarmId} and version = ${version}`;
  await superuser`alter table log.events enable trigger all`;
}

test('A8 log: an event with a word that only a further release knows is marked in its place', async () => {
  const { keys, anna } = centre;
  const { alarmId } = await centre.press(centre.buttons[0]);
  await centre.ask(anna, alarmId, { type: 'Claim', expectedVersion: 1 });
  const [raised] = await centre.system.sql<{ text: string }[]>`
    select text from log.events where stream_id = ${alarmId} and version = 1`;
  const further = raised!.text.replace('"kind":"duress"', '"kind":"of-later"');
  expect(further).not.toBe(raised!.text);
  await rewrite(alarmId, 1, further);
  const lines = await centre.asActor(anna, 'alarm.read', (tx) => readLines(tx, keys, alarmId));
  expect(z.array(feedItem).parse(lines)).toMatchObject([
    { type: 'Unreadable', version: 1 },
    { type: 'AlarmClaimed', version: 2 },
  ]);
});

test.each(['torn', 'null', '3', '{}', '{"schemaVersion":99}'])(
  'A8 feed: an event that cannot be read (%s) is marked in its place, and what follows it is read',
  async (text) => {
    const { system, keys, anna } = centre;
    const seen: FeedItem[] = [];
    const listener = {
      events: (_centreId: string, events: FeedItem[]) => void seen.push(...events),
      canary: () => {},
    };
    const follower = createFollower(createEventSource(system, keys), listener, () => {});
    await follower.ask();
    const { alarmId } = await centre.press(centre.buttons[0]);
    await centre.ask(anna, alarmId, { type: 'Claim', expectedVersion: 1 });
    await rewrite(alarmId, 1, text);
    await follower.ask();
    const marked = [
      { type: 'Unreadable', sequence: 1, alarmId, version: 1, at: startsAt },
      { type: 'AlarmClaimed', sequence: 2, alarmId, version: 2 },
    ];
    expect(seen).toMatchObject(marked);
    expect(z.array(feedItem).parse(seen)).toHaveLength(2);
    const [board, lines] = await centre.asActor(
      anna,
      'alarm.read',
      async (tx) => [
        await readBoard(tx, keys, centre.centreId, centre.clock.now()),
        await readLines(tx, keys, alarmId),
      ],
      'snapshot',
    );
    // What a desk asks for then stands beyond it.
    expect(board).toMatchObject({ sequence: 2, alarms: [{ ownership: { status: 'owned' } }] });
    expect(lines).toMatchObject(marked);
    expect((await verifyLog(system, keys)).faults).toMatchObject([{ id: alarmId, version: 1 }]);
    follower.stop();
  },
);

test('A8 own parts: every centre hears of a clock that is off, whatever stands in the way at one of them', async () => {
  const { system } = centre;
  const other = await seedCentre(centre.database.system, centre.keys, { name: 'Zuid' });
  const report = createReportTrouble(centre);
  const trouble = { warning: 'clock-off', text: 'clocks differ' } as const;
  await report('clock', trouble);
  const alarms = await system.sql<
    { id: string; centre_id: string }[]
  >`select id, centre_id from alarms`;
  const alarmAt = (centreId: string) => alarms.find((alarm) => alarm.centre_id === centreId)!.id;
  for (const [ill, well] of [
    [centre.centreId, other.centreId],
    [other.centreId, centre.centreId],
  ] as const) {
    const { mend } = await damage(alarmAt(ill));
    const before = (await typesOf(alarmAt(well))).length;
    after(60);
    await report('clock', trouble);
    expect((await typesOf(alarmAt(well))).length).toBeGreaterThan(before);
    await mend();
  }
});

test('A8 outbox: what is given up and cannot be said goes on waiting, shown, and is said when it can be', async () => {
  const { alarmId } = await centre.press(centre.buttons[0]);
  const now = centre.clock.now().toISOString();
  await centre.system.sql`
    insert into log.effects (id, centre_id, stream_id, kind, mode, recipient, text, status, created_at,
      next_attempt_at)
    values (${randomUUID()}, ${centre.centreId}, ${alarmId}, 'page-supervisor', 'real', 'supervisor', 'Alarm wacht',
      'waiting', ${now}, ${now})`;
  const refuse = () => Promise.reject(new Error('bezet'));
  const handlers = {
    'page-supervisor': refuse,
    'page-on-call': refuse,
    'draft-incident': refuse,
    'tell-administrator': refuse,
    'police-webhook': refuse,
    'mail-invitation': refuse,
    'tell-papers-end': refuse,
    'tell-factor-reset': refuse,
    'tell-no-administrator': refuse,
  };
  const round = async () => {
    const outbox = createOutbox({ ...centre, handlers });
    await outbox.round();
    await outbox.settled();
    after(60);
  };
  const { mend } = await damage(alarmId);
  for (let attempt = 1; attempt <= 8; attempt += 1) await round();
  const status = async () =>
    (
      await centre.system.sql<
        { status: string }[]
      >`select status from log.effects where kind = 'page-supervisor'`
    )[0]?.status;
  expect([await status(), await shown()]).toEqual(['waiting', [['effect', 1]]]);
  await mend();
  await round();
  expect([await status(), await shown()]).toEqual(['failed', []]);
  expect(await typesOf(alarmId)).toContain('EffectFailed');
});

test('A8 register: a key that cannot be opened leaves its own button unknown, and no other', async () => {
  const { system, keys, clock } = centre;
  const [ill, well] = centre.buttons as [
    AlarmCentre['buttons'][number],
    AlarmCentre['buttons'][number],
  ];
  await system.sql`update buttons set key = 'torn' where id = ${ill.id}`;
  const directory = await openButtonDirectory({ press: system, background: system, keys, clock });
  expect(directory.find(ill.account)).toBeNull();
  expect(directory.find(well.account)).toMatchObject({ buttonId: well.id });
  await directory.refresh(ill.account);
  expect(directory.find(ill.account)).toBeNull();
  expect(await shown()).toEqual([['button-key', 1]]);
});

test('A8 metrics tell how many stand aside by kind, and nothing of what they are', async () => {
  const idOf = (id: string) => id;
  await eachApart(centre, 'erasure', ['one', 'two', 'three'], { idOf }, async (id) => {
    if (id !== 'two') throw new Error('ill');
  });
  expect(await readSetAside(centre)).toEqual([{ kind: 'erasure', count: 2, since: startsAt }]);
  const known = createMetrics({
    desks: () => 0,
    setAside: () => readSetAside(centre),
    jobs: () => [],
  });
  expect(await known.registry.metrics()).toContain('achterwacht_set_aside{kind="erasure"} 2\n');
  // Away: the rest is told all the same.
  const away = createMetrics({
    desks: () => 0,
    setAside: () => Promise.reject(new Error('away')),
    jobs: () => [],
  });
  expect(await away.registry.metrics()).toContain('achterwacht_desks 0\n');
});

test('A8 what no item can be at fault for ends the round, and sets nothing aside', async () => {
  const tried: string[] = [];
  const work = async (id: string) => {
    tried.push(id);
    throw new Error('away');
  };
  const options = { idOf: (id: string) => id, endsRound: () => true };
  await expect(eachApart(centre, 'erasure', ['one', 'two'], options, work)).rejects.toThrow('away');
  expect([tried, await shown()]).toEqual([['one'], []]);
});
