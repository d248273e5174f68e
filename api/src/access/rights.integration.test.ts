// What each role of the database may do with each table, cell by cell, and by which policies the system's parts do.
// Written by hand: whoever gives a part another right sees here whose it becomes.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@achterwacht/shared/roles.ts';
import { members, municipalities } from '../db/schema/centres.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openFile } from '../testing/incident-file.ts';
import { freshDatabase, type FreshDatabase } from '../testing/fresh-database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** S select, I insert, U update, D delete; small where it is of some columns only. */
const rights = `
                    app  public system
  access_log        SI   sI     SID
  access_seals      –    –      SIu
  alarms            SIU  SIu    SIU
  answer_times      S    –      SIUD
  audit_changes     S    –      SIUD
  auth.account      –    –      SIUD
  auth.guess        –    –      SIUD
  auth.passkey      –    –      SIUD
  auth.preference   –    –      SIUD
  auth.rate_limit   –    –      SIUD
  auth.recovery_code –   –      SIUD
  auth.session      –    –      SIUD
  auth.timer        –    –      SIUD
  auth.two_factor   –    –      SIUD
  auth.used_code    –    –      SID
  auth.user         –    –      SIUD
  auth.verification –    –      SIUD
  button_contacts   S    S      SIU
  buttons           Siu  s      SIU
  centres           Su   S      SIu
  contacts          SIUD SIUD   SIUD
  harmless_presses  S    S      SIUD
  holders           SIu  sIu    SIU
  incident_circle   SIu  SIu    SI
  incident_views    SI   SI     –
  incidents         Su   Su     SIu
  jobs              –    –      SIU
  lent_buttons      S    S      SIU
  listeners         –    –      SID
  loans             S    S      SIu
  log.answers       SI   –      –
  log.data_keys     SI   SI     SID
  log.deadlines     SIUD SIUD   SIUD
  log.effects       SI   I      SIU
  log.events        SI   SI     SI
  log.feeds         SU   Su     SIu
  member_records    SIU  –      SIU
  members           SIU  S      SIU
  messages          S    –      SIU
  municipalities    SIu  S      SI
  pending_imports   –    –      SIuD
  places            SIUD SIUD   SIUD
  plans             SIu  SIu    SIu
  police_links      SI   Su     Su
  police_viewers    S    SIu    SIu
  presence          S    –      SIUD
  privacy_requests  SIU  –      S
  projection_cursors S   –      SIUD
  recordings        S    –      SIu
  reminders         –    –      SI
  service_accounts  SIU  –      S
  service_tokens    sI   –      Su
  set_aside         –    –      SIUD
  setting_secrets   I    –      SID
  settings          SIU  –      SIU
  signals           S    –      SIU
  sound_cursors     –    –      SIU
  waiting_facts     S    –      SID
`;

/** The tables of the log under the names by which the release before knows them; they go with the next. */
const rightsOfViews = `
            app  public system
  answers   SI   –      –
  deadlines SIUD –      SIUD
  effects   SI   –      SIU
  events    SI   –      SI
  feeds     SU   –      SIU
`;

const cells = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).join(' '));

async function rightsOf(kind: 'r' | 'v'): Promise<string[]> {
  const rows = await database.superuser<{ line: string }[]>`
    with roles as (
      select * from unnest(array['app', 'public', 'system']) with ordinality as of (role, place)
    ), letters as (
      select * from (values ('SELECT', 'S', 1), ('INSERT', 'I', 2), ('UPDATE', 'U', 3), ('DELETE', 'D', 4))
        as of (command, letter, place)
    ), cells as (
      select pg_class.oid, roles.place as role_place,
        coalesce(nullif(string_agg(case
          when has_table_privilege('achterwacht_' || role, pg_class.oid, command) then letter
          when command <> 'DELETE'
            and has_any_column_privilege('achterwacht_' || role, pg_class.oid, command)
            then lower(letter)
          else '' end, '' order by letters.place), ''), '–') as cell
      from pg_class, roles, letters
      where relkind = ${kind} and relnamespace in
        ('public'::regnamespace, 'log'::regnamespace, 'auth'::regnamespace)
      group by pg_class.oid, roles.place
    )
    select translate(replace(oid::regclass::text, 'public.', ''), '"', '') || ' ' || string_agg(cell, ' ' order by role_place) as line
    from cells group by oid order by 1`;
  return rows.map(({ line }) => line);
}

