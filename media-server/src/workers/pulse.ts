// Silence that always flows: one packet of it every 400 ms from a producer of our own. A listener consumes
// it from log-in on, so its transport is connected long before an alarm, and a packet count that grows
// proves the way of the sound while nothing is to be heard.
import type { types } from 'mediasoup';
import { plainParameters } from './codecs.ts';

const everyMilliseconds = 400;
const payloadType = 111;
const ssrc = 0x0ac4_7e12;
/** 20 ms of Opus that decode to nothing (RFC 6716 §2: full-band, 20 ms, one channel). */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const ticksPerPulse = (48_000 * everyMilliseconds) / 1000;

export async function startPulse(transport: types.DirectTransport): Promise<types.Producer> {
  const producer = await transport.produce({
    kind: 'audio',
    rtpParameters: plainParameters('opus', payloadType, ssrc),
  });
  let count = 0;
  const beating = setInterval(() => {
    count += 1;
    producer.send(rtpPacket(count));
  }, everyMilliseconds);
  producer.observer.once('close', () => clearInterval(beating));
  return producer;
}

function rtpPacket(count: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8(payloadType, 1);
  header.writeUInt16BE(count & 0xffff, 2);
  header.writeUInt32BE((count * ticksPerPulse) % 2 ** 32, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, silence]);
}
