// What whoever comes from outside the centre reaches of the database, whatever a query forgets: nothing without a
// key, with one a single link and its alarm, or the files of a circle; and nothing of it is written elsewhere.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAlarm } from '../alarms/row/alarm-row.ts';
import type { TransactionSql } from '../db/connect.ts';
import { enter, keepLink, keyOfSecret, makeSecrets } from '../police/page/links.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openFile } from '../testing/incident-file.ts';
import { seedCentre, type SeededCentre } from '../testing/seed-centre.ts';
import type { LinkKey } from './as-visitor-of-link.ts';

type Linked = { alarmId: string; linkId: string; holderId: string; key: LinkKey };

let centre: AlarmCentre;
let elsewhere: SeededCentre;
let own: Linked;
/** An alarm of the same centre, and one of another. */
let others: Linked[];
/** In whose circle nobody of these tests is but the officer. */
let file: { id: string; officerId: string };

beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  elsewhere = await seedCentre(centre.database.system, centre.keys, { name: 'Zuid' });
  own = await linkTo(centre, 0);
  others = [await linkTo(centre, 1), await linkTo(elsewhere, 0)];
  file = await addFile();
});
afterAll(() => centre.end());

async function linkTo({ centreId, buttons, anna }: SeededCentre, at: number): Promise<Linked> {
  const { holderId } = buttons[at]!;
  const { alarmId } = await centre.press(buttons[at]);
  const linkId = randomUUID();
  const secrets = makeSecrets();
  const link = { linkId, alarmId, centreId };
  const now = centre.clock.now();
  await centre.asActor(anna, 'alarm.command', (tx) =>
    keepLink(tx, { id: linkId, alarmId, centreId, at: now, ...secrets }),
  );
  const key = keyOfSecret(secrets.secret);
  const { keys } = centre;
  await centre.asVisitorOfLink(key, async (tx) => {
    const stored = (await findAlarm(tx, keys, alarmId))!; // it was pressed just now
    return enter(tx, { keys, stored }, link, { ...secrets, name: 'HA 31-02' }, now);
  });
  await centre.database.superuser`
    insert into places (id, centre_id, municipality_id, holder_id, label, address, latitude, longitude)
    select ${randomUUID()}, centre_id, municipality_id, id, 'Thuis', 'Dreef 1', 52, 4
    from holders where id = ${holderId}`;
  return { alarmId, linkId, holderId, key };
}

async function addFile(): Promise<typeof file> {
  const { centreId, municipalityId } = centre;
  const officerId = randomUUID();
  const { superuser } = centre.database;
  await superuser`
    insert into members (user_id, centre_id, municipality_id, role, name, email)
    values (${officerId}, ${centreId}, ${municipalityId}, 'oov-officer', 'Fatima', 'f@voorbeeld.test')`;
  const id = await openFile(centre, { centreId, municipalityId, circle: [officerId] });
  return { id, officerId };
}

type Settings = Record<string, string>;

function settingsOf(key: LinkKey): Settings {
  return 'secretHash' in key ? { link_secret: key.secretHash } : { link_token: key.tokenHash };
}

function under<T>(settings: Settings, work: (sql: TransactionSql) => PromiseLike<T>): Promise<T> {
  return centre.database.outside.transaction(async ({ sql }) => {
    for (const [name, value] of Object.entries(settings))
      await sql`select set_config(${`achterwacht.${name}`}, ${value}, true)`;
    return work(sql);
  });
}

/** How many rows of every table there are to see; of a table without any right none are. */
async function seenUnder(settings: Settings): Promise<Record<string, number>> {
  const tables = await centre.database.superuser<{ name: string }[]>`
    select relnamespace::regnamespace || '.' || relname as name from pg_class
    where relkind in ('r', 'v') and relnamespace in
      (select oid from pg_namespace where nspname in ('public', 'log', 'auth', 'alarm_numbers'))`;
  expect(tables.length).toBeGreaterThan(30);
  const seen: Record<string, number> = {};
  for (const { name } of tables) {
    const count = await under(settings, async (sql) => {
      const [row] = await sql.unsafe<{ count: number }[]>(
        `select count(*)::int as count from ${name}`,
      );
      return row!.count;
    }).catch((error: Error) => {
      expect(error.message).toContain('permission denied');
      return 0;
    });
    if (count > 0) seen[name] = count;
  }
  return seen;
}

const eventsOf = async (alarmId: string) =>
  (await centre.database.superuser`select from log.events where stream_id = ${alarmId}`).length;
const deadlinesOf = async (alarmId: string) =>
  (await centre.database.superuser`select from log.deadlines where subject_id = ${alarmId}`).length;

