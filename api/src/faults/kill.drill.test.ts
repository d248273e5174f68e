// kill -9 in the middle of a press, at each of its steps, while other buttons are pressed too. The
// devices do what real ones do: hear nothing, and send the same again until it is acknowledged.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Dc09Button } from '../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../testing/instance/invariants.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';

let instance: Instance;
const acknowledged: Acknowledged[] = [];
const serials = ['231', '232', '241', '251'];

beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance.end());

test.each(['received', 'decoded', 'decided', 'committed', 'answered'])(
  'killed at "%s": every press is there once, after a restart without a hand',
  async (step) => {
    const doomed = await instance.startApi({ ACHTERWACHT_DIE_AT: step });
    const devices = await Promise.all(serials.map((serial) => deviceOf(serial, doomed)));
    const pressed = Promise.all(devices.map(press));
    expect((await doomed.child.exited).signal).toBe('SIGKILL');

    const api = await instance.startApi();
    await pressed;
    // Each once more, which is a second press and not a retry.
    await Promise.all(devices.map(press));
    for (const { device } of devices) device.close();
    await settled();
    await api.stop();

    const { alarms } = await expectInvariants(instance, acknowledged);
    const total = acknowledged.length / serials.length;
    expect(alarms.map(({ button, signals }) => [button, signals]).sort()).toEqual(
      serials.map((serial) => [serial, total]),
    );
  },
);

type Device = { account: string; device: Dc09Button };

async function deviceOf(serial: string, { devicePort }: ApiProcess): Promise<Device> {
  const { account, key } = await instance.button(serial);
  const address = { host: '127.0.0.1', port: devicePort };
  return {
    account,
    device: new Dc09Button({ ...address, account, key, answerSeconds: 0.5, attempts: 60 }),
  };
}

async function press({ account, device }: Device): Promise<void> {
  const outcome = await device.send({ code: 'PA' });
  expect(outcome.acknowledged).toBe(true);
  acknowledged.push({ account, sequence: outcome.sequence });
}

/** No message is left undecided: the recovery comes by every second. */
async function settled(): Promise<void> {
  await expect
    .poll(async () => instance.system.sql`select id from messages where handled_at is null`)
    .toEqual([]);
}
