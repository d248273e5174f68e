// Cutting streams: whatever the chunks, the same frames, and no frame lost to its neighbour.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealEnvelope } from './dc09-envelope.ts';
import { FrameSplitter, longestFrameBytes, type CutFrame } from './dc09-frame.ts';

const panic = sealEnvelope('"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]');
const linkTest = sealEnvelope('"NULL"0000R1L0#A0C1[]');

function cut(...chunks: (Uint8Array | string)[]): CutFrame[] {
  const splitter = new FrameSplitter();
  return chunks.flatMap((chunk) => [...splitter.push(bytesOf(chunk))]);
}

function bytesOf(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk;
}

function complete(...frames: Uint8Array[]): CutFrame[] {
  return frames.map((raw) => ({ raw: new Uint8Array(raw), ending: 'complete' }));
}

describe('a stream is cut into the frames that were sent', () => {
  test('one at a time', () => {
    expect(cut(panic)).toEqual(complete(panic));
  });

  test('several in one segment', () => {
    expect(cut(Buffer.concat([linkTest, panic, panic]))).toEqual(complete(linkTest, panic, panic));
  });

  test('in any chunks at all, with standard and binary checksums and NULs between', () => {
    const body = fc.nat(9999).map((sequence) => {
      return `"SIA-DCS"${String(sequence).padStart(4, '0')}R1L0#A0C1[#A0C1|Nri1/PA017]`;
    });
    const frame = fc
      .tuple(body, fc.constantFrom('hex' as const, 'binary' as const))
      .map(([text, crcFormat]) => sealEnvelope(text, crcFormat));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(frame, fc.constantFrom(0, 0, 1, 2)), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        (sent, sizes) => {
          const stream = Buffer.concat(sent.flatMap(([raw, nuls]) => [raw, Buffer.alloc(nuls)]));
          const splitter = new FrameSplitter();
          const received: CutFrame[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            received.push(...splitter.push(stream.subarray(at, at + size)));
            at += size;
          }
          expect(received).toEqual(complete(...sent.map(([raw]) => raw)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('NUL, line feed and carriage return after a frame are not the next one', () => {
    const splitter = new FrameSplitter();
    expect([...splitter.push(Buffer.concat([panic, Buffer.from('\0\r\n\0')]))]).toEqual(
      complete(panic),
    );
    expect(splitter.flush()).toEqual([]);
  });
});

describe('a frame that lacks something does not take its neighbour with it', () => {
  test('line feed missing', () => {
    expect(cut(panic.subarray(1), panic)).toEqual(complete(panic.subarray(1), panic));
  });

  test('carriage return missing', () => {
    expect(cut(Buffer.concat([panic.subarray(0, -1), linkTest]))).toEqual([
      { raw: new Uint8Array(panic.subarray(0, -1)), ending: 'unended' },
      ...complete(linkTest),
    ]);
  });

  test('rubbish in front', () => {
    expect(cut('hello\r', panic).at(-1)).toEqual(complete(panic)[0]);
    expect(cut('\na\r', panic).at(-1)).toEqual(complete(panic)[0]);
    expect(cut('\n\r\n\r\n', panic)).toEqual(complete(panic));
  });

  test('the connection ends before the carriage return', () => {
    const splitter = new FrameSplitter();
    expect([...splitter.push(panic.subarray(0, -1))]).toEqual([]);
    expect(splitter.isWaiting).toBe(true);
    expect(splitter.flush()).toEqual([
      { raw: new Uint8Array(panic.subarray(0, -1)), ending: 'unended' },
    ]);
    expect(splitter.isWaiting).toBe(false);
  });
});

describe('length limit', () => {
  test('the longest frame that the protocol can state passes', () => {
    const head = '"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017^';
    const longest = sealEnvelope(`${head}${'x'.repeat(0xfff - head.length - 1)}]`);
    expect(longest).toHaveLength(longestFrameBytes);
    expect(cut(longest)).toEqual(complete(longest));
  });

  test('beyond it the first bytes are given once, the rest is skipped, the next frame is read', () => {
    const splitter = new FrameSplitter();
    const endless = `\n00000000"${'x'.repeat(longestFrameBytes * 3)}`;
    const frames = [...splitter.push(bytesOf(endless))];
    expect(frames).toHaveLength(1);
    expect(frames[0]?.ending).toBe('oversized');
    expect(frames[0]?.raw).toHaveLength(longestFrameBytes);
    expect([...splitter.push(bytesOf('x'.repeat(longestFrameBytes)))]).toEqual([]);
    expect([...splitter.push(bytesOf('\r'))]).toEqual([]);
    expect([...splitter.push(panic)]).toEqual(complete(panic));
  });

  test('never keeps more than the limit and one chunk', () => {
    const splitter = new FrameSplitter(64);
    expect([...splitter.push(Buffer.alloc(1000, 'x'))]).toMatchObject([{ ending: 'oversized' }]);
    expect(splitter.flush()).toEqual([]);
  });
});