describe('what there is to see', () => {
  test.each<[string, () => Settings]>([
    ['without any key', () => ({})],
    [
      'with an empty one',
      () => ({ link_secret: '', link_token: '', centre: '', municipality: '' }),
    ],
    ['with one that opens nothing', () => ({ link_secret: 'f'.repeat(64) })],
    [
      'with a secret in the place of a token',
      () => ({ link_token: settingsOf(own.key)['link_secret']! }),
    ],
  ])('%s is nothing, in every table', async (_what, settings) => {
    expect(await seenUnder(settings())).toEqual({});
  });

  test('of a centre alone is nothing: nobody from outside is its staff', async () => {
    const { centreId, anna } = centre;
    expect(await seenUnder({ centre: centreId, person: anna.id })).toEqual({});
  });

  test('by a link is that link, its viewers, its alarm and whom it is about', async () => {
    expect(await seenUnder(settingsOf(own.key))).toEqual({
      'public.police_links': 1,
      'public.police_viewers': 1,
      'log.data_keys': 1,
      'public.alarms': 1,
      'log.events': await eventsOf(own.alarmId),
      'log.deadlines': await deadlinesOf(own.alarmId),
      'log.feeds': 1,
      'public.holders': 1,
      'public.places': 1,
    });
    const found = await under(settingsOf(own.key), async (sql) => ({
      links: await sql`select id from police_links`,
      alarms: await sql`select id from alarms`,
      holders: await sql`select id from holders`,
      log: await sql`select distinct stream_id as id from log.events`,
      feeds: await sql`select centre_id as id from log.feeds`,
    }));
    expect(found).toEqual({
      links: [{ id: own.linkId }],
      alarms: [{ id: own.alarmId }],
      holders: [{ id: own.holderId }],
      log: [{ id: own.alarmId }],
      feeds: [{ id: centre.centreId }],
    });
  });

  test('of a municipality is its people, its persons and the files in whose circle he is', async () => {
    const { centreId, municipalityId } = centre;
    const place = { centre: centreId, municipality: municipalityId };
    // Of the log the number of the next event, without which nothing of a file is written.
    const common = {
      'public.centres': 1,
      'public.municipalities': 1,
      'public.members': 1,
      'log.feeds': 1,
    };
    expect(await seenUnder({ ...place, person: randomUUID() })).toEqual(common);
    expect(await seenUnder({ ...place, person: file.officerId })).toEqual({
      ...common,
      'public.buttons': 2,
      'public.loans': 2,
      'public.holders': 2,
      'public.places': 2,
      'public.incidents': 1,
      'public.incident_circle': 1,
      'log.events': 1,
    });
  });

  test('whom to call: the centre of the link, and else the one that takes what nobody knows', async () => {
    const called = (settings: Settings) =>
      under(settings, (sql) => sql`select * from whom_to_call()`);
    expect(await called({})).toEqual([{ name: 'Noord', phone: '088 000 00 00' }]);
    expect(await called(settingsOf(others[1]!.key))).toMatchObject([{ name: 'Zuid' }]);
  });
});

