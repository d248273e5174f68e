// Both ways of sending sound, over real sockets: what is sent arrives as it was, a device that vanishes
// comes back, and what comes back to it is noticed.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RtpDevice } from './rtp-device.ts';
import { playSound } from './sound/play-sound.ts';
import { readSound } from './sound/sound-file.ts';
import type { Sound } from './sound/sound.ts';
import type { SoundLine } from './sound/sound-line.ts';
import { startSoundServer } from './test-sound-server.ts';
import { WhipPhone } from './whip-phone.ts';

const token = 'Zm9yLXRlc3RzLW9ubHk';
const audio = join(import.meta.dirname, '../../audio');
let server: Awaited<ReturnType<typeof startSoundServer>>;
let opus: Sound;
let pcmu: Sound;
beforeAll(async () => {
  server = await startSoundServer(token);
  opus = await readSound(join(audio, 'speech.opus'));
  pcmu = await readSound(join(audio, 'speech-g711.wav'));
});
afterAll(() => server.close());

const lines: SoundLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.vanish();
});

const ways = {
  'WHIP, Opus': () => [phone('opus'), opus],
  'WHIP, PCMU': () => [phone('pcmu'), pcmu],
  'WHIP over TCP': () => [phone('opus', 'tcp'), opus],
  'RTP, Opus': () => [device('opus', false), opus],
  'RTP, PCMU': () => [device('pcmu', false), pcmu],
  'SRTP, Opus': () => [device('opus', true), opus],
} satisfies Record<string, () => [SoundLine, Sound]>;

function phone(codec: 'opus' | 'pcmu', transport: 'udp' | 'tcp' = 'udp', url = server.whipUrl) {
  return kept(new WhipPhone({ url, token, codec, transport }));
}

function device(codec: 'opus' | 'pcmu', isEncrypted: boolean, url = server.rtpUrl) {
  return kept(new RtpDevice({ url, token, codec, isEncrypted }));
}

function kept<Line extends SoundLine>(line: Line): Line {
  lines.push(line);
  return line;
}

test.each(Object.entries(ways))('%s: every packet arrives as it was', async (_name, way) => {
  const [line, sound] = way();
  await line.open();
  const talk = server.talks.at(-1);
  const sent = await playSound(sound, 0.4, (frame) => line.send(frame));
  expect(sent).toBe(20);
  await expect.poll(() => talk?.heard.length).toBe(20);
  const heard = talk?.heard ?? [];
  expect(heard.map(({ bytes }) => bytes)).toEqual(
    sound.frames.slice(0, 20).map(({ bytes }) => Buffer.from(bytes).toString('hex')),
  );
  const [first, second] = heard;
  expect(new Set(heard.map(({ ssrc }) => ssrc)).size).toBe(1);
  expect(((second?.sequenceNumber ?? 0) - (first?.sequenceNumber ?? 0)) & 0xffff).toBe(1);
  expect(((second?.timestamp ?? 0) - (first?.timestamp ?? 0)) >>> 0).toBe(sound.frames[0]?.ticks);
  await line.hangUp();
  expect(talk?.hasHungUp).toBe(true);
});

test('a phone asks to send and never to receive', async () => {
  const line = phone('opus');
  await line.open();
  const { offer = '' } = server.talks.at(-1) ?? {};
  expect(offer).toContain('a=sendonly');
  expect(offer).not.toContain('a=sendrecv');
  expect(offer).toMatch(/a=fmtp:111 .*useinbandfec=1;usedtx=0/);
});

test.each(['WHIP, Opus', 'RTP, Opus'] as const)('%s: vanishes, and returns anew', async (name) => {
  const [line, sound] = ways[name]();
  await line.open();
  const before = server.talks.at(-1);
  await playSound(sound, 0.1, (frame) => line.send(frame));
  await expect.poll(() => before?.heard.length).toBe(5);
  await line.vanish();
  await playSound(sound, 0.1, (frame) => line.send(frame));
  expect(before).toMatchObject({ hasHungUp: false });
  expect(before?.heard).toHaveLength(5);
  await line.open();
  await playSound(sound, 0.1, (frame) => line.send(frame));
  await expect.poll(() => server.talks.at(-1)?.heard.length).toBe(5);
  expect(server.talks.at(-1)?.heard[0]?.ssrc).not.toBe(before?.heard[0]?.ssrc);
});

test.each(['WHIP, Opus', 'WHIP over TCP', 'RTP, Opus'] as const)(
  '%s: a packet of sound that comes back is noticed',
  async (name) => {
    const [line, sound] = ways[name]();
    await line.open();
    await playSound(sound, 0.1, (frame) => line.send(frame));
    const talk = server.talks.at(-1);
    await expect.poll(() => talk?.heard.length).toBe(5);
    expect(line.arrivals.counts).toMatchObject({ media: 0, other: 0 });
    await talk?.talkBack(Buffer.from('806f000100000001000000020102', 'hex'));
    await expect.poll(() => line.arrivals.counts.media).toBe(1);
    expect(line.arrivals.suspects).toEqual([
      { kind: 'media', hex: '806f000100000001000000020102' },
    ]);
  },
);

test('a phone that is told its session is gone comes back, however often it is sent away', async () => {
  const line = phone('opus');
  await line.open();
  const before = server.talks.length;
  server.refuse(2);
  const old = server.talks.at(-1);
  const stop = new AbortController();
  const playing = playSound(opus, Infinity, (frame) => line.send(frame), stop.signal);
  await expect
    .poll(() => {
      old?.beGone();
      return line.returns;
    })
    .toBe(1);
  expect(server.talks).toHaveLength(before + 1);
  await expect.poll(() => server.talks.at(-1)?.heard.length).toBeGreaterThan(5);
  stop.abort();
  await playing;
  await line.hangUp();
  expect(server.talks.at(-1)?.hasHungUp).toBe(true);
});

test('a phone that is hung up while it comes back hangs up what it asked for', async () => {
  const line = phone('opus');
  await line.open();
  const before = server.talks.length;
  const old = server.talks.at(-1);
  await expect
    .poll(
      () => {
        old?.beGone();
        return server.talks.length;
      },
      { interval: 1 },
    )
    .toBe(before + 1);
  await line.hangUp();
  expect(server.talks.at(-1)?.hasHungUp).toBe(true);
});

test.each([
  ['WHIP', () => new WhipPhone({ url: server.whipUrl, token: 'wrong', codec: 'opus' })],
  [
    'RTP',
    () => new RtpDevice({ url: server.rtpUrl, token: 'wrong', codec: 'opus', isEncrypted: false }),
  ],
])('%s: a refusal is told with its number', async (_name, line) => {
  await expect(line().open()).rejects.toMatchObject({ name: 'Error', httpStatus: 401 });
});

test('a server that is not there is told as no answer', async () => {
  const nobody = 'http://127.0.0.1:1/whip';
  await expect(phone('opus', 'udp', nobody).open()).rejects.toThrow('POST /whip: no answer');
  await expect(device('opus', false, nobody).open()).rejects.toMatchObject({ httpStatus: 0 });
});