test('every table gives every role what it needs, and nothing else', async () => {
  expect(await rightsOf('r')).toEqual(cells(rights).slice(1));
  expect(await rightsOf('v')).toEqual(cells(rightsOfViews).slice(1));
});

type Policy = { role: string; table: string; name: string; command: string; isPermissive: boolean };

const policies = () =>
  database.superuser<Policy[]>`
    select replace(roles[1], 'achterwacht_', '') as role, schemaname || '.' || tablename as table,
      policyname as name, cmd as command, permissive = 'PERMISSIVE' as "isPermissive"
    from pg_policies order by 1, 2, 3`;

test('no policy is of two roles, or of everybody', async () => {
  const found = await database.superuser`
    select policyname from pg_policies where cardinality(roles) <> 1 or roles[1] = 'public'`;
  expect(found).toEqual([]);
});

test('whatever a part of the system may do has one policy, which names the part', async () => {
  const ofSystem = (await policies()).filter(({ role }) => role === 'system');
  const allowed = ofSystem.map(({ table, command }) => `${command} ${table}`);
  expect(new Set(allowed).size).toBe(allowed.length);
  const letters = { S: 'SELECT', I: 'INSERT', U: 'UPDATE', D: 'DELETE' } as const;
  const given = cells(rights)
    .slice(1)
    // Log-ins stand in a schema that no other role has, and are of no centre.
    .filter((line) => !line.startsWith('auth.'))
    .flatMap((line) => {
      const [name = '', , , system = ''] = line.split(' ');
      const table = name.includes('.') ? name : `public.${name}`;
      return Object.entries(letters).flatMap(([letter, command]) =>
        system.toUpperCase().includes(letter) ? [`${command} ${table}`] : [],
      );
    });
  expect(allowed.sort()).toEqual(given.sort());
  for (const { name, isPermissive } of ofSystem) {
    expect(name).toMatch(
      /^(press|intake|audit|privacy|register|contacts|handler|follower|sweep|outbox|sound|listening|presence|parts|jobs|draft|settings|projections|init|reminders|retention|accounts|log_in|earlier_release)_/,
    );
    expect(isPermissive).toBe(true);
  }
});

test('what goes with the next release is this', async () => {
  const going = (await policies()).filter(({ name }) => name.startsWith('earlier_release_'));
  expect(going.map(({ role, table, name }) => `${role} ${table} ${name}`)).toEqual([
    'app public.incident_circle earlier_release_lets_in',
    'app public.incident_circle earlier_release_of_circle',
    'app public.incident_circle earlier_release_takes_out',
    'app public.incident_views earlier_release_of_circle',
    'app public.incident_views earlier_release_writes_own',
    'app public.incidents earlier_release_of_circle',
    'system public.police_links earlier_release_police_reads',
    'system public.police_links earlier_release_police_tries',
    'system public.police_viewers earlier_release_police_lets_in',
    'system public.police_viewers earlier_release_police_looks_again',
    'system public.police_viewers earlier_release_police_reads',
  ]);
});

