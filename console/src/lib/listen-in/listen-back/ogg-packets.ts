// Takes Opus packets out of an Ogg stream (RFC 3533) that arrives in pieces of any size. Only what our
// own server sends: one logical stream, whole packets in their pages or spread over several.

const headerBytes = 27;
/** Where the lacing values are counted. */
const segmentCountAt = 26;

export class OggPackets {
  #waiting = new Uint8Array(0);
  #unfinished: Uint8Array[] = [];

  /** The packets that these bytes complete, in order. */
  take(bytes: Uint8Array): Uint8Array[] {
    let rest = joined([this.#waiting, bytes]);
    const packets: Uint8Array[] = [];
    for (;;) {
      const page = pageAt(rest);
      if (!page) break;
      for (const { piece, ends } of page.pieces) {
        this.#unfinished.push(piece);
        if (!ends) continue;
        packets.push(joined(this.#unfinished));
        this.#unfinished = [];
      }
      rest = rest.subarray(page.length);
    }
    this.#waiting = rest.slice();
    return packets;
  }
}

type Page = { length: number; pieces: { piece: Uint8Array; ends: boolean }[] };

function pageAt(bytes: Uint8Array): Page | null {
  if (bytes.length < headerBytes) return null;
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'OggS') throw new Error('no Ogg page');
  const lacing = bytes.subarray(headerBytes, headerBytes + bytes[segmentCountAt]!);
  const bodyAt = headerBytes + bytes[segmentCountAt]!;
  const length = bodyAt + lacing.reduce((sum, value) => sum + value, 0);
  if (bytes.length < length) return null;
  const pieces: Page['pieces'] = [];
  let from = bodyAt;
  let size = 0;
  lacing.forEach((value, index) => {
    size += value;
    const ends = value < 255;
    if (!ends && index < lacing.length - 1) return;
    pieces.push({ piece: bytes.slice(from, from + size), ends });
    from += size;
    size = 0;
  });
  return { length, pieces };
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
