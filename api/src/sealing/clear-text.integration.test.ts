// Nothing personal stands in clear in the database: after presses, judgements and notes with words that are
// known, every column of every table is searched for them, also as somebody might have dressed them.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { verifyLog } from '../streams.ts';
import { loggedIn } from '../testing/instance/accounts.ts';
import { ask, envelope, frameOf } from '../testing/instance/device.ts';
import { Person as Someone, type Person } from '../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';
import { openSuperuser, placesOf } from '../testing/search-database.ts';
import { openKeyRing } from './key-ring.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Person;
/** Sees every table and every row. */
let superuser: postgres.Sql;
const needles = new Set<string>();
/** Those that people wrote about one holder's alarm. */
let written: string[] = [];

/** Remembers what may be found nowhere. */
function personal<T extends string>(said: T): T {
  needles.add(said);
  instance.secrets.add(said);
  return said;
}

beforeAll(async () => {
  instance = await startInstance({ sound: true });
  api = await instance.startApi();
  superuser = openSuperuser(instance.appUrl);
  anna = await loggedIn(instance, api, instance.account('centralist'));
  for (const word of instance.personal) needles.add(word);
});
afterAll(async () => {
  await superuser.end();
  await instance.end();
});

test('after presses of every kind and all that people write about them', async () => {
  const worn = await instance.button('231');
  const plain = await instance.addPlainButton('nobody', 'BB01');
  const stranger = { account: 'CAFE', key: undefined };
  await ask(api.devicePort, [
    frameOf(worn, {
      sequence: 1,
      ...at('52N07.4711', '004E19.8642'),
      ...words('Zoë bij de kassa'),
    }),
    frameOf(worn, { sequence: 2, ...at('52N07.4822', '004E19.8753') }),
    frameOf(plain, { sequence: 7, data: 'Nri1/YT001' }),
    frameOf(plain, {
      sequence: 3,
      ...at('51N26.1733', '005E28.4264'),
      ...words('achter in de tuin'),
    }),
    frameOf(stranger, {
      sequence: 4,
      ...at('53N12.6944', '006E33.9575'),
      ...words('bij het water'),
    }),
    // Refused: of a key that is not its own, damaged, and not to be read at all.
    frameOf({ ...worn, key: Buffer.alloc(16, 1) }, { sequence: 5, ...words('onder de brug') }),
    envelope(
      `"SIA-DCS"0006R1L0#${plain.account}[#${plain.account}|Nri1/PA001^${personal('in de kelder')}^]`,
      'FFFF',
    ),
    Buffer.from(`\n${personal('iemand fluistert')}\r`),
  ]);
  await settled();
  const { alarms } = await anna.board();
  const alarm = alarms.find((one) => one.button.serial === '231');
  expect(alarm?.personal?.position?.fix.latitude).toBeCloseTo(52.12, 1);
  expect(alarms.filter(({ kind }) => kind === 'duress').length).toBeGreaterThanOrEqual(3);
  // What a device sent as degrees and minutes is kept in degrees.
  for (const one of alarms) {
    const fix = one.personal?.position?.fix;
    if (fix)
      [fix.latitude, fix.longitude].forEach((degrees) => personal(String(degrees).slice(0, 8)));
  }

  await instance.speak(worn);
  await expect.poll(async () => (await alarmOf(alarm!.id)).sound.status).toBe('receiving');
  const before = needles.size;
  await write(alarm!.id);
  written = [...needles].slice(before);
  await anna.get(`/api/alarms/${alarm!.id}/dossier`);
  await expect
    .poll(() => instance.system.sql`select from incidents where facts -> 'police' is not null`)
    .toHaveLength(1);

  // A13: the police's own page, and a reason to park.
  const until = new Date(Date.now() + 1_800_000).toISOString();
  const fault = (await anna.board()).alarms.find(({ kind }) => kind === 'fault');
  await carryOut(fault!.id, [
    [anna, { type: 'Claim' }],
    [anna, { type: 'Park', until, reason: personal('monteur Van Wijngaarden komt') }],
  ]);

  expect(await places()).toEqual([]);
});

