import { describe, expect, it } from 'vitest';
import { OggPackets } from './ogg-packets.ts';
import { packetMilliseconds, webmClusters, webmHead } from './webm.ts';

/** One Ogg page by its definition, apart from the checksum that nobody here reads. */
function page(lacing: number[], body: number[]): number[] {
  const header = [...'OggS'].map((letter) => letter.charCodeAt(0));
  return [...header, ...Array.from({ length: 22 }, () => 0), lacing.length, ...lacing, ...body];
}
const bytes = (length: number, value: number) => Array.from({ length }, () => value);

describe('OggPackets', () => {
  const first = page([3, 2], [1, 1, 1, 2, 2]);
  const second = page([255, 45], bytes(300, 3));

  it('reads packets out of pages', () => {
    const packets = new OggPackets().take(new Uint8Array([...first, ...second]));
    expect(packets.map(({ length }) => length)).toEqual([3, 2, 300]);
  });

  it('does not care how the bytes arrive', () => {
    const reader = new OggPackets();
    const packets = [...first, ...second].flatMap((byte) => reader.take(new Uint8Array([byte])));
    expect(packets.map(({ length }) => length)).toEqual([3, 2, 300]);
    expect([...packets[1]!]).toEqual([2, 2]);
  });

  it('joins a packet that goes on in the next page', () => {
    const reader = new OggPackets();
    expect(reader.take(new Uint8Array(page([255], bytes(255, 4))))).toEqual([]);
    const [packet] = reader.take(new Uint8Array(page([5], bytes(5, 4))));
    expect(packet).toHaveLength(260);
  });

  it('refuses what is no Ogg', () => {
    expect(() => new OggPackets().take(new Uint8Array(30))).toThrow('no Ogg page');
  });
});

describe('packetMilliseconds', () => {
  it.each([
    ['SILK 20 ms', [0b00001_000], 20],
    ['SILK 60 ms, two frames', [0b00011_001], 120],
    ['hybrid 10 ms', [0b01100_000], 10],
    ['CELT 2.5 ms, three frames', [0b10000_011, 3], 7.5],
    ['CELT 20 ms', [0b11111_000], 20],
  ])('%s', (_what, packet, milliseconds) => {
    expect(packetMilliseconds(new Uint8Array(packet))).toBe(milliseconds);
  });
});

describe('WebM', () => {
  const packet = new Uint8Array([0b11111_000, 7, 7]);

  it('begins with its own marks and carries the header of the sound', () => {
    const head = webmHead(new Uint8Array([...'OpusHead'].map((letter) => letter.charCodeAt(0))));
    expect([...head.subarray(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
    expect(new TextDecoder('latin1').decode(head)).toMatch(/webm.*A_OPUS.*OpusHead/s);
  });

  it('goes on where the last packets ended', () => {
    const { endMilliseconds } = webmClusters([packet, packet, packet], 100);
    expect(endMilliseconds).toBe(160);
  });

  it('begins a new cluster before a block’s time would not fit', () => {
    const many = Array.from({ length: 2_000 }, () => packet);
    const { bytes: stream } = webmClusters(many, 0);
    const clusters = new TextDecoder('latin1').decode(stream).split('\x1f\x43\xb6\x75').length - 1;
    expect(clusters).toBe(8);
  });
});
