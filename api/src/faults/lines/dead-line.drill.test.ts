// Lines that go dead without anybody being told. A device sends again and is recognised; a desk's place is
// given up, the desk notices by itself, and comes back to everything that happened meanwhile.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedProtocol } from '@achterwacht/shared/feed.ts';
import { openTunnel, type Tunnel } from '../../../../tools/testing/tunnel.ts';
import { ask, Dc09Button, frameOf, typeOf } from '../../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../../testing/instance/invariants.ts';
import { Desk, Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Person;
const tunnels: Tunnel[] = [];
const acknowledged: Acknowledged[] = [];

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  anna = await Person.logIn(api, instance.account('centralist'));
});
afterAll(async () => {
  for (const tunnel of tunnels) tunnel.close();
  await instance.end();
});

test('a device whose acknowledgement never arrives sends again, and it stays one press', async () => {
  const { account, key } = await instance.button('231');
  const tunnel = await through(api.devicePort);
  const device = new Dc09Button({
    host: '127.0.0.1',
    port: tunnel.port,
    account,
    key,
    answerSeconds: 1,
    attempts: 20,
  });
  // Its line stands and is known to work; then the way back dies under the press.
  expect((await device.linkTest()).acknowledged).toBe(true);
  const desk = await anna.desk();
  tunnel.cut('answers');
  const pressing = device.send({ code: 'PA' });
  await desk.until('the alarm', ({ events }) => events.length > 0);
  tunnel.mend();
  const outcome = await pressing;
  expect(outcome.acknowledged).toBe(true);
  acknowledged.push({ account, sequence: outcome.sequence });
  device.close();
  desk.close();
  const { alarms } = await expectInvariants(instance, acknowledged);
  expect(alarms).toMatchObject([{ button: '231', signals: 1 }]);
});

test('a desk behind a dead line: the server lets go, the desk notices, and nothing is missing afterwards', async () => {
  const tunnel = await through(Number(new URL(api.url).port));
  const place = { url: `http://127.0.0.1:${tunnel.port}`, origin: api.origin };
  const { sequence } = await anna.board();
  const hello = { protocol: feedProtocol, afterSequence: sequence };
  const away = await Desk.open(place, anna.cookie, hello);
  await expect.poll(desksAtServer).toBe(1);

  tunnel.cut();
  for (const serial of ['232', '241']) await press(serial);
  await expect.poll(desksAtServer).toBe(0);
  await away.until('the desk to notice', ({ socket }) => !socket.connected);
  expect(away.sequences).toEqual([]);

  tunnel.mend();
  const back = await Desk.open(place, anna.cookie, hello);
  await press('251');
  await back.until('all three', ({ events }) => raisedIn(events) === 3);
  expect(back.sequences).toEqual(back.sequences.map((_, index) => sequence + 1 + index));
  back.close();
  await expectInvariants(instance, acknowledged);
}, 120_000);

async function through(port: number): Promise<Tunnel> {
  const tunnel = await openTunnel({ host: '127.0.0.1', port });
  tunnels.push(tunnel);
  return tunnel;
}

async function press(serial: string): Promise<void> {
  const button = await instance.button(serial);
  const [answer] = await ask(api.devicePort, [frameOf(button, { sequence: 7 })]);
  expect(typeOf(answer, button.key)).toBe('ACK');
  acknowledged.push({ account: button.account, sequence: 7 });
}

async function desksAtServer(): Promise<number> {
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  return Number(/^achterwacht_desks (\d+)$/m.exec(metrics)?.[1]);
}

const raisedIn = (events: Desk['events']) =>
  events.filter(({ type }) => type === 'AlarmRaised').length;