test('of the accesses that are logged, and of who is in a circle, the system writes no person’s but his log-ins', async () => {
  const { system, superuser } = database;
  const id = '5a0c2a3e-0000-4000-8000-000000000001';
  await superuser`insert into centres (id, name, phone, police_phone, timings)
    values (${id}, 'Noord', '', '', '{}')`;
  await superuser`insert into municipalities (id, centre_id, name) values (${id}, ${id}, 'Haarlem')`;
  await superuser`insert into incidents (id, centre_id, municipality_id, occurred_at, facts, subject_id)
    values (${id}, ${id}, ${id}, now(), '{}', ${id})`;
  const look = (userId: string | null) => system.sql`
    insert into access_log (centre_id, at, user_id, action, object, result, origin)
    values (${id}, now(), ${userId}, 'x', 'x', 'x', 'x')`;
  const letIn = (addedBy: string | null) => system.sql`
    insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_by, added_at)
    values (gen_random_uuid(), ${id}, ${id}, ${id}, gen_random_uuid(), ${addedBy}, now())`;
  for (const write of [look, letIn]) {
    await write(null);
    await expect(write(id)).rejects.toThrow(/row-level security/);
  }
  await system.sql`
    insert into access_log (centre_id, at, user_id, action, object, result, origin)
    values (${id}, now(), ${id}, 'account.log-in', 'x', 'x', 'x')`;
});

/**
 * Of one incident file, with its history, what each may read (r), change (c), and write further (w) in each table;
 * whatever a query forgets. `circle`: her who is in it; `colleague`: an officer of the same municipality who is not.
 */
const ofFile = `
             incidents incident_circle incident_views log.events log.data_keys
  circle     rc        rw              rw             rw         rw
  colleague  –         –               –              –          –
  griffier   –         –               –              –          –
  neighbour  –         –               –              –          –
  staff      –         –               –              –          –
  nobody     –         –               –              –          –
  link       –         –               –              –          –
`;

