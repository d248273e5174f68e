// Who is heard when there are many: whose connection makes room, whose frame is read next, which datagram is dropped.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Dc09Connection } from './dc09-connection.ts';
import { dc09Limits } from '../limits/dc09-limits.ts';
import type { Intake, ReceivedFrame } from './intake.ts';
import {
  ack,
  answerIn,
  answerOf,
  answers,
  closeAll,
  closers,
  dial,
  ended,
  listen,
  press,
} from './test-server.ts';

afterEach(closeAll);

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
