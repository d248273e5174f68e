// G.711 out of a WAV file: taken as it is when the file holds it, made from 16 bits or from the other law
// otherwise. ITU-T
// G.711 is a table with a formula, so this is all of an encoder that there is to have.
import { SoundProblem, type Frame } from './sound-file.ts';

const samplesPerSecond = 8_000;
/** 20 ms, the usual packet. */
const samplesPerFrame = 160;

/** Format tags of a WAV file. */
const pcm = 1;
const aLaw = 6;
const muLaw = 7;

export function g711FromWav(file: Uint8Array, codec: 'pcmu' | 'pcma'): Frame[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const { format, data } = chunksOf(bytes);
  const [tag, channels] = [format.readUInt16LE(0), format.readUInt16LE(2)];
  const [rate, bits] = [format.readUInt32LE(4), format.readUInt16LE(14)];
  if (channels !== 1) throw new SoundProblem('it is not mono, as a microphone is');
  const [own, other] = codec === 'pcmu' ? [muLaw, aLaw] : [aLaw, muLaw];
  const encode = codec === 'pcmu' ? muLawOf : aLawOf;
  if (tag === own && rate === samplesPerSecond) return framesOf(data);
  if (tag === other && rate === samplesPerSecond) {
    const meanings = meaningsOf(codec === 'pcmu' ? aLawOf : muLawOf);
    return framesOf(data.map((code) => encode(meanings[code] ?? 0)));
  }
  if (tag !== pcm || bits !== 16 || ![8_000, 16_000, 48_000].includes(rate)) {
    throw new SoundProblem(
      `as ${codec} it must be WAV of 16 bits at 8, 16 or 48 kHz, or hold G.711 at 8 kHz`,
    );
  }
  return framesOf(Uint8Array.from(at8kHz(data, rate), encode));
}

function chunksOf(file: Buffer): { format: Buffer; data: Buffer } {
  const chunks = new Map<string, Buffer>();
  // Behind `RIFF`, a length, `WAVE`: chunks of a name, a length, and so many bytes, made even.
  for (let at = 12; at + 8 <= file.length;) {
    const length = file.readUInt32LE(at + 4);
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  const [format, data] = [chunks.get('fmt '), chunks.get('data')];
  if (format === undefined || format.length < 16 || !data?.length) {
    throw new SoundProblem('it is broken off or damaged');
  }
  return { format, data };
}

/** Averages what becomes one sample: all the filter that a voice on a telephone line asks for. */
function at8kHz(data: Buffer, rate: number): Int16Array {
  const each = rate / samplesPerSecond;
  const samples = new Int16Array(Math.floor(data.length / 2 / each));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let part = 0; part < each; part += 1) sum += data.readInt16LE(2 * (index * each + part));
    samples[index] = Math.round(sum / each);
  }
  return samples;
}

function framesOf(samples: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  // What is left at the end is less than 20 ms.
  for (let at = 0; at + samplesPerFrame <= samples.length; at += samplesPerFrame) {
    frames.push({ bytes: samples.subarray(at, at + samplesPerFrame), ticks: samplesPerFrame });
  }
  if (frames.length === 0) throw new SoundProblem('it is shorter than one packet');
  return frames;
}

/** Of each code, the middle of the samples that become it. */
function meaningsOf(encode: (sample: number) => number): Int16Array {
  const sums = new Float64Array(256);
  const counts = new Uint32Array(256);
  for (let sample = -32_768; sample <= 32_767; sample += 1) {
    const code = encode(sample);
    sums[code] = (sums[code] ?? 0) + sample;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return Int16Array.from(sums, (sum, code) => Math.round(sum / (counts[code] || 1)));
}

/** One sample of 16 bits: sign, a segment by powers of two, four bits within it; sent inverted. */
export function muLawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132;
  const segment = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

/** As above, with a linear first segment and every other bit inverted. */
export function aLawOf(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32_767) >> 3;
  const segment = magnitude < 32 ? 0 : Math.floor(Math.log2(magnitude)) - 4;
  const step = (magnitude >> Math.max(1, segment)) & 0x0f;
  return (sign | (segment << 4) | step) ^ 0x55;
}