describe('what there is to write', () => {
  const rows = async () => {
    const { superuser } = centre.database;
    return [
      await superuser`select * from alarms where id <> ${own.alarmId} order by id`,
      await superuser`select * from police_links where id <> ${own.linkId} order by id`,
      await superuser`select * from police_viewers where link_id <> ${own.linkId} order by id`,
      await superuser`select * from log.deadlines where subject_id <> ${own.alarmId} order by 1, 2, 3`,
      await superuser`select * from log.feeds where centre_id <> ${centre.centreId} order by 1, 2`,
      await superuser`select * from incidents`,
      await superuser`select * from incident_circle`,
    ];
  };

  test.each([
    `update alarms set open = false`,
    `update police_links set failed_attempts = 5`,
    `update police_viewers set last_seen_at = now()`,
    `delete from log.deadlines`,
    `update log.deadlines set at = now()`,
    `update log.feeds set last_sequence = last_sequence + 1`,
    `update incidents set status = 'x'`,
    `update incident_circle set removed_by = gen_random_uuid(), removed_at = now()`,
  ])('by a link, without a where, is its own and nothing else: %s', async (text) => {
    const before = await rows();
    await under(settingsOf(own.key), async (sql) => {
      await sql.unsafe(text);
    });
    expect(await rows()).toEqual(before);
  });

  const another =
    (what: string) =>
    (which: Linked, { centreId }: { centreId: string }) =>
      what
        .replaceAll('$alarm', `'${which.alarmId}'`)
        .replaceAll('$link', `'${which.linkId}'`)
        .replaceAll('$centre', `'${centreId}'`);

  test.each<[string, string]>([
    [
      'an event',
      `insert into log.events (stream_id, version, centre_id, sequence, type, at, text, previous_hash, hash)
        values ($alarm, 900, $centre, 900000, 'NoteAdded', now(), '{}', 'x', 'x')`,
    ],
    [
      'a key',
      `insert into log.data_keys (stream_id, class, stream_type, centre_id, subject_id, wrapped)
        values ($alarm, 'another', 'alarm', $centre, gen_random_uuid(), 'x')`,
    ],
    [
      'an effect',
      `insert into log.effects (id, centre_id, stream_id, kind, mode, recipient, text, status, created_at)
        values (gen_random_uuid(), $centre, $alarm, 'x', 'real', 'x', 'x', 'waiting', now())`,
    ],
    [
      'a deadline',
      `insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
        values ('alarm', $alarm, 'x', $centre, now(), 1)`,
    ],
    [
      'a viewer',
      `insert into police_viewers (id, link_id, centre_id, token_hash, name, first_seen_at, last_seen_at)
        values (gen_random_uuid(), $link, $centre, 'x', 'x', now(), now())`,
    ],
    [
      'an alarm',
      `insert into alarms (id, centre_id, button_id, number, kind, mode, open, version, head_hash,
          subject_id, state, raised_at, updated_at)
        values (gen_random_uuid(), $centre, gen_random_uuid(), 1, 'duress', 'real', true, 1, 'x',
          gen_random_uuid(), '{}', now(), now())`,
    ],
  ])('%s of another alarm is refused, of whatever centre', async (_what, text) => {
    const places = [centre, elsewhere, elsewhere];
    for (const [index, which] of [others[0]!, others[1]!, own].entries()) {
      const statement = another(text)(which, places[index]!);
      await expect(under(settingsOf(own.key), (sql) => sql.unsafe(statement))).rejects.toThrow(
        /row-level security/,
      );
      // Nor by whoever has no link, or is of a municipality.
      const municipal = { centre: centre.centreId, municipality: centre.municipalityId };
      for (const settings of [{} as Settings, municipal])
        await expect(under(settings, (sql) => sql.unsafe(statement))).rejects.toThrow(
          /row-level security/,
        );
    }
  });

  test.each([
    `update alarms set centre_id = gen_random_uuid()`,
    `update alarms set municipality_id = null`,
    `update police_links set secret_hash = 'x'`,
    `update police_links set alarm_id = gen_random_uuid()`,
    `update police_viewers set token_hash = 'x'`,
    `insert into police_links select * from police_links`,
    `update log.events set text = '{}'`,
    `delete from log.events`,
    `delete from log.data_keys`,
    `update log.data_keys set wrapped = 'x'`,
    `truncate log.events`,
    `delete from alarms`,
    `select phone from holders`,
    `select * from log.effects`,
    `select * from log.answers`,
    `select * from messages`,
    `select * from buttons`,
    `select * from access_log`,
    `select * from auth."user"`,
    `select next_alarm_number(gen_random_uuid())`,
    `alter table alarms disable row level security`,
    `set role achterwacht_app`,
    `set role achterwacht_system`,
  ])('there is no right to: %s', async (text) => {
    await expect(under(settingsOf(own.key), (sql) => sql.unsafe(text))).rejects.toThrow(
      /permission denied|must be owner|must be able to SET ROLE/,
    );
  });

  test('a device looks again as itself, and as no other of the same link', async () => {
    const { superuser } = centre.database;
    const ids = [randomUUID(), randomUUID()];
    for (const id of ids)
      await superuser`
        insert into police_viewers (id, link_id, centre_id, token_hash, name, first_seen_at, last_seen_at)
        values (${id}, ${own.linkId}, ${centre.centreId}, ${id}, 'x', '2026-01-01', '2026-01-01')`;
    await under({ link_token: ids[0]! }, async (sql) => {
      expect(await sql`select from police_viewers where id = any(${ids})`).toHaveLength(2);
      await sql`update police_viewers set last_seen_at = now()`;
    });
    const later = await superuser`
      select id from police_viewers where id = any(${ids}) and last_seen_at > '2026-01-02'`;
    expect(later).toEqual([{ id: ids[0] }]);
  });
});

test('the role owns nothing, and no policy is above it', async () => {
  const [role] = await centre.database.superuser`
    select rolsuper, rolbypassrls, rolcreaterole, (select count(*)::int from pg_class
      where relowner = pg_roles.oid) as owns
    from pg_roles where rolname = 'achterwacht_public'`;
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owns: 0 });
});
