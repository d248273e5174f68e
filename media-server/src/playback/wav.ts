// G.711 as 16-bit WAV: what a telephone-like device said, for browsers that know no telephone. Written here
// because the head of what goes on must leave first: mediabunny (1.61) goes back to it at the end.
import { ticksPerSecond } from '../recording/rtp-order.ts';
import { samplesOf } from './g711.ts';
import type { Heard, Span } from './heard.ts';

const bytesPerSample = 2;
const samplesPerSecond = ticksPerSecond.pcmu;
/** In place of a length nobody knows yet; players then read to the end. */
const unknownLength = 0xffff_ffff;
const headerBytes = 44;

export async function* renderWav(
  law: 'pcmu' | 'pcma',
  heard: AsyncGenerator<Heard>,
  span: Span,
): AsyncGenerator<Buffer> {
  const total = Number.isFinite(span.to)
    ? Math.max(0, Math.round(((span.to - span.from) * samplesPerSecond) / 1000))
    : undefined;
  yield wavHeader(total);
  let position = 0;
  for await (const { at, payload } of heard) {
    if (at > span.to) break;
    const sample = Math.round(((at - span.from) * samplesPerSecond) / 1000);
    const length = payload?.length ?? 0;
    if (sample + length / 2 < position) continue;
    if (sample - position > length / 2) {
      yield silentSamples(sample - position);
      position = sample;
    }
    if (!payload) continue;
    const room = total === undefined ? length : Math.min(length, total - position);
    yield samplesOf(law, payload.subarray(0, room));
    position += room;
  }
  if (total !== undefined && total > position) yield silentSamples(total - position);
}

/** @param samples Undefined while it goes on. */
function wavHeader(samples: number | undefined): Buffer {
  const data = samples === undefined ? unknownLength : samples * bytesPerSample;
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(samples === undefined ? unknownLength : data + headerBytes - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samplesPerSecond, 24);
  header.writeUInt32LE(samplesPerSecond * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(8 * bytesPerSample, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data, 40);
  return header;
}

function silentSamples(samples: number): Buffer {
  return Buffer.alloc(samples * bytesPerSample);
}
