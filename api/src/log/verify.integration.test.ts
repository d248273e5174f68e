// What somebody with the database in his hands can do to the log, and that the verifier finds it. Each
// test tampers as the superuser, with the append-only trigger switched off.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linkHash } from '@achterwacht/shared/evidence/chain.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { readLog } from '../alarms/alarm-queries.ts';
import { sha256 } from '../log/event-text.ts';
import { verifyLog } from '../streams.ts';

let centre: AlarmCentre;
let alarmId: string;
let other: string;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  ({ alarmId } = await centre.press(centre.buttons[0]));
  ({ alarmId: other } = await centre.press(centre.buttons[1]));
  for (const id of [alarmId, other]) {
    await centre.ask(centre.anna, id, { type: 'Claim', expectedVersion: 1 });
    for (const text of ['stemmen', 'een deur'])
      await centre.ask(centre.anna, id, {
        type: 'AddNote',
        noteId: randomUUID(),
        text,
        happenedAt: null,
      });
  }
});
afterEach(() => centre.end());

const verify = () => verifyLog(centre.database.system, centre.keys);
const faults = async () =>
  (await verify()).faults
    .map(({ id, fault, version }) => [
      id === alarmId ? 'it' : id === other ? 'other' : id,
      fault,
      version,
    ])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));

async function tamper(
  work: (sql: AlarmCentre['database']['superuser']) => Promise<unknown>,
): Promise<void> {
  const sql = centre.database.superuser;
  await sql`alter table log.events disable trigger all`;
  await work(sql);
  await sql`alter table log.events enable trigger all`;
}

test('untouched: whole, and everything was looked at', async () => {
  expect(await verify()).toEqual({ alarms: 2, streams: 2, events: 8, faults: [] });
});

describe('an event', () => {
  test('one byte of its text', async () => {
    await tamper(
      (sql) => sql`
        update log.events set text = replace(text, '"Anna"', '"Bram"')
        where stream_id = ${alarmId} and version = 2`,
    );
    expect(await faults()).toEqual([['it', 'changed', 2]]);
  });

  test('one byte of what is sealed in it', async () => {
    await tamper(async (sql) => {
      const [row] = await sql<{ text: string }[]>`
        select text from log.events where stream_id = ${alarmId} and version = 3`;
      const text = row!.text.replace(
        /"sealed":"(.)/,
        (_, first: string) => `"sealed":"${first === 'A' ? 'B' : 'A'}`,
      );
      await sql`update log.events set text = ${text} where stream_id = ${alarmId} and version = 3`;
    });
    expect(await faults()).toEqual([['it', 'changed', 3]]);
  });

  test('taken out', async () => {
    await tamper((sql) => sql`delete from log.events where stream_id = ${alarmId} and version = 2`);
    expect(await faults()).toContainEqual(['it', 'missing', 2]);
  });

  test('two swapped', async () => {
    await tamper(async (sql) => {
      const move = (from: number, to: number) =>
        sql`update log.events set version = ${to} where stream_id = ${alarmId} and version = ${from}`;
      await move(2, 99);
      await move(3, 2);
      await move(99, 3);
    });
    expect(await faults()).toEqual([['it', 'broken-link', 2]]);
  });

  test('the end cut off', async () => {
    await tamper((sql) => sql`delete from log.events where stream_id = ${alarmId} and version = 4`);
    expect(await faults()).toContainEqual(['it', 'cut-off', 4]);
  });

  test('the columns beside its text', async () => {
    await tamper(
      (sql) => sql`
        update log.events set at = at - interval '20 seconds', type = 'AlarmClosed'
        where stream_id = ${alarmId} and version = 2`,
    );
    expect(await faults()).toEqual([['it', 'changed', 2]]);
  });

  test('everything chained anew after a change, without the last hash of the row', async () => {
    await tamper((sql) => rechain(sql, byBram, { fixHead: false }));
    expect(await faults()).toEqual([['it', 'cut-off', 4]]);
  });

  test('everything chained anew, the last hash of the row as well: the row tells', async () => {
    await tamper((sql) => rechain(sql, byBram));
    expect(await faults()).toEqual([['it', 'row-differs', 4]]);
  });

  test.each<[string, (text: string) => string, string, number]>([
    ['no event at all', () => 'not an event', 'unreadable', 2],
    [
      'of a newer release',
      (text) => text.replace('"schemaVersion":', '"schemaVersion":9'),
      'unreadable',
      2,
    ],
    [
      'one that follows on nothing',
      (text) => text.replace('"data":', '"data":null,"was":'),
      'row-differs',
      4,
    ],
  ])(
    'everything chained anew, %s: it is named, and the others are looked at',
    async (_what, change, fault, version) => {
      await tamper((sql) => rechain(sql, change));
      await tamper(
        (sql) => sql`
        update log.events set text = replace(text, '"Anna"', '"Bram"')
        where stream_id = ${other} and version = 2`,
      );
      expect(await faults()).toEqual([
        ['it', fault, version],
        ['other', 'changed', 2],
      ]);
    },
  );

  const byBram = (text: string) => text.replaceAll('"Anna"', '"Bram"');

  async function rechain(
    sql: AlarmCentre['database']['superuser'],
    change: (text: string) => string,
    { fixHead } = { fixHead: true },
  ): Promise<void> {
    const rows = await sql<{ version: number; text: string; previous_hash: string }[]>`
      select version, text, previous_hash from log.events where stream_id = ${alarmId} order by version`;
    let previous = rows[0]!.previous_hash;
    for (const { version, text: written } of rows) {
      const text = version === 2 ? change(written) : written;
      const hash = linkHash(sha256, previous, text);
      await sql`update log.events set text = ${text}, previous_hash = ${previous}, hash = ${hash}
        where stream_id = ${alarmId} and version = ${version}`;
      previous = hash;
    }
    if (fixHead) await sql`update alarms set head_hash = ${previous} where id = ${alarmId}`;
  }
});