test('A13 and once the holder is erased nobody reads them, in no process that read them before; the log stands', async () => {
  const { alarms } = await anna.board();
  const alarm = alarms.find((one) => one.button.serial === '231')!;
  expect(JSON.stringify(alarm)).toContain('Karel van Zanten');
  const [row] = await instance.system.sql<{ subject: string }[]>`
    select subject_id as subject from alarms where id = ${alarm.id}`;
  rmSync(join(instance.keysFolder, 'subjects', `${row!.subject}.key`));
  const log = await anna.get(`/api/alarms/${alarm.id}/log`);
  expect(log.status).toBe(200);
  const said = JSON.stringify([await anna.board(), log.body]);
  expect(written.length).toBeGreaterThan(15);
  for (const word of written) expect(said).not.toContain(word);
  expect((await verifyLog(instance.system, openKeyRing(instance.keysFolder))).faults).toEqual([]);
});

test.each([
  ['as it is', (word: string) => Buffer.from(word)],
  ['in Windows-1252', (word: string) => Buffer.from(word, 'latin1')],
  ['in two bytes a character', (word: string) => Buffer.from(word, 'utf16le')],
  ['in hexadecimal', (word: string) => Buffer.from(Buffer.from(word).toString('hex'))],
  ['in base64', (word: string) => Buffer.from(Buffer.from(`ab${word}c`).toString('base64'))],
  ['in a JSON text', (word: string) => Buffer.from(JSON.stringify({ word }))],
])('and would be found %s', async (_how, dressed) => {
  const { system } = instance;
  const [message] = await system.sql<{ id: string; content: Uint8Array }[]>`
    select id, content from messages limit 1`;
  const words = ['Zoë bij de kassa', '004E19.8642'];
  for (const word of words) {
    await system.sql`update messages set content = ${dressed(word)} where id = ${message!.id}`;
    expect(await places(words)).toEqual([`messages.content: ${word}`]);
  }
  await system.sql`update messages set content = ${message!.content} where id = ${message!.id}`;
});

test('and would be found in any table, of any type', async () => {
  const { owner } = instance;
  await owner.sql`update plans set title = ${'iemand fluistert'}`;
  await owner.sql`update centres set timings = timings || '{"x": "in de kelder"}'::jsonb`;
  expect((await places(['iemand fluistert', 'in de kelder'])).sort()).toEqual(
    ['centres.timings: in de kelder', 'plans.title: iemand fluistert'].sort(),
  );
});

function at(latitude: string, longitude: string) {
  personal(latitude);
  personal(longitude);
  return { extended: [`X${longitude}`, `Y${latitude}`] };
}

function words(text: string) {
  return { data: `Nri1/PA001^${personal(text)}^` };
}

