// What stands outside an alarm centre, on this machine: a mail server, an SMS gateway and a control room's
// system. Either each of them takes what it is given, or each takes the connection and never says a word.
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export const waysOut = ['mail', 'sms', 'webhook'] as const;
export type WayOut = (typeof waysOut)[number];

export type Outside = {
  how: 'answers' | 'swallows';
  ports: Record<WayOut, number>;
  /** How often somebody came, by way. */
  reached: () => Record<WayOut, number>;
  close: () => Promise<void>;
};

export async function openOutside(how: Outside['how']): Promise<Outside> {
  const reached: Record<WayOut, number> = { mail: 0, sms: 0, webhook: 0 };
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const ports: Record<WayOut, number> = { mail: 0, sms: 0, webhook: 0 };
  for (const way of waysOut) {
    const server = how === 'swallows' ? swallowing() : way === 'mail' ? mailServer() : gateway();
    server.on('connection', (socket: Socket) => {
      reached[way] += 1;
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // Whoever waited long enough leaves, and may leave in anger.
      socket.on('error', () => {});
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports[way] = (server.address() as AddressInfo).port; // a TCP server has one
    servers.push(server);
  }
  return {
    how,
    ports,
    reached: () => ({ ...reached }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        servers.map(async (server) => {
          server.close();
          await once(server, 'close');
        }),
      );
    },
  };
}

/** As a centre sets them. */
export const waysOf = ({ ports }: Outside) => ({
  mail: {
    host: '127.0.0.1',
    port: ports.mail,
    tls: 'none',
    user: null,
    from: 'centrale@voorbeeld.test',
    secretIds: [],
  },
  sms: { url: `http://127.0.0.1:${ports.sms}/`, from: 'Achterwacht', secrets: ['token'] },
});

/** Reads everything, so that no buffer stands in for an answer. */
function swallowing(): Server {
  return createServer((socket) => void socket.resume());
}

function gateway(): Server {
  return createHttpServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(202).end());
  });
}

/** As much of SMTP (RFC 5321) as it takes to say yes. */
function mailServer(): Server {
  return createServer((socket) => {
    let inMessage = false;
    const reply = (line: string) => void socket.write(`${line}\r\n`);
    reply('220 post.voorbeeld.test');
    createInterface({ input: socket }).on('line', (line) => {
      if (inMessage) {
        if (line !== '.') return;
        inMessage = false;
        return reply('250 taken');
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'DATA') {
        inMessage = true;
        return reply('354 go on');
      }
      if (verb === 'QUIT') {
        reply('221 bye');
        return void socket.end();
      }
      reply('250 ok');
    });
  });
}
