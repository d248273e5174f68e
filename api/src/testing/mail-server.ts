// A mail server outside, as a real small one.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

type Mail = { from: string; to: string[]; source: string };

/** A mail server that asks for name and password and remembers what it took. */
export async function openMailServer() {
  const right = 'p@ss';
  const mails: Mail[] = [];
  let refusal: Error | null = null;
  let nobody: string | null = null;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'centrale' && password === right
        ? done(null, { user: 1 })
        : done(new Error('no')),
    onRcptTo: ({ address }, _session, done) => done(address === nobody ? unknown() : refusal),
    onData: (stream, { envelope }, done) => {
      void text(stream).then((source) => {
        mails.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          source,
        });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    way: { host: '127.0.0.1', port, tls: 'none', user: 'centrale' } as const,
    password: right,
    mails,
    refuse: (message: string | null) =>
      (refusal =
        message === null ? null : Object.assign(new Error(message), { responseCode: 450 })),
    /** From now on this address is nobody's. */
    refuseOnly: (address: string | null) => (nobody = address),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const unknown = () => Object.assign(new Error('no such mailbox'), { responseCode: 550 });
