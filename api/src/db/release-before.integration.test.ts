// The release before runs on beside this schema: while `migrate` works, devices press and desks act through processes
// that know the log as tables in `public`. These are its statements as it sends them, on connections that were there
// before, under the roles it uses. It goes with the views that it needs, one release later.
//
// That its statements run is what this shows, and not that it can read whatever is written meanwhile: it knows no sound
// that is erased as `not-kept` or ends as `kept-from-here`, so that it cannot answer with the log of such an alarm (board
// and feed are not affected), no municipality without a language, and nothing of which municipalities were told of a breach.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../access/as-actor.ts';
import { createAsActor } from '../access/as-actor.ts';
import { earlierRelease, type EarlierRelease } from '../earlier-releases/test-left-behind.ts';
import { connect, type Database, type Transaction } from './connect.ts';
import { migrate } from './migrate.ts';
import { limitsOf } from './pools.ts';

let earlier: EarlierRelease;
let system: Database;
let app: Database;
let alarm: {
  id: string;
  centreId: string;
  municipalityId: string;
  version: number;
  headHash: string;
};
let dirk: Visitor & { centreId: string };

beforeAll(async () => {
  earlier = await earlierRelease('b64a0b4');
  system = connect(earlier.systemUrl, { name: 'test-system', ...limitsOf.command, max: 1 });
  app = connect(earlier.appUrl, { name: 'test-app', ...limitsOf.command, max: 1 });
  const [member] = await earlier.superuser<{ user_id: string; centre_id: string }[]>`
    select user_id, centre_id from members where role = 'supervisor'`;
  const { user_id: id, centre_id: centreId } = member!;
  const name = 'Dirk';
  dirk = { type: 'person', id, name, role: 'supervisor', centreId, municipalityId: null };
  const [open] = await earlier.superuser<(typeof alarm)[]>`
    select id, centre_id as "centreId", municipality_id as "municipalityId", version,
      head_hash as "headHash"
    from alarms where open and municipality_id is not null order by number limit 1`;
  alarm = open!;
  // Known to the database as they were: what was prepared is planned anew by itself.
  await system.transaction((tx) => append(tx, 1));
  await desk((tx) => append(tx, 2));
  await desk((tx) => findAnswer(tx, answered));
  await desk((tx) => keepAcceptance(tx, answered));
  await claim();
  await heads();
  await after(0);
  await migrate(earlier);
});
afterAll(async () => {
  await Promise.all([system.end(), app.end()]);
  await earlier.drop();
});

const at = '2027-01-01T12:00:00.000Z';
const answered = '5a0c2a3e-0000-4000-8000-000000000001';
const effectId = (place: number) =>
  `5a0c2a3e-0000-4000-8000-0000000000${String(place).padStart(2, '0')}`;
const desk = <T>(work: (tx: Transaction) => Promise<T>) =>
  createAsActor(app, app)(dirk, 'alarm.command', work);

/** Of the one statement that stores a change, all but the alarm's own row. */
async function append({ sql }: Transaction, place: number) {
  const { id, centreId, municipalityId } = alarm;
  const cleared = ['no-activity'];
  const deadlines = [{ kind: 'test-of-views', at, revision: place }];
  const effects = [
    { id: effectId(place), version: 1, kind: 'of-views', recipient: 'x', text: 'y' },
  ];
  const links = [1, 2].map((step) => ({
    version: 1000 + place * 10 + step,
    place: step,
    type: 'NoteAdded',
    at,
    text: '{}',
    previous_hash: 'a',
    hash: 'b',
  }));
  return sql<{ sequence: string }[]>`
    with no_longer_due as (
      delete from deadlines where subject_id = ${id} and kind = any(${cleared})
    ), due as (
      insert into deadlines (subject_type, subject_id, kind, centre_id, at, revision)
      select 'alarm', ${id}, kind, ${centreId}, at, revision
      from jsonb_to_recordset(${JSON.stringify(deadlines)}::jsonb)
        as row(kind text, at timestamptz, revision int)
      on conflict (subject_id, kind) do update set at = excluded.at, revision = excluded.revision
        where deadlines.revision <> excluded.revision
    ), outward as (
      insert into effects (id, centre_id, alarm_id, alarm_version, kind, mode, recipient, text,
        status, created_at, next_attempt_at)
      select id, ${centreId}, ${id}, version, kind, ${'synthetic'}, recipient, text,
        'waiting', ${at}, ${at}
      from jsonb_to_recordset(${JSON.stringify(effects)}::jsonb)
        as row(id uuid, version int, kind text, recipient text, text text)
    ), feed as (
      update feeds set last_sequence = last_sequence + ${links.length}
      where centre_id = ${centreId} returning last_sequence - ${links.length} as base
    )
    insert into events (alarm_id, version, centre_id, municipality_id, sequence, type, at, text,
      previous_hash, hash)
    select ${id}, version, ${centreId}, ${municipalityId},
      (select base from feed) + place, type, at, text, previous_hash, hash
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as row(version int, place int, type text,
      at timestamptz, text text, previous_hash text, hash text)
    order by place
    returning sequence`;
}

