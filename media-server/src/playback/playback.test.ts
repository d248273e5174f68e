// A recording that is over is played to its end, whatever fractions of a millisecond its packets fell on; one
// that runs is heard packet by packet.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { BufferSource, EncodedPacketSink, Input, WEBM, type EncodedPacket } from 'mediabunny';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { opusIn } from '../../../load-tests/src/button/sound/opus.ts';
import type { Clock } from '../process/clock.ts';
import { openJournal, type Journal } from '../recording/journal.ts';
import { openLogger } from '../process/logger.ts';
import { openDataKeys } from '../recording/data-keys.ts';
import { startRecording } from '../recording/open-recording.ts';
import { play } from './playback.ts';
import { openStore, type RecordingStore } from '../recording/store.ts';

const log = openLogger('silent');
/** When all of them begin. */
const startedAt = 1_770_000_000_000;
// Whoever follows is given silence up to its moment: by the machine's own clock that would be months of it.
const clock: Clock = { now: () => startedAt };
let folder: string;
let journal: Journal;
let store: RecordingStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-playback-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys/recordings.key'), randomBytes(32).toString('hex'));
  journal = await openJournal(join(folder, 'journal'), clock, log);
  store = await openStore(
    join(folder, 'recordings'),
    await openDataKeys(join(folder, 'keys')),
    journal,
    log,
  );
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** 20 ms each, the first at `from`; the recording ends with the last one's arrival. */
async function record(
  codec: 'opus' | 'pcma' | 'pcmu',
  payloads: Buffer[],
  from: number,
  container: 'ogg' | 'webm' = 'ogg',
) {
  const running = start(codec, from);
  let at = from;
  for (const payload of payloads) {
    running.append(at, payload, 0);
    at += 20;
  }
  await running.end(at - 20);
  const playback = await play(
    { store, clock },
    { record: running.record, running: undefined },
    { follow: false, container },
  );
  return buffer(playback.stream());
}

function start(codec: 'opus' | 'pcma' | 'pcmu', from: number) {
  const begin = { deviceId: crypto.randomUUID(), alarmId: null, codec, startedAt: from };
  return startRecording({ store, log }, begin);
}

test.each([0, 0.2, 0.49, 0.5, 0.9])('Opus that starts %s ms after a whole one', async (part) => {
  const payloads = Array.from({ length: 50 }, () => Buffer.from([0xf8, ...randomBytes(20)]));
  const heard = await opusIn(await record('opus', payloads, startedAt + part));
  expect(heard.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
    payloads.map((payload) => payload.toString('hex')),
  );
});

test.each([0, 0.3, 0.7])('G.711 that starts %s ms after a whole one', async (part) => {
  const payloads = Array.from({ length: 50 }, () => Buffer.alloc(160, 0x2a));
  const wav = await record('pcma', payloads, startedAt + part);
  const samples = wav.subarray(44);
  expect(samples.length / 2 / 8).toBeGreaterThanOrEqual(1000);
  // The last millisecond of what was said, not silence.
  expect(samples.readInt16LE(2 * 8 * 999)).not.toBe(0);
});

test.each([
  ['pcmu', [0x00, 0x80, 0xff, 0x7e], [-32_124, 32_124, 0, -8]],
  ['pcma', [0x2a, 0xaa, 0xd5, 0x55], [-32_256, 32_256, 8, -8]],
] as const)('%s sounds as the tables of G.711 say', async (law, codes, samples) => {
  const payload = Buffer.alloc(160, 0xff);
  payload.set(codes);
  const wav = await record(law, [payload], startedAt);
  expect(samples.map((_, index) => wav.readInt16LE(44 + 2 * index))).toEqual(samples);
});

test('A16 of what is over the whole is read for its length once, however often a part is asked', async () => {
  const running = start('opus', startedAt);
  for (let index = 0; index < 50; index += 1)
    running.append(startedAt + 20 * index, Buffer.from([0xf8, ...randomBytes(20)]), 0);
  await running.end(startedAt + 980);
  let reads = 0;
  const counting: RecordingStore = {
    ...store,
    readSegment: (...asked) => {
      reads += 1;
      return store.readSegment(...asked);
    },
  };
  const ask = () =>
    play(
      { store: counting, clock },
      { record: running.record, running: undefined },
      { follow: false, container: 'ogg' },
    );
  const whole = await buffer((await ask()).stream());
  const afterFirst = reads;
  const { length = 0, stream } = await ask();
  expect([length, reads]).toEqual([whole.length, afterFirst]);
  expect(await buffer(stream({ start: 10, end: 99 }))).toEqual(whole.subarray(10, 100));
});

describe('as WebM', () => {
  const frames = (count: number) =>
    Array.from({ length: count }, () => Buffer.from([0xf8, ...randomBytes(20)]));
  const read = (webm: Uint8Array) =>
    new Input({ source: new BufferSource(webm), formats: [WEBM] }).getPrimaryAudioTrack();

  test('each packet is as it was said, and when', async () => {
    const payloads = frames(400);
    const track = await read(await record('opus', payloads, startedAt, 'webm'));
    expect(await track?.getCodecParameterString()).toBe('opus');
    const heard: EncodedPacket[] = [];
    if (track) for await (const one of new EncodedPacketSink(track).packets()) heard.push(one);
    expect(heard.map(({ data }) => Buffer.from(data).toString('hex'))).toEqual(
      payloads.map((payload) => payload.toString('hex')),
    );
    expect(heard.map(({ timestamp }) => Math.round(timestamp * 1000))).toEqual(
      payloads.map((_, index) => 20 * index),
    );
  });

  test('where nothing came it goes on, so that a moment in it is a moment of the day', async () => {
    const running = start('opus', startedAt);
    const [before = Buffer.alloc(0), after = Buffer.alloc(0)] = frames(2);
    running.append(startedAt, before, 0);
    running.append(startedAt + 1000, after, 0);
    await running.end(startedAt + 1000);
    const { record: ended } = running;
    const playback = await play(
      { store, clock },
      { record: ended, running: undefined },
      { follow: true, container: 'webm' },
    );
    expect([playback.contentType, playback.length]).toEqual([
      'audio/webm; codecs="opus"',
      undefined,
    ]);
    const track = await read(await buffer(playback.stream()));
    const sink = track && new EncodedPacketSink(track);
    const at: number[] = [];
    for await (const { timestamp } of sink?.packets() ?? []) at.push(Math.round(timestamp * 1000));
    expect(at).toEqual(Array.from({ length: 51 }, (_, index) => 20 * index));
    expect(Buffer.from((await sink?.getPacket(1))?.data ?? [])).toEqual(after);
  });

  test('followed, a packet leaves when it comes and not with the next one', async () => {
    const running = start('opus', startedAt);
    const [stored = Buffer.alloc(0), ...coming] = frames(50);
    running.append(startedAt, stored, 0);
    const playback = await play(
      { store, clock },
      { record: running.record, running },
      { follow: true, container: 'webm' },
    );
    const pieces = playback.stream()[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    let come = Buffer.alloc(0);
    const untilCome = async (payload: Buffer) => {
      while (!come.includes(payload)) come = Buffer.concat([come, (await pieces.next()).value]);
    };
    await untilCome(stored);
    for (const [index, payload] of coming.entries()) {
      running.append(startedAt + 20 * (index + 1), payload, 0);
      await untilCome(payload);
    }
    await running.end(startedAt + 1000);
    while (!(await pieces.next()).done);
  });
});
