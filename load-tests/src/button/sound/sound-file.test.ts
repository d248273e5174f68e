// The committed sounds and broken files; G.711 against values that sox made.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { g711Of } from './g711.ts';
import { readSound } from './sound-file.ts';
import { ticksPerSecond, type Sound } from './sound.ts';

const audio = join(import.meta.dirname, '../../../audio');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'achterwacht-sound-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const secondsOf = ({ codec, frames }: Sound): number =>
  frames.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond[codec];

test('the speech that buttons send: twenty seconds of Opus, every 20 ms a packet', async () => {
  const speech = await readSound(join(audio, 'speech.opus'));
  expect(speech.codec).toBe('opus');
  expect(secondsOf(speech)).toBeGreaterThanOrEqual(20);
  expect(secondsOf(speech)).toBeLessThan(20.05);
  expect(new Set(speech.frames.map(({ ticks }) => ticks))).toEqual(new Set([960]));
  // Discontinuous transmission would show as packets of one or two bytes.
  expect(Math.min(...speech.frames.map(({ bytes }) => bytes.length))).toBeGreaterThan(2);
  // Mono all through: the bit that says stereo is never set.
  expect(speech.frames.filter(({ bytes }) => (bytes[0] ?? 0) & 0x04)).toEqual([]);
});

test('the words for devices without Opus are sent as they lie in the file', async () => {
  const path = join(audio, 'speech-g711.wav');
  const speech = await readSound(path);
  expect(speech.codec).toBe('pcmu');
  expect(secondsOf(speech)).toBeCloseTo(4.14, 1);
  const file = await readFile(path);
  expect(file.includes(Buffer.from(speech.frames[0]?.bytes ?? []))).toBe(true);
});

/** 16 bits, mono: as many samples of 1 kHz as make `seconds`. */
function wav(rate: number, seconds: number, { channels = 1, bits = 16, tag = 1 } = {}): Buffer {
  const samples = Math.round(rate * seconds);
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(tag, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1) {
    const value = Math.round(12_000 * Math.sin((2 * Math.PI * 1000 * at) / rate));
    file.writeInt16LE(value, 44 + at * 2);
  }
  return file;
}

test.each([8_000, 16_000, 48_000])('a WAV of %i Hz goes as G.711', async (rate) => {
  const path = await fileOf(`${rate}.wav`, wav(rate, 0.5));
  for (const codec of ['pcmu', 'pcma'] as const) {
    const sound = await readSound(path, codec);
    expect(sound.codec).toBe(codec);
    expect(sound.frames).toHaveLength(25);
    // Eight samples a period: whatever the rate was, the tone is the same one.
    const { bytes = new Uint8Array() } = sound.frames[3] ?? {};
    expect(bytes.subarray(0, 80)).toEqual(bytes.subarray(80, 160));
    expect(new Set(bytes).size).toBeGreaterThan(3);
  }
});

test('G.711 of one law goes as the other', async () => {
  const muLaw = wav(8_000, 0.5, { tag: 7, bits: 8 }).subarray(0, 44 + 4_000);
  const samples = Int16Array.from({ length: 4_000 }, (_, at) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * 1000 * at) / 8_000)),
  );
  muLaw.set(await g711Of(samples, 'pcmu'), 44);
  const tone = await readSound(await fileOf('tone.wav', wav(8_000, 0.5)), 'pcma');
  const { frames } = await readSound(await fileOf('mu-law.wav', muLaw), 'pcma');
  const heard = Buffer.from(frames[3]?.bytes ?? []);
  const wanted = tone.frames[3]?.bytes ?? [];
  expect(heard).toHaveLength(160);
  // Each law rounds in its own way: a code apart is as near as they come.
  for (const [at, code] of heard.entries())
    expect(Math.abs((code ^ 0x55) - ((wanted[at] ?? 0) ^ 0x55))).toBeLessThanOrEqual(1);
});

// Made by `sox … -e mu-law` and `-e a-law` of these samples.
const samples = [
  [0, 0xff, 0xd5],
  [8, 0xfe, 0xd5],
  [100, 0xf2, 0xd3],
  [1_000, 0xce, 0xfa],
  [-1_000, 0x4e, 0x7a],
  [12_345, 0x97, 0xbd],
  [-12_345, 0x17, 0x3d],
  [32_767, 0x80, 0xaa],
  [-32_768, 0x00, 0x2a],
] as const;
test.each(samples)('%i becomes %i in µ-law and %i in A-law', async (sample, muLaw, aLaw) => {
  const one = Int16Array.of(sample);
  expect([...(await g711Of(one, 'pcmu')), ...(await g711Of(one, 'pcma'))]).toEqual([muLaw, aLaw]);
});

test.each([
  ['missing.wav', null, undefined, 'cannot be read (ENOENT)'],
  ['notes.txt', 'not a sound at all', undefined, 'neither Ogg Opus nor WAV'],
  ['cut.wav', wav(8_000, 1).subarray(0, 30), undefined, 'broken off or damaged'],
  ['short.wav', wav(8_000, 0.01), undefined, 'shorter than one packet'],
  ['cd.wav', wav(44_100, 1), undefined, '16 bits at 8, 16 or 48 kHz'],
  ['stereo.wav', wav(8_000, 1, { channels: 2 }), undefined, 'not mono'],
  ['float.wav', wav(8_000, 1, { tag: 3, bits: 32 }), undefined, '16 bits at 8, 16 or 48 kHz'],
  ['plain.wav', wav(8_000, 1), 'opus', 'Opus needs an Ogg Opus'],
  [
    'other.opus',
    Buffer.from('OggS'.padEnd(26, '\0') + '\x01\x04abcd', 'latin1'),
    undefined,
    'no Opus',
  ],
] as const)('%s is refused by name', async (name, bytes, wanted, reason) => {
  const path = bytes === null ? join(folder, name) : await fileOf(name, bytes);
  await expect(readSound(path, wanted)).rejects.toThrow(reason);
  await expect(readSound(path, wanted)).rejects.toThrow(name);
});

test('Opus is not recoded', async () => {
  await expect(readSound(join(audio, 'speech.opus'), 'pcma')).rejects.toThrow('pcma needs a WAV');
});

test('an Opus file that breaks off is refused', async () => {
  const whole = await readFile(join(audio, 'tone.opus'));
  const path = await fileOf('half.opus', whole.subarray(0, whole.length / 2));
  await expect(readSound(path)).rejects.toThrow('broken off or damaged');
});
