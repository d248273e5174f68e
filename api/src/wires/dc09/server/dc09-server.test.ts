// What a device is answered, and when: over TCP and UDP, whole frames and broken ones.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sealEnvelope } from '../decoders/frame/dc09-envelope.ts';
import { startDc09Server } from './dc09-server.ts';
import {
  ack,
  answerOf,
  answers,
  closeAll,
  closers,
  dial,
  ended,
  listen,
  now,
  press,
} from './test-server.ts';

afterEach(closeAll);

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
      opening: press('0017').slice(0, 64),
    },
  ]);
});

test('B10 of each line the intake is told how its connection began', async () => {
  const listening = await listen();
  const socket = await dial(listening);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
  socket.write(press('0018'));
  expect(await answers(socket, 1)).toEqual([ack('0018')]);
  const began = listening.received.map(({ opening }) => Buffer.from(opening).toString('latin1'));
  expect(began.length).toBeGreaterThan(1);
  expect(new Set(began)).toEqual(new Set(['GET / HTTP/1.1\r']));
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
