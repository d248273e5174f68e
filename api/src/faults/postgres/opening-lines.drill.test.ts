// Lines to Postgres that die in the moment they are opened, as they do when it is killed or changes its
// machine. The driver itself asks something on each new line then; that it never hears the answer must
// not end the process.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frameOf, Line } from '../../testing/instance/device.ts';
import { expectInvariants } from '../../testing/instance/invariants.ts';
import { Person } from '../../testing/instance/person.ts';
import { startInstance, type Instance } from '../../testing/instance/test-instance.ts';

let instance: Instance;
let road: Awaited<ReturnType<typeof openRoad>>;

beforeAll(async () => {
  instance = await startInstance({ sound: true });
  road = await openRoad(Number(new URL(instance.appUrl).port));
});
afterAll(async () => {
  await instance.end();
  road.close();
});

test('the process goes on, says that it is not ready, and takes the press once lines hold', async () => {
  const api = await instance.startApi(road.detour(instance));
  const button = await instance.button('231');
  road.cutOpeningLines();
  const press = frameOf(button, { sequence: 1 });
  const cutOff = await Line.open(api.devicePort);
  cutOff.send(press);
  await expect.poll(async () => (await Person.onTheMachine(api).get('/readyz')).status).toBe(503);
  await expect.poll(() => road.cut()).toBeGreaterThan(3);
  road.mend();
  expect(api.child.isRunning()).toBe(true);
  cutOff.close();
  // What was sent on a line to Postgres as it died is promised to nobody, and the device sends it again.
  const answers = async () => {
    const line = await Line.open(api.devicePort);
    return line.ask(press).finally(() => line.close());
  };
  await expect.poll(answers).toContainEqual(expect.stringContaining('"*ACK"0001'));
  await expect.poll(async () => (await Person.onTheMachine(api).get('/readyz')).status).toBe(200);
  expect(instance.log.join('\n')).toContain('a connection to Postgres was lost as it opened');
  await expectInvariants(instance, [{ account: button.account, sequence: 1 }]);
});

/** A road to Postgres on which every line can be cut as soon as the driver asks its first question. */
async function openRoad(port: number) {
  let isCutting = false;
  let cut = 0;
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port });
    for (const end of [near, far]) end.on('error', () => {});
    near.on('data', (bytes) => {
      if (!isCutting || !bytes.includes('pg_catalog.pg_type')) return void far.write(bytes);
      cut += 1;
      near.destroy();
    });
    far.on('data', (bytes) => near.write(bytes));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    ends.add(near).add(far);
  });
  const ends = new Set<{ destroy(): unknown }>();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const { port: own } = server.address() as AddressInfo;
  const along = (address: string) => Object.assign(new URL(address), { port: String(own) }).href;
  return {
    detour: ({
      appUrl,
      systemUrl,
      publicUrl,
    }: Pick<Instance, 'appUrl' | 'systemUrl' | 'publicUrl'>) => ({
      DATABASE_URL: along(appUrl),
      DATABASE_SYSTEM_URL: along(systemUrl),
      DATABASE_PUBLIC_URL: along(publicUrl),
    }),
    /** Lines that stand die at once, new ones as they open. */
    cutOpeningLines() {
      isCutting = true;
      for (const end of ends) end.destroy();
    },
    cut: () => cut,
    mend() {
      isCutting = false;
    },
    close() {
      server.close();
      for (const end of ends) end.destroy();
    },
  };
}
