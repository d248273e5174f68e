// Somebody knows the number of a button without a key and sends its press without end; and somebody caught a press of
// one with a key and sends that again and again. What is kept, what is counted, and where it stands.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAlarm, type AlarmRow } from '../../alarms/row/alarm-row.ts';
import { dataKeyOf } from '../../log/stream-keys.ts';
import { frameOf } from '../../testing/instance/device.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { openIntake, type TestIntake } from '../../testing/intake.ts';
import { acceptedLimits } from './accepted-limits.ts';

const { ofAccountFromSender, ofAccount } = acceptedLimits;

let centre: AlarmCentre;
let intake: TestIntake;

beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  await centre.system.sql`update buttons set account = upper(account)`;
  intake = await openIntake(centre);
});
afterEach(() => centre.end());

const press = (sequence: number, button = 0, data?: string) =>
  frameOf(
    { account: centre.buttons[button]!.account.toUpperCase(), key: undefined },
    { sequence, ...(data && { data }) },
  );

/** How many of so many frames were acknowledged. */
async function acknowledged(count: number, from: (index: number) => string): Promise<number> {
  let answers = 0;
  for (let index = 0; index < count; index += 1)
    if ((await intake.receive(press(index + 1), from(index))) !== null) answers += 1;
  return answers;
}

/** An ACK says durable; what was acknowledged is decided in its turn. */
async function decided(): Promise<void> {
  const waiting = async () => {
    const rows = await centre.system.sql`select from messages where disposition = 'pending'`;
    return rows.length;
  };
  await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
}

async function alarms() {
  const rows = await centre.system.sql<AlarmRow[]>`
    select id, state, personal, head_hash, subject_id, ${dataKeyOf(centre.system.sql, 'alarms')} as data_key
    from alarms order by number`;
  return rows.map((row) => readAlarm(centre.keys, row).state);
}

test('from one address: some are kept, the others counted in its own alarm, and another address is heard', async () => {
  expect(await acknowledged(300, () => '192.0.2.1')).toBe(ofAccountFromSender);
  expect(await intake.receive(press(301), '192.0.2.2')).not.toBeNull();
  expect(await intake.receive(press(1, 1), '192.0.2.1')).not.toBeNull();
  await decided();
  await intake.round();
  const [flooded, other, ...more] = await alarms();
  expect(more).toEqual([]);
  expect(other).toMatchObject({ presses: { count: 1 } });
  expect(flooded).toMatchObject({
    presses: { count: ofAccountFromSender + 1 },
    hearsay: { presses: 300 - ofAccountFromSender },
  });
  expect(flooded!.hearsay!.warnings).toContain('counted-only');
});

test('from rotating addresses: as many as two of them, and ten seconds later as many again', async () => {
  const from = (index: number) => `10.0.${index >> 8}.${index & 255}`;
  expect(await acknowledged(260, from)).toBe(ofAccount);
  centre.clock.advance(10_000);
  expect(await acknowledged(260, from)).toBe(ofAccount);
  await decided();
});

test('whatever else comes in its name, of a press there is room', async () => {
  for (let index = 0; index < 2 * ofAccount; index += 1)
    await intake.receive(press(index + 1, 0, 'Nri1/YT001'), `10.0.${index >> 8}.${index & 255}`);
  expect(await intake.receive(press(999), '10.0.0.1')).not.toBeNull();
  await decided();
  const pressed = (await alarms()).filter(({ kind }) => kind === 'duress');
  expect(pressed).toMatchObject([{ presses: { count: 1 } }]);
});

test('closed meanwhile, what was counted since raises its own alarm', async () => {
  await acknowledged(200, () => '192.0.2.1');
  await decided();
  await centre.system.sql`update alarms set open = false, state = jsonb_set(state, '{closed}',
    '{"outcome": "unknown", "needless": false, "by": null, "at": "2026-11-21T20:15:00.000Z"}')`;
  await intake.round();
  expect(await alarms()).toMatchObject([{}, { presses: { count: 200 - ofAccountFromSender } }]);
});