const findAnswer = ({ sql }: Transaction, commandId: string) => sql<{ answer: object }[]>`
  select answer, subject_id from answers join alarms on alarms.id = answers.alarm_id
  where answers.alarm_id = ${alarm.id} and command_id = ${commandId}`;

const keepAcceptance = ({ sql }: Transaction, commandId: string) => sql`
  insert into answers (alarm_id, command_id, centre_id, answer, at)
  values (${alarm.id}, ${commandId}, ${alarm.centreId}, ${JSON.stringify({ from: 1, to: 2 })}::jsonb,
    ${at})`;

const keepRefusal = ({ sql }: Transaction, commandId: string) => sql`
  insert into answers (alarm_id, command_id, centre_id, answer, at)
  values (${alarm.id}, ${commandId}, ${alarm.centreId}, ${JSON.stringify({ refusal: {} })}::jsonb,
    ${at})
  on conflict do nothing returning true`;

/** As the outbox takes what is due. */
const claim = () => system.sql<{ id: string; alarmId: string; attempts: number }[]>`
  update effects set attempts = attempts + 1, next_attempt_at = ${at}::timestamptz + interval '20 s'
  where id = any(array(select id from effects where status = 'waiting' and kind = ${'of-views'}
    and next_attempt_at <= ${at} order by next_attempt_at limit ${10}
    for update skip locked))
  returning id, kind, alarm_id as "alarmId", alarm_version as "alarmVersion", mode, recipient,
    text, attempts`;

const heads = () =>
  system.sql<{ centre_id: string; last_sequence: string }[]>`
    select centre_id, last_sequence, beat_at from feeds`;

const after = (sequence: number) => system.sql<{ sequence: string }[]>`
  select events.sequence, events.alarm_id as "alarmId", events.version, events.at, events.text,
    alarms.subject_id
  from events join alarms on alarms.id = events.alarm_id
  where events.centre_id = ${alarm.centreId} and events.sequence > ${sequence}
  order by events.sequence limit ${500}`;

const headOf = async () => Number((await heads())[0]!.last_sequence);

test('a press and a desk go on storing changes, numbered on', async () => {
  const before = await headOf();
  const pressed = await system.transaction((tx) => append(tx, 3));
  const acted = await desk((tx) => append(tx, 4));
  const sequences = [...pressed, ...acted].map(({ sequence }) => Number(sequence));
  expect(sequences).toEqual([1, 2, 3, 4].map((place) => before + place));
  const stored = await earlier.superuser`
    select distinct stream_type, stream_id, feed, schema_version, centre_id, municipality_id
    from log.events where sequence > ${before}`;
  expect([...stored]).toEqual([
    {
      stream_type: 'alarm',
      stream_id: alarm.id,
      feed: 'live',
      schema_version: 1,
      centre_id: alarm.centreId,
      municipality_id: alarm.municipalityId,
    },
  ]);
  const due = await earlier.superuser`
    select subject_type, revision from log.deadlines where kind = 'test-of-views'`;
  expect([...due]).toEqual([{ subject_type: 'alarm', revision: 4 }]);
});

test('a repeated command finds its answer, and another is kept once', async () => {
  expect(await desk((tx) => findAnswer(tx, answered))).toMatchObject([
    { answer: { from: 1, to: 2 } },
  ]);
  const another = '5a0c2a3e-0000-4000-8000-000000000002';
  expect(await desk((tx) => keepRefusal(tx, another))).toHaveLength(1);
  expect(await desk((tx) => keepRefusal(tx, another))).toHaveLength(0);
  const twice = () => desk((tx) => keepAcceptance(tx, another));
  await expect(twice()).rejects.toThrow(/answers_stream_id_command_id_pk/);
});

test('the outbox takes what waits, each effect once', async () => {
  await system.transaction((tx) => append(tx, 5));
  const taken = await claim();
  expect(taken).toContainEqual(
    expect.objectContaining({ id: effectId(5), alarmId: alarm.id, attempts: 1 }),
  );
  expect(await claim()).toHaveLength(0);
  await system.sql`
    update effects set status = 'sent', next_attempt_at = null, sent_at = ${at}
    where id = ${effectId(5)}`;
  const [sent] = await earlier.superuser`
    select status, stream_type, stream_version from log.effects where id = ${effectId(5)}`;
  expect(sent).toEqual({ status: 'sent', stream_type: 'alarm', stream_version: 1 });
});

