// A copy of the database of before an erasure is put back. `migrate`, run as it is before every start, plays the list
// of erasures over it: what was erased stays unreadable, and everything else is as it was in the copy.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { compileCache } from '../../../../tools/testing/compile-cache.ts';
import { connect, type Database } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { readErasures } from '../../sealing/erasures.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { closeAlarm } from '../../testing/close-alarm.ts';
import { decoded, fixAt } from '../../testing/messages.ts';
import { readEverywhere } from '../../testing/read-everywhere.ts';
import { eraseContent } from './erase-content.ts';
import { findAlarm } from '../row/alarm-row.ts';

let centre: AlarmCentre;
let copy: Awaited<ReturnType<typeof copied>> | undefined;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(async () => {
  await copy?.drop();
  copy = undefined;
  await centre.end();
});

/** The files of the database as they are now, under another name: what a back-up of the whole server keeps. */
async function copied() {
  const name = `restored_${randomBytes(6).toString('hex')}`;
  const inCopy = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const admin = postgres(inCopy(inject('superuserUrl')).replace(name, 'postgres'), { max: 1 });
  const owner = new URL(centre.database.ownerUrl).username;
  const original = new URL(centre.database.systemUrl).pathname.slice(1);
  // Nobody may be connected to what is copied; whoever was connects again when he asks next.
  await admin`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = ${original}`;
  await admin.unsafe(
    `create database ${name} owner ${owner} template ${original} strategy file_copy`,
  );
  const { appUrl, systemUrl, publicUrl, ownerUrl } = centre.database;
  const system: Database = connect(inCopy(systemUrl), { name: 'restored', ...limitsOf.command });
  return {
    system,
    urls: {
      DATABASE_URL: inCopy(appUrl),
      DATABASE_SYSTEM_URL: inCopy(systemUrl),
      DATABASE_PUBLIC_URL: inCopy(publicUrl),
      DATABASE_OWNER_URL: inCopy(ownerUrl),
    },
    async drop() {
      await system.end();
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

/** A program of ours on the copy, with the keys and the list of today. */
async function run(program: string, ...args: string[]) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../cli', program), ...args],
    {
      env: {
        PATH: process.env['PATH'],
        ...compileCache,
        ...copy!.urls,
        REDIS_URL: 'redis://127.0.0.1:1',
        ACHTERWACHT_KEYS: centre.keys.folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, told] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(await exit, told).toBe(0);
  return `${said}${told}`;
}

async function press(words: string, latitude: number): Promise<string> {
  const said = decoded('panic', { text: words, position: fixAt(latitude, 4.6, 12) });
  const { alarmId } = await centre.press(undefined, [said]);
  const note = { type: 'AddNote', noteId: randomUUID(), text: words, happenedAt: null } as const;
  expect(await centre.ask(centre.anna, alarmId, note)).toMatchObject({ status: 'accepted' });
  return alarmId;
}
/** Which of them somebody can read, whoever he asks. */
async function readable(words: string[], system?: Database): Promise<string[]> {
  const said = await readEverywhere(centre, system);
  return words.filter((one) => said.includes(one));
}
const erase = (alarmId: string) =>
  eraseContent(
    { ...centre, keysFolder: centre.keys.folder },
    { alarmId, why: 'retention', term: 'harmless', actor: { type: 'system', part: 'retention' } },
  );

test.each([['migrate.ts'], ['erase.ts', '--restored']])(
  'what was erased since is unreadable in it, the same holder’s real case is not: %s %s',
  async (...program) => {
    const loos = await press('hoort een radio', 52.41111);
    await closeAlarm(centre, loos);
    const real = await press('hoort roepen', 52.42222);
    copy = await copied();
    await closeAlarm(centre, real, { outcome: 'real-incident', summary: 'politie was er' });
    expect(await erase(loos)).toMatchObject({ status: 'erased' });

    const ofLoos = ['hoort een radio', '52.41111'];
    const ofReal = ['hoort roepen', '52.42222'];
    expect(await readable([...ofLoos, ...ofReal], copy.system)).toHaveLength(4);
    const texts = () => copy!.system.sql`
      select stream_id, version, text, previous_hash, hash from log.events
      where stream_type = 'alarm' order by 1, 2`;
    const before = await texts();
    const realCase = () => copy!.system.transaction((tx) => findAlarm(tx, centre.keys, real));
    const realBefore = await realCase();

    expect(await run(...(program as [string]))).toMatch(/erased again|Opnieuw gewist/);

    expect(await readable([...ofLoos, ...ofReal], copy.system)).toEqual(ofReal);
    expect(await realCase()).toEqual(realBefore);
    const added = (await texts()).filter(({ hash }) => !before.some((one) => one['hash'] === hash));
    expect(added).toMatchObject([{ stream_id: loos }]);
    expect(await texts()).toEqual(expect.arrayContaining([...before]));
    expect((await verifyLog(copy.system, centre.keys)).faults).toEqual([]);
    // Once is enough, and the next start has nothing to do.
    expect(await run(...(program as [string]))).not.toMatch(/erased again|Opnieuw/);
    expect(await texts()).toHaveLength(before.length + 1);
  },
);

test('one that the copy has open goes too, and takes in what is said of it from then on', async () => {
  const loos = await press('hoort een radio', 52.41111);
  copy = await copied();
  await closeAlarm(centre, loos);
  await erase(loos);
  await run('migrate.ts');
  expect(await readable(['hoort een radio', '52.41111'], copy.system)).toEqual([]);
  const [row] = await copy.system
    .sql`select open, state ->> 'erased' is not null as erased from alarms`;
  expect(row).toEqual({ open: true, erased: true });
  expect((await verifyLog(copy.system, centre.keys)).faults).toEqual([]);
});

test('one that was noted and then opened again before anything was gone keeps its words', async () => {
  const loos = await press('hoort een radio', 52.41111);
  await closeAlarm(centre, loos);
  const cutOff = () => Promise.reject(new Error('the power went'));
  await expect(
    eraseContent(
      { ...centre, keysFolder: centre.keys.folder },
      { alarmId: loos, why: 'request', actor: { type: 'system', part: 'retention' } },
      cutOff,
    ),
  ).rejects.toThrow('the power went');
  expect(readErasures(centre.keys.folder)).toHaveLength(1);
  centre.clock.advance(1_000);
  const reopen = { type: 'Reopen', reason: 'er was toch iets' } as const;
  expect(await centre.ask(centre.dirk, loos, reopen)).toMatchObject({ status: 'accepted' });
  copy = await copied();
  await run('migrate.ts');
  expect(await readable(['hoort een radio'], copy.system)).toHaveLength(1);
});

test('one that was noted and is still as it was is erased by the next start', async () => {
  const loos = await press('hoort een radio', 52.41111);
  await closeAlarm(centre, loos);
  const cutOff = () => Promise.reject(new Error('the power went'));
  await eraseContent(
    { ...centre, keysFolder: centre.keys.folder },
    {
      alarmId: loos,
      why: 'retention',
      term: 'harmless',
      actor: { type: 'system', part: 'retention' },
    },
    cutOff,
  ).catch(() => null);
  expect(await readable(['hoort een radio'])).toHaveLength(1);
  copy = await copied();
  await run('migrate.ts');
  expect(await readable(['hoort een radio'], copy.system)).toEqual([]);
});
