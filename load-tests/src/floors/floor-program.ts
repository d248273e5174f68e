// One floor as a program of its own: a bare TCP server that reads presses, makes each durable with one
// insert, tells everybody, and echoes the press. The least work that could do the product's job.
//
// Which everybody is its first argument: `none` (S1), `ws` bare WebSockets, `socket.io` the consoles of
// every process that shares a Redis stream with this one. Its second argument tells such processes apart.
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import type { FloorMessage } from '../harness/consoles/consoles-protocol.ts';
import { openFloorStore } from './floor-store.ts';
import { openRedis } from './open-redis.ts';

/** What an event weighs in the product, about 1.2 kB, so that floors carry as much. */
const messageBytes = 1200;

const [kind = 'none', name = kind] = process.argv.slice(2);
const databaseUrl = process.env['FLOOR_DATABASE_URL'] ?? '';
const store = await openFloorStore(databaseUrl, name.replaceAll(/\W/g, '_'));
const http = createHttpServer();
const broadcast = broadcastVia(kind);

const devices = createServer({ noDelay: true }, (socket) => {
  let rest = '';
  socket.on('error', () => {});
  socket.setEncoding('latin1').on('data', (text: string) => {
    const frames = (rest + text).split('\r');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const ballast = 'x'.repeat(Math.max(0, messageBytes - frame.length));
      const message: FloorMessage = { frame: frame.trim(), ballast };
      void store.insert(JSON.stringify(message)).then(() => {
        broadcast(message);
        socket.write(`${frame}\r`);
      });
    }
  });
});

function broadcastVia(way: string): (message: FloorMessage) => void {
  if (way === 'ws') {
    const server = new WebSocketServer({ server: http, perMessageDeflate: false });
    return (message) => {
      const text = JSON.stringify(message);
      for (const client of server.clients) client.send(text);
    };
  }
  if (way === 'socket.io') {
    const adapter = createAdapter(openRedis(process.env['FLOOR_REDIS_URL'] ?? ''), {
      streamName: process.env['FLOOR_STREAM'] ?? '',
      channelPrefix: process.env['FLOOR_STREAM'] ?? '',
      // The adapter at its fastest: nothing here is binary.
      onlyPlaintext: true,
    });
    const server = new Server(http, { transports: ['websocket'], serveClient: false, adapter });
    return (message) => server.emit('press', message);
  }
  return () => {};
}

devices.listen(0, '127.0.0.1');
http.listen(0, '127.0.0.1');
await Promise.all([once(devices, 'listening'), once(http, 'listening')]);
const ports = {
  devices: (devices.address() as AddressInfo).port,
  consoles: (http.address() as AddressInfo).port,
};
process.send?.(ports);

// Whoever started it is gone, or is done with it.
process.once('disconnect', () => {
  void store.close().finally(() => process.exit());
});
