// What may never stand in this program's log, said on purpose at every place that hears it.
import { expect, test } from 'vitest';
import { findWorker } from '../worker-build/find-worker.ts';
import { startServer } from './testing/test-server.ts';

const workerBin = findWorker();

test.skipIf(!workerBin)(
  'tokens, keys, bodies and addresses are heard and not written down',
  async () => {
    const server = await startServer(workerBin ?? '', { env: { LOG_LEVEL: 'debug' } });
    const [device] = await server.addDevices(1);
    const secrets = [device!.token, 'canary'];
    const whip = `${server.origin}/whip/${device!.deviceId}`;
    const post = (url: string, token: string, body: string, type = 'application/sdp') =>
      fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body,
      });
    expect((await post(whip, 'canary-token', 'v=0')).status).toBe(401);
    expect((await post(whip, device!.token, 'canary-offer')).status).toBeGreaterThan(399);
    await post(`${whip}?token=canary-query`, device!.token, '{"key":"canary-broken', 'text/json');
    await fetch(`${server.origin}/canary-path#canary-fragment`);
    const forged = await server.sign({ aud: 'listen-in', sub: 'canary-listener' }, 'canary-key');
    await fetch(`${server.origin}/listen-in?token=${forged}`).catch(() => undefined);
    secrets.push(forged);
    await server.control('PUT', '/control/devices', { devices: [{ token: 'canary-device' }] });
    await server.control('POST', '/control/rooms/canary-room', { key: 'canary-room-key' });
    expect(await server.terminate()).toBe(0);
    const log = server.log();
    await server.close();
    expect(log).toContain('ready');
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  },
);
