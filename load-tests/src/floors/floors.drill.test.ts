// The floors themselves, on a real Postgres: each press durable before it is echoed and told, nothing
// missing, nothing left behind.
import postgres from 'postgres';
import { afterAll, expect, inject, test } from 'vitest';
import { PressStream } from '../harness/presses/press-stream.ts';
import { fanOutChecks, FanOut } from '../scenarios/fan-out/fan-out-measure.ts';
import { DelayedJobs } from './delayed-jobs.ts';
import { openRedis } from './open-redis.ts';
import { startFloor, startStreamsFloor } from './start-floor.ts';

const databaseUrl = await ownDatabase();
const sql = postgres(databaseUrl, { max: 1 });
afterAll(() => sql.end());

async function ownDatabase(): Promise<string> {
  const superuser = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} });
  const name = `floors_${process.pid}`;
  await superuser`drop database if exists ${superuser(name)}`;
  await superuser`create database ${superuser(name)}`;
  await superuser.end();
  const url = new URL(inject('superuserUrl'));
  url.pathname = name;
  return url.href;
}

test('a bare floor answers every press after storing it, and removes its table at the end', async () => {
  const floor = await startFloor('none', databaseUrl);
  const stream = await PressStream.open(floor.devices, ['A0C1', 'A0C2']);
  const { answers, unanswered, sent } = await stream.run(200, 0.25, 1);
  stream.close();
  expect(sent).toHaveLength(50);
  expect(answers.count).toBe(50);
  expect(unanswered).toBe(0);
  const [stored] = await sql`select count(*)::int as rows, min(length(payload)) as bytes
    from load_floor_none.events`;
  expect(stored).toMatchObject({ rows: 50 });
  expect(stored?.['bytes']).toBeGreaterThan(1_100);
  await floor.stop();
  const left = await sql`select 1 from pg_namespace where nspname like 'load_floor%'`;
  expect(left).toHaveLength(0);
});

test.each([
  ['ws', 'bare', () => startFloor('ws', databaseUrl)],
  [
    'Socket.IO over two processes',
    'socket.io',
    () => startStreamsFloor(databaseUrl, inject('redisUrl')),
  ],
] as const)('%s: every console sees every press once', async (name, kind, start) => {
  const floor = await start();
  const audience = { kind, origins: floor.origins, count: 20 };
  const fanOut = await FanOut.open(name, floor.devices, audience, ['A0C1']);
  const summary = await fanOut.system(100, 0.3).measure(1);
  await fanOut.close();
  await floor.stop();
  expect(summary.count).toBe(30);
  const [latency] = [summary.p50Milliseconds];
  expect(latency).toBeGreaterThan(0);
  const failed = fanOutChecks(name, [fanOut]).filter(({ name: check, passed }) => {
    // Whether this machine had time to be punctual is not what is tested here.
    return !passed && !check.includes('generator late');
  });
  expect(failed).toEqual([]);
});

test('the floor over Redis leaves no stream behind', async () => {
  const floor = await startStreamsFloor(databaseUrl, inject('redisUrl'));
  const redis = openRedis(inject('redisUrl'));
  const stream = await PressStream.open(floor.devices, ['A0C1']);
  await stream.run(50, 0.1, 1);
  stream.close();
  expect(await redis.keys('load-floor-*')).toHaveLength(1);
  await floor.stop();
  expect(await redis.keys('load-floor-*')).toEqual([]);
  redis.disconnect();
});

test('the floor under deadlines has every job after its moment and leaves nothing behind', async () => {
  const jobs = await DelayedJobs.open(inject('redisUrl'));
  await jobs.keepPending(5);
  const lateness = await jobs.measure(20, 0.5, 1);
  expect(lateness.count).toBe(10);
  expect(lateness.p50Milliseconds).toBeGreaterThan(0);
  await jobs.close();
  const redis = openRedis(inject('redisUrl'));
  expect(await redis.keys('bull:load-floor-*')).toEqual([]);
  redis.disconnect();
});
