// The register as somebody takes it along, to the letter: these columns and no others, why he did, and nothing that a
// spreadsheet would carry out.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { role as roles } from '@achterwacht/shared/roles.ts';
import { openHttpDoor, type HttpDoor } from '../../testing/http-door.ts';
import { serveRegisterExport } from './export-routes.ts';
import { hour, openPool, type Pool } from './test-pool.ts';

let pool: Pool;
let door: HttpDoor;
beforeAll(async () => {
  pool = await openPool();
  const { asActor, clock, keys, system } = pool.centre;
  door = await openHttpDoor((http, authentication) =>
    serveRegisterExport(http, { asActor, clock, keys, accounts: system, authentication }),
  );
  const { buttons } = pool.centre;
  await system.sql`update buttons set sim = '8931', firmware = '2.4' where id = ${buttons[0]!.id}`;
  await pool.takeBack(pool.button(1));
  await pool.takeBack(pool.button(2));
  await pool.testPress(pool.button(2));
  await pool.closeAll();
  const named = await pool.person('=cmd|x; "Jan"');
  await pool.done(pool.button(2).id, pool.lend(named));
  clock.advance(hour);
});
afterAll(async () => {
  await door.close();
  await pool.centre.end();
});

const take = async (query: string, who = pool.esra) => door.get(who, `/api/buttons.csv?${query}`);

test('2.2 as people read it, each line and nothing else', async () => {
  const { status, body } = await take('reason=jaarcontrole');
  expect([status, body]).toEqual([
    200,
    [
      '\u{feff}Knop;Model;Status;Gemeente;Firmware;Simkaart;Laatste contact;Laatste geluidstest;Drager;Functie;Sinds;Tot',
      'Noord1;proef;vast;Haarlem;2.4;8931;;;Drager Noord1;wethouder;01-01-2026, 01:00;',
      'Noord2;proef;beschikbaar;Haarlem;;;;;;;;',
      `Noord3;proef;uitgeleend;Haarlem;;;;02-03-2026, 09:00;"'=cmd|x; ""Jan""";raadslid;02-03-2026, 09:00;04-03-2026, 09:00`,
      '',
    ].join('\r\n'),
  ]);
});

test('2.2 as programs read it, in their signs', async () => {
  const { status, body } = await take('reason=jaarcontrole&variant=iso');
  const at = '2026-03-02T08:00:00.000Z';
  expect([status, body]).toEqual([
    200,
    [
      'serial,model,status,municipality,firmware,sim,last_contact,last_test,holder,function,since,until',
      'Noord1,proef,fixed,Haarlem,2.4,8931,,,Drager Noord1,wethouder,2026-01-01T00:00:00.000Z,',
      'Noord2,proef,in-pool,Haarlem,,,,,,,,',
      `Noord3,proef,lent,Haarlem,,,,${at},"'=cmd|x; ""Jan""",raadslid,${at},2026-03-04T08:00:00.000Z`,
      '',
    ].join('\r\n'),
  ]);
});

test('why it was taken is asked, and stands in the log with who did', async () => {
  const before = await looks();
  for (const query of ['', 'reason=', 'reason=%20%20', `reason=${'x'.repeat(501)}`])
    expect([query, (await take(query)).status]).toEqual([query, 422]);
  expect(await looks()).toEqual(before);
  await take('reason=vordering%20van%20de%20rekenkamer');
  expect(await looks()).toEqual([
    ...before,
    {
      action: 'register.exported',
      who: pool.esra.id,
      result: 'because vordering van de rekenkamer',
    },
  ]);
});

test.each(roles.options)('asked by a %s', async (name) => {
  const who = await pool.member(name);
  const may = name === 'oov-officer' || name === 'supervisor';
  expect((await take('reason=x', who)).status).toBe(may ? 200 : 403);
});

test('of more than a page each stands in it once, under one head', async () => {
  const administrator = await pool.member('administrator', null);
  for (let number = 100; number < 160; number += 1)
    await pool.register(String(number), administrator);
  const { body } = await take('reason=x&variant=iso');
  const lines = String(body).trimEnd().split('\r\n');
  expect([lines.length, new Set(lines).size]).toEqual([64, 64]);
  expect(lines.filter((line) => line.startsWith('serial,'))).toHaveLength(1);
});

const looks = async () =>
  (
    await pool.centre.system.sql<{ action: string; who: string; result: string }[]>`
      select action, user_id as who, result from access_log order by at, id`
  ).map((line) => ({ ...line }));
