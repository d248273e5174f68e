// What of a plan each may read, change, and write further in each table, whatever a query forgets.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../access/as-actor.ts';
import { addAdministrator } from '../testing/settings.ts';
import { PlanCentre, says, step } from './test-plans.ts';

/**
 * Of one municipality's plans with their history: r reads, c changes, w writes further. Every desk reads what a press
 * copies; a history is read by whoever may change it.
 */
const cells = `
               plans log.events log.data_keys
  supervisor   rcw   rw         rw
  centralist   r     –          –
  administrator r    –          –
  officer      rcw   rw         rw
  colleague    rcw   rw         rw
  griffier     –     –          –
  neighbour    –     –          –
  elsewhere    –     –          –
  nobody       –     –          –
  link         –     –          –
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const [tables = [], ...rows] = cells;

type Who = { role: 'app' | 'outside'; settings: Record<string, string> };
const world = new PlanCentre();
let who: Record<string, Who>;
let planId: string;
let holderId: string;

beforeAll(async () => {
  await world.open(1);
  const { centre, fatima, fenna, gert, south } = world;
  holderId = centre.buttons[0]!.holderId;
  await world.agree(holderId, says({ steps: [step('a')] }));
  const [row] = await centre.system.sql<{ id: string }[]>`select id from plans`;
  planId = row!.id;
  const of = ({ id, centreId, municipalityId }: Visitor): Who => ({
    role: municipalityId ? 'outside' : 'app',
    settings: {
      centre: centreId,
      person: id,
      ...(municipalityId && { municipality: municipalityId }),
    },
  });
  const griffier = randomUUID();
  await centre.database.superuser`
    insert into members (user_id, centre_id, municipality_id, role, name, email)
    values (${griffier}, ${centre.centreId}, ${centre.municipalityId}, 'griffier', 'x', 'x')`;
  who = {
    supervisor: of(world.dirk),
    centralist: of(centre.anna),
    administrator: of(await addAdministrator(centre, 'Els')),
    officer: of(fatima),
    colleague: of(fenna),
    griffier: of({ ...fatima, id: griffier }),
    neighbour: of(gert),
    elsewhere: of(south.dirk),
    nobody: { role: 'outside', settings: {} },
    link: { role: 'outside', settings: { link_secret: 'f'.repeat(64) } },
  };
});
afterAll(() => world.close());

/** Undone afterwards. Refused is nothing. */
async function rowsOf({ role, settings }: Who, text: string): Promise<number> {
  class Undone extends Error {}
  let count = 0;
  await world.centre.database[role]
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
  plans: `update plans set number = number where true`,
  'log.events': `update log.events set text = text where true`,
  'log.data_keys': `update log.data_keys set wrapped = wrapped where true`,
};
const written = (): Record<string, string> => {
  const { centreId, municipalityId } = world.centre;
  return {
    plans: `insert into plans (layer, centre_id, municipality_id, version, title, flags,
        minimum_listening_seconds, steps)
      select 'template', '${centreId}', '${municipalityId}', 1, '', '[]', 30, '[]'`,
    'log.events': `insert into log.events (stream_type, feed, stream_id, version, centre_id,
        municipality_id, sequence, type, at, text, previous_hash, hash)
      select 'plan', 'file', '${planId}', 900, '${centreId}', '${municipalityId}', 900, 'X', now(),
        '{}', 'x', 'x'`,
    'log.data_keys': `insert into log.data_keys (stream_id, class, stream_type, centre_id,
        municipality_id, subject_id, wrapped)
      select '${planId}', 'another', 'plan', '${centreId}', '${municipalityId}', '${planId}', 'x'`,
  };
};

test.each(rows.map((row) => row.join(' ')))('%s', async (line) => {
  const [name = ''] = line.split(' ');
  const got = [name];
  for (const table of tables) {
    const of = table.startsWith('log.') ? `where stream_type = 'plan'` : '';
    const may = [
      (await rowsOf(who[name]!, `select from ${table} ${of}`)) > 0 && 'r',
      (await rowsOf(who[name]!, changed[table]!)) > 0 && 'c',
      (await rowsOf(who[name]!, written()[table]!)) > 0 && 'w',
    ];
    got.push(may.filter(Boolean).join('') || '–');
  }
  expect(got.join(' ')).toBe(line);
});

test('an officer writes nothing for another municipality, subject or feed, and moves nothing there', async () => {
  const { centreId, municipalityId } = world.centre;
  for (const [type, feed, municipality] of [
    ['alarm', 'live', municipalityId],
    ['plan', 'live', municipalityId],
    ['plan', 'file', world.zwolle],
    ['incident', 'file', municipalityId],
  ])
    expect(
      await rowsOf(
        who['officer']!,
        `insert into log.events (stream_type, feed, stream_id, version, centre_id,
           municipality_id, sequence, type, at, text, previous_hash, hash)
         select '${type}', '${feed}', '${planId}', 902, '${centreId}', '${municipality}', 902, 'X',
           now(), '{}', 'x', 'x'`,
      ),
    ).toBe(0);
  const moved = `update plans set municipality_id = '${world.zwolle}'`;
  expect(await rowsOf(who['officer']!, moved)).toBe(0);
});

test('of people and buttons an officer sees those of his own municipality, and no key or place', async () => {
  const count = (name: string, text: string) => rowsOf(who[name]!, text);
  for (const table of ['holders', 'buttons', 'loans', 'contacts'])
    expect([table, await count('neighbour', `select id from ${table}`)]).toEqual([table, 0]);
  expect(await count('officer', `select id from holders`)).toBe(1);
  expect(await count('griffier', `select id from holders`)).toBe(0);
  expect(await count('officer', `select key from buttons`)).toBe(0);
});