describe('a row', () => {
  test('its state, by hand', async () => {
    await tamper(
      (sql) => sql`
        update alarms set state = jsonb_set(state, '{ownership,by,name}', '"Bram"')
        where id = ${alarmId}`,
    );
    expect(await faults()).toEqual([['it', 'row-differs', 4]]);
  });

  test.each([
    ['closed by hand, off the board', 'open = false'],
    ['another owner', `owner_id = '${randomUUID()}'`],
    ['made a test', `mode = 'test'`],
    ['put in another centre', `centre_id = '${randomUUID()}'`],
    ['its person unsealed no more', `personal = 'AAAA'`],
    ['its person taken away', 'personal = null'],
  ])('%s', async (_what, change) => {
    await tamper((sql) => sql.unsafe(`update alarms set ${change} where id = '${alarmId}'`));
    expect(await faults()).toEqual([['it', 'row-differs', 4]]);
  });

  test('its deadlines taken away, so that nothing would ever act', async () => {
    await tamper((sql) => sql`delete from log.deadlines where subject_id = ${alarmId}`);
    expect(await faults()).toEqual([['it', 'row-differs', 4]]);
  });

  test('taken away, its events left', async () => {
    await tamper((sql) => sql`delete from alarms where id = ${alarmId}`);
    expect(await faults()).toEqual([['it', 'no-row', 1]]);
  });

  test('taken away with all its events: the feed has a hole', async () => {
    await tamper(async (sql) => {
      await sql`delete from log.events where stream_id = ${alarmId}`;
      await sql`delete from alarms where id = ${alarmId}`;
    });
    expect((await verify()).faults).toEqual([
      { streamType: 'feed', id: centre.centreId, name: 'live', fault: 'feed-hole', version: 1 },
    ]);
  });
});

describe('an erased person', () => {
  test('leaves a whole log behind, and what happens afterwards too', async () => {
    centre.keys.erase(centre.buttons[0]!.holderId);
    const keys = centre.keys.reopen();
    const { system } = centre.database;
    expect((await verifyLog(system, keys)).faults).toEqual([]);
    const log = await centre.asActor(centre.anna, 'alarm.read', (tx) => readLog(tx, keys, alarmId));
    expect(log?.map((event) => 'personal' in event && event.personal)).toEqual(Array(4).fill(null));
  });

  test('whose button is pressed again gets a new key, and the old log stays readable', async () => {
    centre.keys.erase(centre.buttons[0]!.holderId);
    const keys = centre.keys.reopen();
    keys.findOrMake(centre.buttons[0]!.holderId);
    expect((await verifyLog(centre.database.system, keys)).faults).toEqual([]);
    const log = await centre.asActor(centre.anna, 'alarm.read', (tx) => readLog(tx, keys, alarmId));
    expect(log).toHaveLength(4);
  });
});

test('checked while the centre works, nothing of that looks like a fault', async () => {
  let working = true;
  const work = (async () => {
    while (working)
      await centre.ask(centre.anna, alarmId, {
        type: 'AddNote',
        noteId: randomUUID(),
        text: 'door',
        happenedAt: null,
      });
  })();
  const verdicts = [];
  for (let round = 0; round < 10; round += 1) verdicts.push(await verify());
  working = false;
  await work;
  expect(verdicts.flatMap((verdict) => verdict.faults)).toEqual([]);
  expect(verdicts.at(-1)!.events).toBeGreaterThan(verdicts[0]!.events);
});
