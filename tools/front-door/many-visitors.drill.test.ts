// F7 Ten thousand half questions from four addresses. Each address closes its own oldest; whoever comes from a fifth is
// answered all the while.
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openFrontDoor } from './open-front-door.ts';
import { visitorLimits } from './visitors.ts';

const attackers = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
const total = 10_000;
const together = 250;

test('F7 ten thousand half questions from four addresses shut nobody else out', async () => {
  const api = createServer((_request, response) => response.end('here'));
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  const apiTarget = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const door = await openFrontDoor({
    bind: '127.0.0.1',
    port: 0,
    publicProtocol: 'http',
    apiTargets: [apiTarget],
    consoleTarget: apiTarget,
    mediaTarget: apiTarget,
  });
  const { port } = door.server.address() as AddressInfo;
  const open = new Set<Socket>();
  const most: number[] = [];
  try {
    for (let begun = 0; begun < total; begun += together) {
      const batch = Array.from({ length: together }, (_, at) => {
        const localAddress = attackers[at % attackers.length];
        const socket = connect({ port, host: '127.0.0.1', localAddress });
        open.add(socket);
        socket.on('error', () => undefined);
        socket.once('close', () => open.delete(socket));
        socket.write('GET /api/board HTTP/1.1\r\nHost: x\r\nX-Slow:');
        return once(socket, 'connect').catch(() => undefined);
      });
      await Promise.all(batch);
      expect(await asked(port)).toBe(200);
      most.push(
        await new Promise<number>((resolve) =>
          door.server.getConnections((_, count) => resolve(count)),
        ),
      );
    }
    expect(most).toHaveLength(total / together);
    // Their own places, and the one who asked.
    expect(Math.max(...most)).toBeLessThanOrEqual(
      attackers.length * visitorLimits.unfinishedPerSender + together,
    );
    expect(Math.max(...most)).toBeGreaterThan(attackers.length * 200);
  } finally {
    for (const socket of open) socket.destroy();
    await door.close();
    api.closeAllConnections();
    api.close();
  }
});

function asked(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = {
      port,
      host: '127.0.0.1',
      path: '/api/x',
      agent: false,
      localAddress: '127.0.0.9',
    };
    const request = httpRequest(options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', () => resolve(undefined));
    request.end();
  });
}
