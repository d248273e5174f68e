// The server with real sockets. The intake is the caller's own in this test: it says when a frame is
// durable, so that every order of events can be had without waiting for one.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { decodeDc09 } from './decoders/dc09-decode.ts';
import { sealEnvelope } from './decoders/frame/dc09-envelope.ts';
import { replyTo } from './decoders/dc09-reply.ts';
import { Dc09Connection } from './dc09-connection.ts';
import { dc09Limits, type Dc09Limits } from './dc09-limits.ts';
import { startDc09Server, type Dc09Server, type TurnedAway } from './dc09-server.ts';
import type { Intake, ReceivedFrame } from './intake.ts';

const now = new Date('2026-11-21T20:15:00Z');
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Listening = { server: Dc09Server; received: ReceivedFrame[]; logged: string[] };

async function listen(
  limits: Partial<Dc09Limits> = {},
  receiveDc09: Intake['receiveDc09'] = (frame) => Promise.resolve(answerOf(frame)),
  onTurnedAway: (what: TurnedAway) => void = () => {},
): Promise<Listening> {
  const received: ReceivedFrame[] = [];
  const logged: string[] = [];
  const log = (details: object, message: string): void => {
    logged.push(`${message} ${'reason' in details ? String(details.reason) : ''}`.trim());
  };
  const server = await startDc09Server({
    host: '127.0.0.1',
    port: 0,
    clock: { now: () => now },
    log: { debug: () => {}, info: log, error: log },
    limits,
    onTurnedAway,
    intake: {
      receiveDc09: (frame) => {
        received.push(frame);
        return receiveDc09(frame);
      },
    },
  });
  closers.push(() => server.close());
  return { server, received, logged };
}

/** What a real intake would answer, with every account but UNKNOWN known and plain. */
function answerOf({ raw }: Pick<ReceivedFrame, 'raw'>): Uint8Array | null {
  const context = { now, keyFor: (account: string) => unlessUnknown(account) };
  return replyTo(decodeDc09(raw, context), context).reply;
}

function unlessUnknown(account: string): 'none' | 'unknown' {
  return account === 'BEEF' ? 'unknown' : 'none';
}

async function dial({ server }: Listening, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({
    port: server.port,
    host: '127.0.0.1',
    localAddress,
    allowHalfOpen: true,
  });
  await once(socket, 'connect');
  socket.setNoDelay(true);
  closers.push(async () => socket.destroy());
  return socket;
}

/** Reads until that answer has come, whatever comes before it. */
async function answerIn(socket: Socket, answer: string): Promise<void> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1');
    if (text.includes(answer)) return;
  }
  throw new Error('the connection ended before the answer');
}

/** Reads answers until `count` have come; rejects when the connection ends before. */
async function answers(socket: Socket, count: number): Promise<string[]> {
  let text = '';
  const whole = (): string[] => text.match(/\n[^\r]*\r/g) ?? [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1');
    if (whole().length >= count) return whole();
  }
  throw new Error(`connection ended after ${whole().length} answers`);
}

async function ended(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.readableEnded) await once(socket, 'end');
}

const press = (sequence: string, account = 'A0C1'): Uint8Array =>
  sealEnvelope(`"SIA-DCS"${sequence}R1L0#${account}[#${account}|Nri1/PA017]`);
const ack = (sequence: string): string =>
  Buffer.from(sealEnvelope(`"ACK"${sequence}R1L0#A0C1[]`)).toString('latin1');

test('a press is answered, and the intake is told who, how and when', async () => {
  const listening = await listen();
  const socket = await dial(listening);
  socket.write(press('0017'));
  expect(await answers(socket, 1)).toEqual([ack('0017')]);
  expect(listening.received).toEqual([
    {
      protocol: 'dc09',
      transport: 'tcp',
      remoteAddress: '127.0.0.1',
      receivedAt: now,
      raw: press('0017'),
    },
  ]);
});

