// One floor as a program of its own: a bare TCP server that reads presses, makes each durable with one
// insert, tells everybody, and echoes the press. The least work that could do the product's job.
//
// Which everybody is its argument: `none` (S1), `ws` bare WebSockets, `socket.io` plain Socket.IO.
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import type { FloorMessage } from '../harness/consoles-protocol.ts';
import { openFloorStore } from './floor-store.ts';

/** What an event weighs in the product, about 1.2 kB, so that floors carry as much. */
const messageBytes = 1200;

const [kind = 'none'] = process.argv.slice(2);
const databaseUrl = process.env['FLOOR_DATABASE_URL'] ?? '';
const store = await openFloorStore(databaseUrl, kind.replace('.', '_'));
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

function broadcastVia(name: string): (message: FloorMessage) => void {
  if (name === 'ws') {
    const server = new WebSocketServer({ server: http, perMessageDeflate: false });
    return (message) => {
      const text = JSON.stringify(message);
      for (const client of server.clients) client.send(text);
    };
  }
  if (name === 'socket.io') {
    const server = new Server(http, { transports: ['websocket'], serveClient: false });
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
