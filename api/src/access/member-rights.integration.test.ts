// What the database lets each do with the members of a centre and their histories, whatever a query forgets.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { addAdministrator } from '../testing/settings.ts';

/**
 * Read (r), change (c), add (a). `former`: an administrator who is suspended; `stranger`: the other centre's. Who works
 * where is read by all of a centre, and of a municipality by its own.
 */
const rights = `
                 members member_records log.events log.data_keys
  administrator  rca     rca            ra         ra
  supervisor     r       –              –          –
  centralist     r       –              –          –
  former         r       –              –          –
  officer        –       –              –          –
  stranger       –       –              –          –
  nobody         –       –              –          –
`;

let centre: AlarmCentre;
let settingsOf: Record<string, Record<string, string>>;

beforeAll(async () => {
  centre = await openAlarmCentre();
  const { centreId, municipalityId, anna, dirk } = centre;
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const els = await addAdministrator(centre, 'Els');
  const former = await addAdministrator(centre, 'Fred');
  const stranger = await addAdministrator({ ...centre, centreId: south.centreId }, 'Gert');
  const { superuser } = centre.database;
  await superuser`update members set status = 'suspended' where user_id = ${former.id}`;
  await superuser`
    insert into member_records (id, centre_id, version, head_hash, subject_id, state, fold_version,
      updated_at)
    values (${anna.id}, ${centreId}, 1, 'x', ${anna.id}, '{}', 1, now())`;
  await superuser`
    insert into log.events (stream_type, feed, stream_id, version, centre_id, sequence, type, at,
      text, previous_hash, hash)
    values ('member', 'file', ${anna.id}, 1, ${centreId}, 900, 'X', now(), '{}', 'x', 'x')`;
  await superuser`
    insert into log.data_keys (stream_id, class, stream_type, centre_id, subject_id, wrapped)
    values (${anna.id}, 'identity', 'member', ${centreId}, ${anna.id}, 'x')`;
  settingsOf = {
    administrator: { centre: centreId, person: els.id },
    supervisor: { centre: centreId, person: dirk.id },
    centralist: { centre: centreId, person: anna.id },
    former: { centre: centreId, person: former.id },
    // Of a municipality in which nobody works.
    officer: { centre: centreId, municipality: municipalityId, person: randomUUID() },
    stranger: { centre: south.centreId, person: stranger.id },
    nobody: {},
  };
});
afterAll(() => centre.end());

/** Undone afterwards. Refused is nothing. */
async function rowsOf(settings: Record<string, string>, text: string): Promise<number> {
  class Undone extends Error {}
  let count = 0;
  await centre.database.app
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

const changed: Record<string, string> = {
  members: `update members set role = role where centre_id = $1`,
  member_records: `update member_records set state = state where centre_id = $1`,
  'log.events': `update log.events set text = text where centre_id = $1`,
  'log.data_keys': `update log.data_keys set wrapped = wrapped where centre_id = $1`,
};
const added: Record<string, string> = {
  members: `insert into members (user_id, centre_id, role, name, email)
    values (gen_random_uuid(), $1, 'administrator', 'x', gen_random_uuid())`,
  member_records: `insert into member_records (id, centre_id, version, head_hash, subject_id, state,
      fold_version, updated_at)
    values (gen_random_uuid(), $1, 1, 'x', gen_random_uuid(), '{}', 1, now())`,
  'log.events': `insert into log.events (stream_type, feed, stream_id, version, centre_id, sequence,
      type, at, text, previous_hash, hash)
    values ('member', 'file', gen_random_uuid(), 1, $1, 901, 'X', now(), '{}', 'x', 'x')`,
  'log.data_keys': `insert into log.data_keys (stream_id, class, stream_type, centre_id, subject_id,
      wrapped)
    values (gen_random_uuid(), 'identity', 'member', $1, gen_random_uuid(), 'x')`,
};

const [columns = '', ...lines] = rights
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/).join(' '));

test.each(lines)('%s', async (line) => {
  const [name = ''] = line.split(' ');
  const settings = settingsOf[name]!;
  const of = (text: string) => text.replaceAll('$1', `'${centre.centreId}'`);
  const got = [name];
  for (const table of columns.split(' ')) {
    const read = `select from ${table} where centre_id = $1${table.startsWith('log.') ? ` and stream_type = 'member'` : ''}`;
    const may = [
      (await rowsOf(settings, of(read))) > 0 && 'r',
      (await rowsOf(settings, of(changed[table]!))) > 0 && 'c',
      (await rowsOf(settings, of(added[table]!))) > 0 && 'a',
    ];
    got.push(may.filter(Boolean).join('') || '–');
  }
  expect(got.join(' ')).toBe(line);
});

test('whoever is kept out reads on in no list that he had open: an export is written in many transactions', async () => {
  const { centreId, dirk, municipalityId } = centre;
  const { superuser } = centre.database;
  const officer = randomUUID();
  const incident = randomUUID();
  await superuser`
    insert into members (user_id, centre_id, municipality_id, role, name, email)
    values (${officer}, ${centreId}, ${municipalityId}, 'oov-officer', 'Fatima', 'fatima@haarlem.test')`;
  await superuser`
    insert into access_log (centre_id, at, action, object, result, origin)
    values (${centreId}, now(), 'account.log-in', 'x', 'done', 'x')`;
  await superuser`
    insert into privacy_requests (id, centre_id, version, head_hash, subject_id, state, fold_version,
      updated_at, kind, due_at, is_open)
    values (gen_random_uuid(), ${centreId}, 1, 'x', gen_random_uuid(), '{}', 1, now(), 'access',
      now(), true)`;
  // Of a file that nobody wrote: who is in its circle is all that is asked.
  await superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`
      insert into incident_circle (id, incident_id, user_id, centre_id, municipality_id, added_at)
      values (gen_random_uuid(), ${incident}, ${officer}, ${centreId}, ${municipalityId}, now())`;
  });
  const supervisor = { centre: centreId, person: dirk.id };
  const asOfficer = { centre: centreId, municipality: municipalityId, person: officer };
  const seen = async () => [
    (await rowsOf(supervisor, 'select from access_log')) > 0,
    (await rowsOf(supervisor, 'select from privacy_requests')) > 0,
    (await rowsOf(asOfficer, `select where in_incident_circle('${incident}')`)) > 0,
    // In whose circle nobody is any more.
    (await rowsOf(asOfficer, 'select where in_incident_circle(gen_random_uuid())')) > 0,
  ];
  expect(await seen()).toEqual([true, true, true, true]);
  await superuser`
    update members set status = 'suspended' where user_id = any(${[dirk.id, officer]}::uuid[])`;
  expect(await seen()).toEqual([false, false, false, false]);
});