/** Everything that a person can write about an alarm. */
async function write(alarmId: string): Promise<void> {
  const dirk = await loggedIn(instance, api, instance.account('supervisor'));
  await carryOut(alarmId, [
    [anna, { type: 'Claim' }],
    [
      anna,
      { type: 'AddNote', noteId: randomUUID(), text: personal('Joost huilt'), happenedAt: null },
    ],
    [anna, { type: 'StartListening' }],
    [
      anna,
      {
        type: 'AddMarker',
        markerId: randomUUID(),
        audioMoment: new Date().toISOString(),
        label: personal('roept Willemijn'),
      },
    ],
    [anna, { type: 'Verify', basis: 'person-on-site', note: personal('buurvrouw ziet hem') }],
    [anna, { type: 'Unverify', reason: personal('verkeerde buurvrouw') }],
    [anna, { type: 'JudgeUnverifiable', note: personal('alleen ruis bij Joost') }],
    [dirk, { type: 'TakeOver', reason: personal('Anna kent hem') }],
    [dirk, { type: 'Unverify', reason: personal('toch iets gehoord') }],
    [dirk, { type: 'ProposeFalse', ground: 'trusted-person', note: personal('zus zit ernaast') }],
    [
      dirk,
      {
        type: 'Close',
        outcome: 'unknown',
        needless: false,
        summary: personal('knop in de tas van Joost'),
      },
    ],
    [dirk, { type: 'HoldRecording', reason: personal('vordering van officier Bos') }],
    [dirk, { type: 'Reopen', reason: personal('aangifte door de zus') }],
    // To the police by telephone, what they say, by telephone and by their page, and a further message.
    [dirk, { type: 'Claim' }],
    [dirk, { type: 'JudgeUnverifiable', note: personal('weer alleen ruis') }],
    [
      dirk,
      {
        type: 'ConfirmHandover',
        policeOperator: personal('Karel van Zanten'),
        incidentNumber: personal('NH-2026-88471'),
        channel: 'telephone',
        class: 'assistance',
        overrideReason: null,
        route: { regionCode: 'noord-holland', which: 'first' },
      },
    ],
    [dirk, { type: 'AddPoliceMessage', text: personal('hij heeft een rode jas aan') }],
  ]);
  await lookAsPolice(alarmId, dirk);
  await carryOut(alarmId, [
    [
      dirk,
      {
        type: 'ReportPoliceStatus',
        status: 'closed',
        statedAt: new Date().toISOString(),
        operator: personal('brigadier Oosterhuis'),
        reference: personal('PL1100-556677'),
      },
    ],
    // The municipality's file is drafted from it.
    [
      dirk,
      {
        type: 'Close',
        outcome: 'unknown',
        needless: false,
        summary: personal('overgedragen aan Oosterhuis'),
      },
    ],
  ]);
}

/** By their page: under a name, and with a message of their own. */
async function lookAsPolice(alarmId: string, by: Person): Promise<void> {
  const wanted = { commandId: randomUUID(), linkId: randomUUID() };
  const shared = await by.post<{ url: string; pin: string }>(
    `/api/alarms/${alarmId}/police-links`,
    wanted,
  );
  const secret = new URL(shared.body.url).hash.slice(1);
  const unit = new Someone(by.place);
  const { pin } = shared.body;
  const entered = await unit.post('/api/police/session', {
    secret,
    pin,
    name: personal('agent De Ruijter'),
  });
  expect(entered.status).toBe(200);
  const { body } = await unit.get<{ viewer: string }>('/api/police/view');
  expect(body.viewer).toBe('agent De Ruijter');
  const text = personal('welke ingang aan de achterkant');
  expect((await unit.post('/api/police/messages', { text })).status).toBe(200);
  const statedAt = new Date().toISOString();
  const report = { status: 'under-way', statedAt, reference: null };
  expect((await unit.post('/api/police/reports', report)).status).toBe(200);
}

async function carryOut(alarmId: string, steps: [Person, Asked][]): Promise<void> {
  for (const [person, command] of steps) {
    const { version: expectedVersion } = await alarmOf(alarmId);
    // Those that expect no version do not mind being told one.
    const asked = { ...command, expectedVersion } as PersonCommand;
    const { status, body } = await person.command(alarmId, asked);
    expect([command.type, status, body]).toEqual([command.type, 200, expect.anything()]);
  }
}

async function alarmOf(alarmId: string): Promise<Alarm> {
  const { alarms } = await anna.board();
  return alarms.find(({ id }) => id === alarmId)!; // what a test was shown before is on the board
}

/** An ACK says durable, not decided; and what was refused waits for a better frame, which does not come. */
async function settled(): Promise<void> {
  await instance.system.sql`update messages set handle_at = received_at where handled_at is null`;
  await expect
    .poll(() => instance.system.sql`select from messages where handled_at is null`)
    .toHaveLength(0);
}

type Unversioned<C> = C extends PersonCommand ? Omit<C, 'expectedVersion'> : never;
type Asked = Unversioned<PersonCommand>;

/** `table.column: word` for each that stands somewhere, however it is dressed. */
async function places(words: Iterable<string> = needles): Promise<string[]> {
  return (await placesOf(superuser, words)).map(({ column, word }) => `${column}: ${word}`);
}