test('desks hear on from where they were, and of alarms only', async () => {
  const before = await headOf();
  await earlier.superuser`
    update log.feeds set last_sequence = 1 where name = 'file' and centre_id = ${alarm.centreId}`;
  await earlier.superuser`
    insert into log.events (stream_type, stream_id, version, centre_id, feed, sequence, type, at,
      text, previous_hash, hash)
    values ('button', gen_random_uuid(), 1, ${alarm.centreId}, 'file', 1, 'ButtonLent', ${at}, '{}', 'a', 'b')`;
  expect(await heads()).toHaveLength(1);
  expect(await headOf()).toBe(before);
  const all = (await after(0)).map(({ sequence }) => Number(sequence));
  expect(all).toEqual([...all.keys()].map((place) => place + 1));
  const beats = await system.sql`
    update feeds set beat_at = ${at} where beat_at is null or beat_at <= ${at}
    returning centre_id, last_sequence, beat_at`;
  expect(beats).toHaveLength(1);
});

test('a centre made by it has its feed', async () => {
  const { superuser } = earlier;
  const [centre] = await superuser<{ id: string }[]>`
    insert into centres (id, name, phone, police_phone, is_default, timings)
    select gen_random_uuid(), 'Elders', phone, police_phone, false, timings from centres limit 1
    returning id`;
  await system.sql`insert into feeds (centre_id, last_sequence) values (${centre!.id}, 0)`;
  const feeds = await superuser`select name from log.feeds where centre_id = ${centre!.id}`;
  expect([...feeds]).toEqual([{ name: 'live' }]);
  await superuser`delete from log.feeds where centre_id = ${centre!.id}`;
});

test('whoever asks sees his own centre, his own municipality, and without either nothing', async () => {
  const names = ['events', 'answers', 'effects', 'deadlines', 'feeds'] as const;
  const seenBy = async (settings: { centre?: string; municipality?: string }) =>
    app.transaction(async ({ sql }) => {
      await sql`select set_config('achterwacht.centre', ${settings.centre ?? ''}, true),
        set_config('achterwacht.municipality', ${settings.municipality ?? ''}, true)`;
      const seen: string[] = [];
      for (const name of names)
        if ((await sql`select from ${sql(name)} limit 1`).length > 0) seen.push(name);
      return seen;
    });
  const elsewhere = '5a0c2a3e-0000-4000-8000-00000000abcd';
  expect(await seenBy({ centre: alarm.centreId })).toEqual(names);
  expect(await seenBy({})).toEqual([]);
  expect(await seenBy({ centre: elsewhere })).toEqual([]);
  expect(await seenBy({ centre: alarm.centreId, municipality: alarm.municipalityId })).toEqual([
    'events',
  ]);
  expect(await seenBy({ centre: alarm.centreId, municipality: elsewhere })).toEqual([]);
});

test('nobody writes for another centre, or changes what was said', async () => {
  const strange = { ...dirk, centreId: '5a0c2a3e-0000-4000-8000-00000000abcd' };
  const elsewhere = (work: (tx: Transaction) => Promise<unknown>) =>
    createAsActor(app, app)(strange, 'alarm.command', work);
  await expect(elsewhere((tx) => append(tx, 6))).rejects.toThrow(/row-level security/);
  await expect(
    elsewhere((tx) => keepAcceptance(tx, '5a0c2a3e-0000-4000-8000-000000000003')),
  ).rejects.toThrow(/row-level security/);
  for (const { sql } of [app, system]) {
    await expect(sql`update events set text = 'x'`).rejects.toThrow(/permission denied/);
    await expect(sql`delete from events`).rejects.toThrow(/permission denied/);
  }
  await expect(app.sql`update effects set status = 'sent'`).rejects.toThrow(/permission denied/);
  await expect(
    app.sql`insert into feeds (centre_id, last_sequence) values (gen_random_uuid(), 0)`,
  ).rejects.toThrow(/permission denied/);
  await expect(earlier.superuser`update events set text = 'x'`).rejects.toThrow(/append-only/);
});

