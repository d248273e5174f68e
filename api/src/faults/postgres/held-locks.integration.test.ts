// Rows that somebody holds for longer than a press can wait: a statement that hangs, an administrator's
// transaction left open, a register that is imported. It costs whoever wants that row, and nobody else.
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importButtons } from '../../buttons/register/import-buttons.ts';
import { ask, frameOf, typeOf } from '../../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../../testing/instance/invariants.ts';
import {
  startInstance,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
const acknowledged: Acknowledged[] = [];
let sequence = 0;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
});
afterAll(() => instance.end());

test("A5 a button's row that somebody holds keeps nobody else waiting, and its own presses are recovered", async () => {
  const held = await instance.addPlainButton('held', 'A501');
  const other = await instance.addPlainButton('other', 'A502');
  await instance.system.transaction(async ({ sql }) => {
    await sql`select from buttons where id = ${held.id} for update`;
    // More than all pools together have connections.
    for (let count = 0; count < 25; count += 1) await press(held);
    await press(other);
    await expect.poll(() => decided(other)).toBe(1);
    expect(await decided(held)).toBe(0);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  });
  await expect.poll(() => decided(held)).toBe(25);
  await expectInvariants(instance, acknowledged);
});

test('A5 F6 while thousands of lines are imported, whoever presses is decided', async () => {
  const listed = await instance.addPlainButton('B0', 'A5B0');
  const unlisted = await instance.addPlainButton('not-in-the-file', 'A5FF');
  // Not registered yet, so refused: its row is made by whichever of the two comes first.
  const coming: Button = { id: '', serial: 'B1', account: 'A5B1', key: undefined };
  expect(typeOf((await ask(api.devicePort, [frameOf(coming, { sequence: 1 })]))[0])).toBe('DUH');
  let isImporting = true;
  const importing = importButtons(
    { system: instance.system, keys: instance.keys, now: new Date() },
    csvOf(2_000),
  ).finally(() => (isImporting = false));

  await instance.system.sql`update messages set handle_at = received_at where handled_at is null`;
  await expect.poll(() => decided(coming)).toBe(1);
  let rounds = 0;
  while (isImporting && rounds < 5) {
    for (const button of [listed, unlisted]) {
      const before = await decided(button);
      await press(button);
      await expect.poll(() => decided(button), { interval: 5 }).toBe(before + 1);
    }
    if (isImporting) rounds += 1;
  }
  expect(rounds).toBe(5);
  expect(await importing).toMatchObject({ added: 1_998, changed: 2, unchanged: 0 });
  await expectInvariants(instance, acknowledged);
});

test('A5 an import that waits for a row keeps no other of its buttons waiting', async () => {
  const before = await instance.addPlainButton('C5', 'A5C5');
  const held = await instance.addPlainButton('C6', 'A5C6');
  const lines = ['C5,dc09,A5C5,,kast,Haarlem,', 'C6,dc09,A5C6,,kast,Haarlem,'];
  const csv = ['serial,protocol,account,key,model,municipality,holder', ...lines].join('\n');
  let importing: ReturnType<typeof importButtons> | undefined;
  // Somebody else's, whatever is open here.
  const byAnother = AsyncLocalStorage.snapshot();
  await instance.system.transaction(async ({ sql }) => {
    await sql`select from buttons where id = ${held.id} for update`;
    importing = byAnother(() => importButtons({ ...instance, now: new Date() }, csv));
    await expect.poll(waitingForLocks).toBe(1);
    for (let count = 1; count <= 3; count += 1) {
      await press(before);
      await expect.poll(() => decided(before), { interval: 5 }).toBe(count);
    }
  });
  expect(await importing).toMatchObject({ added: 0, changed: 2, unchanged: 0 });
});

async function waitingForLocks(): Promise<number> {
  const rows = await instance.system.sql`
    select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
      and query ilike '%from buttons%for update%'`;
  return rows.length;
}

/** The first is registered already, the second has been refused. */
function csvOf(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, index) => `B${index},dc09,A5B${index.toString(16)},,kast,Haarlem,`,
  );
  return ['serial,protocol,account,key,model,municipality,holder', ...lines].join('\n');
}

async function press(button: Button): Promise<void> {
  sequence += 1;
  const [answer] = await ask(api.devicePort, [frameOf(button, { sequence })]);
  expect(typeOf(answer)).toBe('ACK');
  acknowledged.push({ account: button.account, sequence });
}

async function decided({ account }: Button): Promise<number> {
  const [row] = await instance.system.sql<{ count: number }[]>`
    select count(*)::int from messages join signals on signals.message_id = messages.id
    where account = ${account} and handled_at is not null and alarm_id is not null`;
  return row!.count; // a count is one row
}
