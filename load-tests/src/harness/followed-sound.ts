// How far a recording that is followed lies behind the mouth: by the packets themselves, which are kept as they
// were sent, so that no clock of the product's has a say in it.
import { packetsOf } from '../button/sound/ogg-opus.ts';
import type { Frame, Sound } from '../button/sound/sound-file.ts';

/** When each packet of a sound was last sent. */
export class SentFrames {
  readonly #sentAt = new Map<string, number>();
  readonly #unique: ReadonlySet<string>;

  /** Packets that are in it twice would be taken for each other. */
  constructor({ frames }: Sound) {
    const counts = new Map<string, number>();
    for (const { bytes } of frames) counts.set(nameOf(bytes), (counts.get(nameOf(bytes)) ?? 0) + 1);
    this.#unique = new Set([...counts].flatMap(([name, count]) => (count === 1 ? [name] : [])));
  }

  sent({ bytes }: Frame, at: number): void {
    const name = nameOf(bytes);
    if (this.#unique.has(name)) this.#sentAt.set(name, at);
  }

  /** Undefined for what was not sent since then, or might have been something else. */
  sentSince(since: number, packet: Uint8Array): number | undefined {
    const at = this.#sentAt.get(nameOf(packet));
    return at !== undefined && at >= since ? at : undefined;
  }
}

function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/**
 * Reads a followed recording for so long.
 * @returns for each page the milliseconds that its first packet was behind when it came: what is heard of it
 *   cannot be heard sooner.
 */
export async function lagsOf(
  body: AsyncIterable<Uint8Array>,
  frames: SentFrames,
  milliseconds: number,
  clock = () => performance.now(),
): Promise<number[]> {
  const begun = clock();
  const lags: number[] = [];
  for await (const page of pagesOf(body)) {
    const now = clock();
    if (now - begun > milliseconds) break;
    // What was there before comes all at once, and is not what is followed.
    const sentAt = packetsOf(page).flatMap((packet) => frames.sentSince(begun, packet) ?? []);
    if (sentAt.length > 0) lags.push(now - Math.min(...sentAt));
  }
  return lags;
}

/** Ogg pages (RFC 3533) as they become whole. */
export async function* pagesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of body) {
    rest = Buffer.concat([rest, piece]);
    for (let length = lengthOf(rest); length <= rest.length; length = lengthOf(rest)) {
      yield rest.subarray(0, length);
      rest = rest.subarray(length);
    }
  }
}

/** Infinity while too little of it is there to know. */
function lengthOf(page: Buffer): number {
  const segments = page[26];
  if (segments === undefined || page.length < 27 + segments) return Infinity;
  return page.subarray(27, 27 + segments).reduce((sum, part) => sum + part, 27 + segments);
}
