// A pool whose Postgres is away: how soon it is there again once Postgres is.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { connect } from './connect.ts';
import { limitsOf } from './pools.ts';

afterEach(() => vi.useRealTimers());

test('however often a line was refused, half a second later it is tried again', async () => {
  const database = connect(`postgres://somebody@127.0.0.1:${await nobodysPort()}/achterwacht`, {
    name: 'test',
    ...limitsOf.record,
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  for (let tried = 0; tried < 20; tried += 1) {
    const refused = expect(database.sql`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await vi.advanceTimersByTimeAsync(500);
    await refused;
  }
  await database.end();
});

/** Where nobody listens any more. */
async function nobodysPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  server.close();
  await once(server, 'close');
  return port;
}