test('the answer waits until the intake says the frame is durable', async () => {
  const durable = Promise.withResolvers<void>();
  const listening = await listen({}, async (frame) => {
    await durable.promise;
    return answerOf(frame);
  });
  const socket = await dial(listening);
  socket.write(press('0017'));
  const answered = answers(socket, 1);
  // Another connection's whole exchange takes longer than an answer in haste would.
  const other = await listen();
  const otherSocket = await dial(other);
  otherSocket.write(press('0001'));
  await answers(otherSocket, 1);
  expect(socket.bytesRead).toBe(0);
  durable.resolve();
  expect(await answered).toEqual([ack('0017')]);
});

test('byte by byte, with NULs behind, is the same press', async () => {
  const listening = await listen();
  const socket = await dial(listening);
  for (const byte of [...press('0017'), 0, 0]) {
    socket.write(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await answers(socket, 1)).toEqual([ack('0017')]);
  socket.write(press('0018'));
  expect(await answers(socket, 1)).toEqual([ack('0018')]);
  expect(listening.received).toHaveLength(2);
});

test('pipelined frames are handled one after another, in order', async () => {
  let inHand = 0;
  let mostInHand = 0;
  const listening = await listen({}, async (frame) => {
    inHand += 1;
    mostInHand = Math.max(mostInHand, inHand);
    await new Promise((resolve) => setImmediate(resolve));
    inHand -= 1;
    return answerOf(frame);
  });
  const socket = await dial(listening);
  const sequences = Array.from({ length: 500 }, (_, index) => String(index).padStart(4, '0'));
  socket.write(Buffer.concat(sequences.map((sequence) => press(sequence))));
  expect(await answers(socket, 500)).toEqual(sequences.map(ack));
  expect(mostInHand).toBe(1);
});

test('a device that closes its side still gets its answer, also without a carriage return', async () => {
  const listening = await listen();
  const socket = await dial(listening);
  socket.end(press('0017').subarray(0, -1));
  expect(await answers(socket, 1)).toEqual([ack('0017')]);
  await ended(socket);
});

test('B9 a device that closes its side right behind its frames gets every answer, however long they take', async () => {
  const durable = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const listening = await listen({}, async (frame) => {
    started.resolve();
    await durable.promise;
    return answerOf(frame);
  });
  const socket = await dial(listening);
  socket.end(Buffer.concat([press('0017'), press('0018'), press('0019').subarray(0, -1)]));
  await started.promise;
  // Another connection's whole exchange takes longer than a hasty end would.
  const other = await listen();
  const otherSocket = await dial(other);
  otherSocket.end(press('0001'));
  await answers(otherSocket, 1);
  durable.resolve();
  expect(await answers(socket, 3)).toEqual([ack('0017'), ack('0018'), ack('0019')]);
  await ended(socket);
});

test('a frame that does not complete in time is handled as it is, and the connection closes', async () => {
  const listening = await listen({ frameSeconds: 0.1 });
  const socket = await dial(listening);
  // The slowloris way: a byte every 20 ms, for ever; the time runs from the first one.
  const dribble = setInterval(() => socket.write('x'), 20);
  closers.push(async () => clearInterval(dribble));
  socket.write('\n00000FFF"');
  await ended(socket);
  clearInterval(dribble);
  expect(listening.logged).toContain('dc09 connection closed by us slow-frame');
  expect(Buffer.from(listening.received[0]!.raw).toString()).toMatch(/^\n00000FFF"x*$/);
});

test('a whole press without its carriage return is answered when the time is up', async () => {
  const listening = await listen({ frameSeconds: 0.05 });
  const socket = await dial(listening);
  socket.write(press('0017').subarray(0, -1));
  expect(await answers(socket, 1)).toEqual([ack('0017')]);
});

test('an oversized frame is kept in part, not answered, and the connection closes', async () => {
  const listening = await listen({ frameBytes: 200 });
  const socket = await dial(listening);
  socket.write(`\n00000FFF"${'x'.repeat(5_000)}`);
  await ended(socket);
  expect(socket.bytesRead).toBe(0);
  expect(listening.received.map((frame) => frame.raw.length)).toEqual([200]);
  expect(listening.logged).toContain('dc09 connection closed by us oversized');
});

test('a silent connection closes after the idle time', async () => {
  const listening = await listen({ idleSeconds: 0.05 });
  const socket = await dial(listening);
  await ended(socket);
  expect(listening.received).toEqual([]);
  expect(listening.logged).toContain('dc09 connection closed by us idle');
});

test('an intake that fails gives no answer and closes, after the press behind it was handled', async () => {
  const listening = await listen({}, (frame) =>
    Buffer.from(frame.raw).includes('0017')
      ? Promise.reject(new Error('database gone'))
      : Promise.resolve(answerOf(frame)),
  );
  const socket = await dial(listening);
  socket.write(Buffer.concat([press('0017'), press('0018')]));
  expect(await answers(socket, 1)).toEqual([ack('0018')]);
  await ended(socket);
  expect(listening.logged).toEqual([
    'frame not made durable',
    'dc09 connection closed by us intake-failed',
  ]);
});

test('too many from one address: the one silent longest makes room, the newest is heard', async () => {
  const listening = await listen({ connectionsPerAddress: 2 });
  const [first, second] = [await dial(listening), await dial(listening)];
  for (const [socket, sequence] of [
    [first, '0001'],
    [second, '0002'],
    [first, '0003'],
  ] as const) {
    socket.write(press(sequence));
    await answers(socket, 1);
  }
  const third = await dial(listening);
  await ended(second);
  third.write(press('0004'));
  expect(await answers(third, 1)).toEqual([ack('0004')]);
  first.write(press('0005'));
  expect(await answers(first, 1)).toEqual([ack('0005')]);
});

test('A2 connections on which nothing was ever acknowledged make room first, then those of whoever has most', async () => {
  const turnedAway: string[] = [];
  const listening = await listen({ connections: 4 }, undefined, (what) => turnedAway.push(what));
  const device = await dial(listening);
  device.write(press('0001'));
  await answers(device, 1);
  const strangers = [];
  for (let index = 0; index < 3; index += 1) strangers.push(await dial(listening, '127.0.0.9'));
  for (let index = 0; index < 6; index += 1) strangers.push(await dial(listening, '127.0.0.9'));
  await Promise.all(strangers.slice(0, 6).map(ended));
  device.write(press('0002'));
  expect(await answers(device, 1)).toEqual([ack('0002')]);
  const newcomer = await dial(listening, '127.0.0.7');
  newcomer.write(press('0003'));
  expect(await answers(newcomer, 1)).toEqual([ack('0003')]);
  expect(turnedAway).toEqual(Array(7).fill('connection-for-another'));
  // Counted, and no line in the log for each: whoever opens thousands would fill the disk by it.
  expect(listening.logged).toEqual([]);
});

test('A16 a thousand frames in one piece let others have their turn', async () => {
  const order: string[] = [];
  const listening = await listen({}, (frame) => {
    order.push(Buffer.from(frame.raw).toString('latin1').includes('BEEF') ? 'flood' : 'press');
    return Promise.resolve(answerOf(frame));
  });
  const [loud, device] = [await dial(listening), await dial(listening, '127.0.0.9')];
  loud.write(Buffer.concat(Array<Uint8Array>(1_000).fill(press('0001', 'BEEF'))));
  device.write(press('0017'));
  expect(await answers(device, 1)).toEqual([ack('0017')]);
  expect(order.indexOf('press')).toBeLessThan(1_000);
});

/** An intake that counts how many frames it was given in one turn of the event loop. */
function countingATurn(): { most: () => number; receiveDc09: Intake['receiveDc09'] } {
  let [inTurn, most] = [0, 0];
  const receiveDc09 = (frame: ReceivedFrame): Promise<Uint8Array | null> => {
    if (inTurn === 0) setImmediate(() => (inTurn = 0));
    inTurn += 1;
    most = Math.max(most, inTurn);
    return Promise.resolve(answerOf(frame));
  };
  return { most: () => most, receiveDc09 };
}

test('A16 many connections of one sender are together no louder than one', async () => {
  const counting = countingATurn();
  const listening = await listen({}, counting.receiveDc09);
  const lines = await Promise.all(Array.from({ length: 40 }, () => dial(listening)));
  const frames = Buffer.concat(Array<Uint8Array>(50).fill(press('0001', 'BEEF')));
  for (const line of lines) line.write(frames);
  for (const line of lines) line.write(press('0017'));
  await Promise.all(lines.map((line) => answerIn(line, ack('0017'))));
  expect(listening.received).toHaveLength(40 * 51);
  expect(counting.most()).toBeLessThanOrEqual(16);
});

test('a datagram with a thousand frames lets others have their turn, and is one sender’s share', async () => {
  const counting = countingATurn();
  const turnedAway: string[] = [];
  const dropped = Promise.withResolvers<void>();
  const listening = await listen({}, counting.receiveDc09, (what) => {
    turnedAway.push(what);
    dropped.resolve();
  });
  const loud = createSocket('udp4');
  closers.push(async () => void loud.close());
  const datagram = Buffer.concat(Array<Uint8Array>(1_000).fill(press('0001', 'BEEF')));
  loud.send(datagram, listening.server.port, '127.0.0.1');
  await dropped.promise;
  expect(turnedAway).toEqual(['datagram']);
  expect(listening.received).toHaveLength(500);
  expect(counting.most()).toBeLessThanOrEqual(16);
});

test('connections whose frames wait for their turn make room for another', async () => {
  const listening = await listen({ connections: 2 });
  const loud = [await dial(listening), await dial(listening)];
  const frames = Buffer.concat(Array<Uint8Array>(1_500).fill(press('0001', 'BEEF')));
  for (const line of loud) line.write(frames);
  await once(loud[0]!, 'data');
  const device = await dial(listening, '127.0.0.9');
  device.write(press('0017'));
  expect(await answers(device, 1)).toEqual([ack('0017')]);
  expect(listening.received.length).toBeLessThan(3_000);
});

test('what comes at once and is no frame is looked through in its turn', async () => {
  const turned: number[] = [];
  const server = createServer((socket) => {
    const connection = new Dc09Connection({
      socket,
      limits: dc09Limits,
      turn: (bytes) => {
        turned.push(bytes);
        return Promise.resolve();
      },
      handle: (raw) => Promise.resolve(answerOf({ raw })),
      onUsed: () => {},
      onEnding: () => {},
    });
    closers.push(() => connection.close());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => void server.close());
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  closers.push(async () => socket.destroy());
  socket.write(Buffer.concat([Buffer.alloc(200_000), press('0017')]));
  expect(await answers(socket, 1)).toEqual([ack('0017')]);
  const frame = press('0017').length;
  expect(turned.at(-1)).toBe(frame);
  // All that came before it, but for pieces that are no larger than a device's own.
  expect(turned.slice(0, -1).reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan(150_000);
});

test('too many in all, and every one of them busy: the newest is refused', async () => {
  const durable = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const listening = await listen({ connections: 1 }, async (frame) => {
    started.resolve();
    await durable.promise;
    return answerOf(frame);
  });
  const first = await dial(listening);
  first.write(press('0001'));
  await started.promise;
  const second = await dial(listening);
  await ended(second);
  durable.resolve();
  expect(await answers(first, 1)).toEqual([ack('0001')]);
});

test('a sender that repeats itself after every DUH gets silence in the end, and is heard each time', async () => {
  const listening = await listen({ duhsPerMinute: 2 });
  const socket = await dial(listening);
  const unknown = press('0001', 'BEEF');
  socket.write(Buffer.concat([unknown, unknown, unknown, unknown, press('0017')]));
  const duh = Buffer.from(sealEnvelope('"DUH"0001R1L0#BEEF[]')).toString('latin1');
  expect(await answers(socket, 3)).toEqual([duh, duh, ack('0017')]);
  expect(listening.received).toHaveLength(5);
});

test('closing answers what is in hand first, and takes nothing more', async () => {
  const durable = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const listening = await listen({}, async (frame) => {
    started.resolve();
    await durable.promise;
    return answerOf(frame);
  });
  const [busy, silent] = [await dial(listening), await dial(listening)];
  busy.write(press('0017'));
  await started.promise;
  const answered = answers(busy, 1);
  const closed = listening.server.close();
  closers.shift();
  await ended(silent);
  const late = connect(listening.server.port, '127.0.0.1');
  await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  durable.resolve();
  expect(await answered).toEqual([ack('0017')]);
  await closed;
});

test('whoever reads nothing keeps neither his line nor the server', async () => {
  const answer = Buffer.alloc(10_000, 'x');
  const listening = await listen({ unreadAnswerBytes: 1, hangUpSeconds: 0.05 }, () =>
    Promise.resolve(answer),
  );
  const deaf = await dial(listening);
  deaf.pause();
  // Until the system takes no more for it, and one answer stays with us.
  const sending = setInterval(() => deaf.write(press('0017')), 1);
  closers.push(async () => clearInterval(sending));
  await expect
    .poll(() => listening.logged, { timeout: 10_000 })
    .toContain('dc09 connection closed by us unread');
  clearInterval(sending);
  await listening.server.close();
  closers.splice(0, 1);
});

test('a port that is taken is an error at the start', async () => {
  const first = await listen();
  const again = startDc09Server({
    host: '127.0.0.1',
    port: first.server.port,
    clock: { now: () => now },
    log: { debug: () => {}, info: () => {}, error: () => {} },
    intake: { receiveDc09: () => Promise.resolve(null) },
  });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('over UDP the answer goes to the source port, and a failing intake is silent', async () => {
  const listening = await listen({}, (frame) =>
    Buffer.from(frame.raw).includes('0666')
      ? Promise.reject(new Error('database gone'))
      : Promise.resolve(answerOf(frame)),
  );
  const socket = createSocket('udp4');
  closers.push(async () => socket.close());
  socket.send(press('0666'), listening.server.port, '127.0.0.1');
  socket.send(press('0017'), listening.server.port, '127.0.0.1');
  const [answer] = (await once(socket, 'message')) as [Buffer];
  expect(answer.toString('latin1')).toBe(ack('0017'));
  expect(listening.received).toMatchObject([{ transport: 'udp' }, { transport: 'udp' }]);
});

test('A16 F7 one loud UDP sender is dropped and counted, and the next sender is answered', async () => {
  const durable = Promise.withResolvers<void>();
  const full = Promise.withResolvers<void>();
  const turnedAway: string[] = [];
  const listening = await listen(
    { datagramsInHandPerSender: 3 },
    async (frame) => {
      if (!Buffer.from(frame.raw).includes('0017')) await durable.promise;
      return answerOf(frame);
    },
    (what) => {
      turnedAway.push(what);
      if (turnedAway.length === 40) full.resolve();
    },
  );
  const [loud, device] = [createSocket('udp4'), createSocket('udp4')];
  closers.push(async () => void [loud.close(), device.close()]);
  device.bind(0, '127.0.0.9');
  await once(device, 'listening');
  for (let index = 0; index < 43; index += 1)
    loud.send(press('0001'), listening.server.port, '127.0.0.1');
  await full.promise;
  device.send(press('0017'), listening.server.port, '127.0.0.1');
  const [answer] = (await once(device, 'message')) as [Buffer];
  expect(answer.toString('latin1')).toBe(ack('0017'));
  expect(turnedAway).toEqual(Array(40).fill('datagram'));
  expect(listening.received).toHaveLength(4);
  durable.resolve();
});
