// One desk that says far too much, at a real process on a real database: what reaches the database is bounded,
// and a press beside it is taken as ever.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
});
afterAll(() => instance.end());

/** What the process does by itself in a minute, several times over. */
const bound = 3_000;

const transactions = async (): Promise<number> => {
  const [row] = await instance.system.sql<{ count: string }[]>`
    select xact_commit + xact_rollback as count from pg_stat_database
    where datname = current_database()`;
  return Number(row?.count);
};

test('F3 ten thousand messages of one desk: the database sees some hundreds, a press is taken beside them', async () => {
  const [anna, bram] = [
    await loggedIn(instance, api, instance.account('centralist')),
    await loggedIn(instance, api, instance.account('centralist', 1)),
  ];
  const [loud, quiet] = [await anna.desk(), await bram.desk()];
  await ask(api.devicePort, [frameOf(await instance.button('231'), { sequence: 1 })]);
  await quiet.until('the press', ({ events }) => events.length > 0);
  const { alarmId } = quiet.events[0]!;

  const before = await transactions();
  for (let count = 0; count < 10_000; count += 1)
    loud.socket.emit('presented', { alarmId: count % 2 ? alarmId : randomUUID() });
  await loud.until('goodbye', ({ socket }) => !socket.connected);
  expect(loud.bye).toBe('too-many');
  const known = quiet.events.length;
  await ask(api.devicePort, [frameOf(await instance.button('232'), { sequence: 1 })]);
  await quiet.until('the press', ({ events }) =>
    events.slice(known).some(({ type }) => type === 'AlarmRaised'),
  );
  const stages = quiet.events.filter(({ type }) => type === 'AlarmPresented');
  expect(stages.filter((event) => event.alarmId === alarmId)).toHaveLength(1);
  // The statistics come a second late; by the next minute's work they are there.
  await expect.poll(transactions).toBeGreaterThan(before);
  expect((await transactions()) - before).toBeLessThan(bound);
  quiet.close();
});