describe('an incident file', () => {
  type Who = { role: 'app' | 'outside'; settings: Record<string, string> };
  let centre: AlarmCentre;
  let who: Record<string, Who>;
  let id: string;

  beforeAll(async () => {
    centre = await openAlarmCentre();
    const { centreId, municipalityId } = centre;
    const zwolle = randomUUID();
    await centre.system.db.insert(municipalities).values({ id: zwolle, centreId, name: 'Zwolle' });
    const add = async (role: Role, municipality = municipalityId): Promise<Who> => {
      const userId = randomUUID();
      await centre.system.db.insert(members).values({
        userId,
        centreId,
        municipalityId: municipality,
        role,
        name: role,
        email: `${userId}@voorbeeld.test`,
      });
      const settings = { centre: centreId, municipality, person: userId };
      return { role: 'outside', settings };
    };
    const circle = await add('oov-officer');
    who = {
      circle,
      colleague: await add('oov-officer'),
      griffier: await add('griffier'),
      neighbour: await add('oov-officer', zwolle),
      staff: { role: 'app', settings: { centre: centreId, person: centre.dirk.id } },
      nobody: { role: 'outside', settings: {} },
      link: { role: 'outside', settings: { link_secret: 'f'.repeat(64) } },
    };
    id = await openFile(centre, {
      centreId,
      municipalityId,
      circle: [circle.settings['person']!],
    });
    await centre.database.superuser`
      insert into incident_views (incident_id, centre_id, municipality_id, at, user_id, name, role,
        what, origin)
      values (${id}, ${centreId}, ${municipalityId}, now(), ${id}, 'x', 'oov-officer', 'opened', 'x')`;
    await centre.database.superuser`
      insert into log.data_keys (stream_id, class, stream_type, centre_id, municipality_id,
        subject_id, wrapped)
      values (${id}, 'content', 'incident', ${centreId}, ${municipalityId}, ${id}, 'x')`;
  });
  afterAll(() => centre.end());

  /** Undone afterwards. Refused is nothing. */
  async function rowsOf({ role, settings }: Who, text: string): Promise<number> {
    class Undone extends Error {}
    let count = 0;
    await centre.database[role]
      .transaction(async ({ sql }) => {
        for (const [name, value] of Object.entries(settings))
          await sql`select set_config(${`achterwacht.${name}`}, ${value}, true)`;
        ({ count } = await sql.unsafe(text));
        throw new Undone();
      })
      .catch((error: Error) => {
        if (!(error instanceof Undone))
          expect(error.message).toMatch(/permission denied|row-level security/);
      });
    return count;
  }

  const written = (person: string): Record<string, string> => ({
    incidents: `insert into incidents (id, centre_id, municipality_id, occurred_at, facts, subject_id)
      select gen_random_uuid(), '${centre.centreId}', '${centre.municipalityId}', now(), '{}', '${id}'`,
    incident_circle: `insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id,
        added_by, added_at)
      select gen_random_uuid(), '${id}', '${centre.centreId}', '${centre.municipalityId}',
        '${who['griffier']!.settings['person']}', '${person}', now()`,
    incident_views: `insert into incident_views (incident_id, centre_id, municipality_id, at, user_id,
        name, role, what, origin)
      select '${id}', '${centre.centreId}', '${centre.municipalityId}', now(), '${person}', 'x',
        'oov-officer', 'opened', 'x'`,
    'log.events': `insert into log.events (stream_type, feed, stream_id, version, centre_id,
        municipality_id, sequence, type, at, text, previous_hash, hash)
      select 'incident', 'file', '${id}', 900, '${centre.centreId}', '${centre.municipalityId}', 900,
        'X', now(), '{}', 'x', 'x'`,
    'log.data_keys': `insert into log.data_keys (stream_id, class, stream_type, centre_id,
        municipality_id, subject_id, wrapped)
      select '${id}', 'another', 'incident', '${centre.centreId}', '${centre.municipalityId}',
        gen_random_uuid(), 'x'`,
  });
  const changed: Record<string, string> = {
    incidents: `update incidents set version = version where true`,
    incident_circle: `update incident_circle set removed_by = added_by where true`,
    incident_views: `update incident_views set name = name where true`,
    'log.events': `update log.events set text = text where true`,
    'log.data_keys': `update log.data_keys set wrapped = wrapped where true`,
  };

  const [columns = '', ...lines] = cells(ofFile);
  const tables = columns.split(' ');

  test.each(lines)('%s', async (line) => {
    const [name = ''] = line.split(' ');
    const person = who[name]!;
    const got = [name];
    for (const table of tables) {
      const of = table.startsWith('log.') ? `where stream_type = 'incident'` : '';
      const may = [
        (await rowsOf(person, `select from ${table} ${of}`)) > 0 && 'r',
        (await rowsOf(person, changed[table]!)) > 0 && 'c',
        (await rowsOf(person, written(person.settings['person'] ?? id)[table]!)) > 0 && 'w',
      ];
      got.push(may.filter(Boolean).join('') || '–');
    }
    expect(got.join(' ')).toBe(line);
  });

  test('by whoever works at the centre no event of it is written either, in no feed', async () => {
    const { centreId, municipalityId } = centre;
    for (const feed of ['file', 'live'])
      expect(
        await rowsOf(
          who['staff']!,
          `insert into log.events (stream_type, feed, stream_id, version, centre_id, municipality_id,
             sequence, type, at, text, previous_hash, hash)
           select 'incident', '${feed}', '${id}', 901, '${centreId}', '${municipalityId}', 901, 'X',
             now(), '{}', 'x', 'x'`,
        ),
      ).toBe(0);
  });

  test('in the circle one writes no event of another subject, feed, file or municipality', async () => {
    const { centreId, municipalityId } = centre;
    const other = who['neighbour']!.settings['municipality']!;
    for (const [type, feed, stream, municipality] of [
      ['alarm', 'live', id, municipalityId],
      ['incident', 'live', id, municipalityId],
      ['incident', 'file', randomUUID(), municipalityId],
      ['incident', 'file', id, other],
    ])
      expect(
        await rowsOf(
          who['circle']!,
          `insert into log.events (stream_type, feed, stream_id, version, centre_id, municipality_id,
             sequence, type, at, text, previous_hash, hash)
           select '${type}', '${feed}', '${stream}', 902, '${centreId}', '${municipality}', 902, 'X',
             now(), '{}', 'x', 'x'`,
        ),
      ).toBe(0);
  });
});
