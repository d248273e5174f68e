// The device port in a crowd: two thousand connections that say nothing, frames that come drop by drop,
// nonsense by the thousand, and one account that never stops. Whoever else presses is acknowledged.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptedLimits } from '../../messages/limits/accepted-limits.ts';
import { ask, Dc09Button, envelope, frameOf, Line, typeOf } from '../../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../../testing/instance/invariants.ts';
import {
  startInstance,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';

const idleCount = 2_000;
/** A thousand of one address is the limit. */
const idleAddresses = ['127.0.11.1', '127.0.11.2', '127.0.11.3'];
const slowAddress = '127.0.12.1';
const loudAddress = '127.0.13.1';

let instance: Instance;
let api: ApiProcess;
let others: Button[];
const acknowledged: Acknowledged[] = [];
const crowd: Line[] = [];
let sequence = 0;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  others = await Promise.all(['231', '232', '241', '251'].map((serial) => instance.button(serial)));
});
afterAll(async () => {
  for (const line of crowd) line.close();
  await instance.end();
});

test('among two thousand connections that say nothing', async () => {
  for (let opened = 0; opened < idleCount; opened += 200) {
    const addresses = Array.from(
      { length: 200 },
      (_, index) => idleAddresses[index % idleAddresses.length]!,
    );
    crowd.push(...(await Promise.all(addresses.map((from) => Line.open(api.devicePort, from)))));
  }
  await everybodyElsePresses();
  expect(crowd.filter(({ isClosed }) => isClosed)).toEqual([]);
});

test('among frames that come drop by drop', async () => {
  const lines = await Promise.all(
    Array.from({ length: 200 }, () => Line.open(api.devicePort, slowAddress)),
  );
  crowd.push(...lines);
  const drops = envelope('"SIA-DCS"0001L0#BAD1[#BAD1|Nri1/PA001]');
  for (let at = 0; at < 10; at += 1)
    for (const line of lines) line.send(drops.subarray(at, at + 1));
  await everybodyElsePresses();
});

test('beside one account that never stops, and nonsense by the thousand', async () => {
  const loud = await instance.addPlainButton('loud', 'B0BB1E');
  const lines = await Promise.all(
    Array.from({ length: 4 }, () => Line.open(api.devicePort, loudAddress)),
  );
  crowd.push(...lines);
  let isEnough = false;
  let said = 0;
  const shouting = lines.map(async (line) => {
    while (!isEnough) {
      const numbers = Array.from({ length: 5 }, () => (said += 1));
      const answers = await line.ask(
        ...numbers.map((number) => frameOf(loud, { sequence: number })),
        envelope('"SIA-DCS"0001L0#zz[garbage', '0000'),
        Buffer.from('\n0000not a frame at all\r'),
      );
      // A flood is heard too, up to what one sender may say: what is only counted is not acknowledged.
      for (const number of numbers)
        if (answers.some((answer) => isAckOf(answer, number)))
          acknowledged.push({ account: loud.account, sequence: number });
    }
  });
  const nonsense = Buffer.concat(
    Array.from({ length: 1_000 }, (_, index) => envelope(`"NONSENSE"${index}`, '0000')),
  );
  const sender = await Line.open(api.devicePort, loudAddress);
  crowd.push(sender);
  sender.send(nonsense);
  for (let round = 0; round < 3; round += 1) await everybodyElsePresses();
  isEnough = true;
  await Promise.all(shouting);
  const heard = acknowledged.filter(({ account }) => account === loud.account);
  expect(heard.length).toBeGreaterThanOrEqual(Math.min(said, acceptedLimits.ofAccountFromSender));
});

test('afterwards every press is in one alarm, once', async () => {
  await expect
    .poll(() => instance.system.sql`select from messages where handled_at is null`)
    .toEqual([]);
  const { alarms } = await expectInvariants(instance, acknowledged);
  expect(alarms.filter(({ kind }) => kind === 'duress')).toHaveLength(others.length + 1);
});

function isAckOf(answer: string, sequence: number): boolean {
  return answer.includes(`"ACK"${String(sequence).padStart(4, '0')}`);
}

/** A button that has its line, and one that opens a new one, as after a night's sleep. */
async function everybodyElsePresses(): Promise<void> {
  sequence += 1;
  await Promise.all(
    others.map(async ({ account, key }, index) => {
      if (index % 2 === 0) {
        const button = { account, key };
        const [answer] = await ask(api.devicePort, [frameOf(button, { sequence })]);
        expect(typeOf(answer, key)).toBe('ACK');
        acknowledged.push({ account, sequence });
        return;
      }
      const device = new Dc09Button({ host: '127.0.0.1', port: api.devicePort, account, key });
      const outcome = await device.send({ code: 'PA' });
      device.close();
      expect(outcome).toMatchObject({ acknowledged: true, attempts: 1 });
      acknowledged.push({ account, sequence: outcome.sequence });
    }),
  );
}
