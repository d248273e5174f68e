// G.711 (ITU-T) as 16-bit WAV: what a telephone-like device said, for browsers that know no telephone.

const bytesPerSample = 2;
const samplesPerSecond = 8000;
/** In place of a length nobody knows yet; players then read to the end. */
const unknownLength = 0xffff_ffff;
const headerBytes = 44;

/** @param samples Undefined while it goes on. */
export function wavHeader(samples: number | undefined): Buffer {
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

export function silentSamples(samples: number): Buffer {
  return Buffer.alloc(samples * bytesPerSample);
}

export function decodeG711(law: 'pcmu' | 'pcma', payload: Buffer): Buffer {
  const table = law === 'pcmu' ? muLaw : aLaw;
  const samples = Buffer.alloc(payload.length * bytesPerSample);
  payload.forEach((byte, index) => {
    samples.writeInt16LE(table[byte] ?? 0, index * bytesPerSample);
  });
  return samples;
}

const muLaw = Int16Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
});

const aLaw = Int16Array.from({ length: 256 }, (_, byte) => {
  const bits = byte ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const step = (bits & 0x0f) << 4;
  const magnitude = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
});
