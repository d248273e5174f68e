// A TCP line that can go dead without either end being told, as a radio link does or a router that forgot
// a connection: what is sent vanishes, nothing is closed. Between a test's desk or device and the product.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Tunnel = {
  port: number;
  /** From now on no byte passes, also on lines that are opened later; or none of the answers. */
  cut: (what?: 'both' | 'answers') => void;
  /** New lines work again; those that were dead stay so. */
  mend: () => void;
  close: () => void;
};

export async function openTunnel(target: { host: string; port: number }): Promise<Tunnel> {
  /** Ends whose words vanish. */
  const dead = new WeakSet<Socket>();
  /** The end towards us, and the one towards the product. */
  const lines = new Map<Socket, Socket>();
  let isCut: 'no' | 'both' | 'answers' = 'no';

  const silence = (near: Socket, far: Socket) => {
    if (isCut === 'both') dead.add(near);
    if (isCut !== 'no') dead.add(far);
  };

  const server = createServer((near) => {
    const far = connect(target);
    lines.set(near, far);
    silence(near, far);
    // Either may hang up hard; the other is told below.
    for (const end of [near, far]) end.on('error', () => {});
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => dead.has(from) || to.write(bytes));
      from.on('close', () => {
        if (dead.has(from)) return;
        lines.delete(near);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A server that listens on a port has an address with one.
    port: (server.address() as AddressInfo).port,
    cut: (what = 'both') => {
      isCut = what;
      for (const [near, far] of lines) silence(near, far);
    },
    mend: () => {
      isCut = 'no';
    },
    close: () => {
      server.close();
      for (const ends of lines) for (const end of ends) end.destroy();
    },
  };
}