test('as the system it lets the police in, shows them their page and raises by hand', async () => {
  const linkId = '5a0c2a3e-0000-4000-8000-00000000aaaa';
  const { superuser } = earlier;
  await superuser`
    insert into police_links (id, centre_id, alarm_id, secret_hash, pin_hash, created_at)
    values (${linkId}, ${alarm.centreId}, ${alarm.id}, 'a secret', 'a PIN', ${at})`;
  const seen = await system.transaction(async ({ sql }) => {
    const [link] = await sql`select alarm_id from police_links where secret_hash = 'a secret'`;
    await sql`update police_links set failed_attempts = failed_attempts + 1 where id = ${linkId}`;
    await sql`
      insert into police_viewers (id, link_id, centre_id, token_hash, name, first_seen_at, last_seen_at)
      values (${linkId}, ${linkId}, ${alarm.centreId}, 'a token', 'x', ${at}, ${at})`;
    await sql`update police_viewers set last_seen_at = ${at} where id = ${linkId}`;
    const viewers = await sql`
      select viewer.id, alarm.subject_id from police_viewers viewer
      join police_links link on link.id = viewer.link_id
      join alarms alarm on alarm.id = link.alarm_id where viewer.token_hash = 'a token'`;
    const page = [
      await sql`select restricted from holders limit 1`,
      await sql`select label from places limit 1`,
      await sql`select name, phone from centres where is_default limit 1`,
    ];
    return { link, viewers: viewers.length, page: page.length };
  });
  expect(seen).toEqual({ link: { alarm_id: alarm.id }, viewers: 1, page: 3 });

  const context = await system.transaction(async ({ sql }) => {
    await sql`
      insert into buttons (id, centre_id, municipality_id, serial, protocol, account, model)
      values (${linkId}, ${alarm.centreId}, null, 'hand-x', 'system', 'hand-x', 'achterwacht')
      on conflict do nothing`;
    const [read] = await sql<{ context: { id: string } }[]>`
      select context from read_press(${linkId}, ${at}, ${linkId}, 'x', ${at}, ${at}, true, false)`;
    return read?.context;
  });
  expect(context).toMatchObject({ id: linkId });
});

test('as the role of people it opens an incident file to its circle', async () => {
  const id = '5a0c2a3e-0000-4000-8000-00000000bbbb';
  const { superuser } = earlier;
  const { centreId, municipalityId } = alarm;
  await superuser`
    insert into members (user_id, centre_id, municipality_id, role, name, email)
    values (${id}, ${centreId}, ${municipalityId}, 'oov-officer', 'Fatima', 'fatima@voorbeeld.test')`;
  await superuser`
    insert into incidents (id, centre_id, municipality_id, occurred_at, facts, subject_id)
    values (${id}, ${centreId}, ${municipalityId}, ${at}, '{}', ${id})`;
  await superuser`
    insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_at)
    values (${id}, ${id}, ${centreId}, ${municipalityId}, ${id}, ${at})`;
  // Copied row by row, as what was left behind is, its numbers were not drawn.
  await superuser`select setval(pg_get_serial_sequence('incident_views', 'id'), 1000)`;
  const officer = { ...dirk, id, role: 'oov-officer', municipalityId } as const;
  const found = await createAsActor(app, app)(officer, 'incident.change', async ({ sql }) => {
    await sql`update incidents set status = 'open', version = version + 1 where id = ${id}`;
    await sql`
      insert into incident_views (incident_id, centre_id, municipality_id, at, user_id, name, role,
        what, origin)
      values (${id}, ${centreId}, ${municipalityId}, ${at}, ${id}, 'Fatima', 'oov-officer', 'opened', 'x')`;
    return sql`select from incidents join incident_circle on incident_id = incidents.id`;
  });
  expect(found).toHaveLength(1);
});

test('as the system it makes an incident file of an alarm, and tells it what the alarm says since', async () => {
  const { id: alarmId, centreId, municipalityId } = alarm;
  const id = '5a0c2a3e-0000-4000-8000-00000000cccc';
  await system.sql`
    with made as (
      insert into incidents (id, centre_id, municipality_id, alarm_id, alarm_version, occurred_at,
        facts, subject_id, personal)
      values (${id}, ${centreId}, ${municipalityId}, ${alarmId}, 3, ${at}, '{}'::jsonb, ${id}, null)
      on conflict (alarm_id) do update
        set facts = excluded.facts, alarm_version = excluded.alarm_version
        where incidents.alarm_version < excluded.alarm_version
      returning id
    )
    insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_at)
    select gen_random_uuid(), made.id, ${centreId}, ${municipalityId}, user_id, ${at}
    from made, members
    where made.id = ${id} and municipality_id = ${municipalityId} and role = 'oov-officer'`;
  const told = await system.sql`
    update incidents set alarm_version = greatest(alarm_version, 4),
      facts = case when alarm_version < 4 then '{"told": 4}'::jsonb else facts end
    where alarm_id = ${alarmId} returning facts`;
  expect([...told]).toEqual([{ facts: { told: 4 } }]);
});

test('a centre that it makes has what this release needs of it after the next start', async () => {
  await system.sql`
    with made as (
      insert into centres (id, name, phone, police_phone, timings)
      select gen_random_uuid(), 'Zuid', phone, police_phone, timings from centres limit 1
      returning id
    )
    insert into feeds (centre_id, last_sequence) select id, 0 from made`;
  await migrate(earlier);
  const names = await earlier.superuser<{ name: string }[]>`
    select feeds.name from log.feeds join centres on centres.id = centre_id
    where centres.name = 'Zuid' order by 1`;
  expect(names.map(({ name }) => name)).toEqual(['file', 'live']);
});
