// Presses over UDP through the whole product: answered to the port they came from, and over a way that
// loses, doubles and reorders each is one signal of one alarm, however often it was sent.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { positionFields } from '../../../../load-tests/src/button/dc09-frames.ts';
import { openRoughWay, UdpDevice } from './datagrams.ts';
import { frameOf, typeOf } from '../../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../../testing/instance/invariants.ts';
import {
  startInstance,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';

const seed = Number(process.env.ACHTERWACHT_SIMULATION_SEED ?? 7);

let instance: Instance;
let api: ApiProcess;
let encrypted: Button;
let plain: Button;
const acknowledged: Acknowledged[] = [];

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  encrypted = await instance.button('231');
  plain = await instance.addPlainButton('udp', '0DA7A6');
});
afterAll(() => instance.end());

test.each([
  ['in clear', () => plain],
  ['encrypted', () => encrypted],
])('a press %s: acknowledged to the port it came from, with its position', async (_what, which) => {
  const button = which();
  const [device, bystander] = [
    await UdpDevice.open(api.devicePort),
    await UdpDevice.open(api.devicePort),
  ];
  const extended = positionFields(52.0907, 5.1214);
  await device.insist(
    frameOf(button, { sequence: 1, extended, time: new Date() }),
    (answer) => typeOf(`\n${answer}\r`, button.key) === 'ACK',
  );
  acknowledged.push({ account: button.account, sequence: 1 });
  expect(bystander.answers).toEqual([]);
  device.close();
  bystander.close();
  const { signals, alarms } = await settledAndWhole();
  // On a busy machine its retry may have come too.
  const its = signals.filter(({ account }) => account === button.account);
  expect(its.filter(({ disposition }) => disposition === 'accepted')).toMatchObject([
    { kind: 'panic', latitude: 52.0907, longitude: 5.1214 },
  ]);
  expect(alarms.find((alarm) => alarm.button === button.serial)).toMatchObject({
    kind: 'duress',
    signals: 1,
  });
});

test(`over a way that loses, doubles and reorders (seed ${seed}): one press each`, async () => {
  const way = await openRoughWay(api.devicePort, { lost: 0.3, doubled: 0.2, late: 0.4 }, seed);
  const buttons = [encrypted, plain, await instance.button('232'), await instance.button('241')];
  let attempts = 0;
  await Promise.all(
    buttons.map(async (button) => {
      const device = await UdpDevice.open(way.port);
      for (let sequence = 11; sequence <= 18; sequence += 1) {
        const answered = new RegExp(`ACK"${String(sequence).padStart(4, '0')}`);
        const tried = await device.insist(
          frameOf(button, { sequence, time: new Date() }),
          (answer) => answered.test(answer),
        );
        attempts += tried;
        acknowledged.push({ account: button.account, sequence });
      }
      device.close();
    }),
  );
  way.close();
  expect(way.lost()).toBeGreaterThan(0);
  expect(attempts).toBeGreaterThan(buttons.length * 8);
  const { signals, alarms } = await settledAndWhole();
  // Some came twice, and it is said.
  expect(signals.some(({ disposition }) => disposition === 'duplicate')).toBe(true);
  expect(alarms.map((alarm) => [alarm.button, alarm.signals]).sort()).toEqual(
    [
      ['231', 9],
      ['udp', 9],
      ['232', 8],
      ['241', 8],
    ].sort(),
  );
});

test('what is no frame gets no answer, and the next datagram of the same port does', async () => {
  const device = await UdpDevice.open(api.devicePort);
  for (const bytes of ['', '\r', 'x'.repeat(2_000), '\n0000'])
    device.send(Buffer.from(bytes, 'latin1'));
  await device.insist(frameOf(plain, { sequence: 30, time: new Date() }), (answer) =>
    answer.includes('ACK"0030'),
  );
  acknowledged.push({ account: plain.account, sequence: 30 });
  expect(device.answers.filter((answer) => answer.includes('"ACK"'))).toHaveLength(1);
  device.close();
  await settledAndWhole();
});

async function settledAndWhole() {
  await expect
    .poll(() => instance.system.sql`select from messages where handled_at is null`)
    .toEqual([]);
  return expectInvariants(instance, acknowledged);
}
