// How far a recording that is followed lies behind the mouth: by the packets themselves, which are kept as they
// were sent, so that no clock of the product's has a say in it. They lie in the stream as they are, so whatever
// it wraps them in need not be read.
import type { Frame, Sound } from '../../button/sound/sound.ts';

type SentFrame = { bytes: Uint8Array; at: number };

/** When each packet of a sound was last sent. */
export class SentFrames {
  /** In the order of sending. */
  readonly #sent = new Map<string, SentFrame>();
  readonly #unique: ReadonlySet<string>;

  /** Packets that are in it twice would be taken for each other. */
  constructor({ frames }: Sound) {
    const counts = new Map<string, number>();
    for (const { bytes } of frames) counts.set(nameOf(bytes), (counts.get(nameOf(bytes)) ?? 0) + 1);
    this.#unique = new Set([...counts].flatMap(([name, count]) => (count === 1 ? [name] : [])));
  }

  sent({ bytes }: Frame, at: number): void {
    const name = nameOf(bytes);
    if (!this.#unique.has(name)) return;
    this.#sent.delete(name);
    this.#sent.set(name, { bytes, at });
  }

  /** The first one first. */
  sentSince(since: number): SentFrame[] {
    return [...this.#sent.values()].filter(({ at }) => at >= since);
  }
}

function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/**
 * Reads a followed recording for so long.
 * @returns for each packet that was sent meanwhile the milliseconds that it was behind when it came.
 */
export async function lagsOf(
  body: AsyncIterable<Uint8Array>,
  frames: SentFrames,
  milliseconds: number,
  clock = () => performance.now(),
): Promise<number[]> {
  const begun = clock();
  const lags: number[] = [];
  const heard = new Set<SentFrame>();
  let rest = Buffer.alloc(0);
  for await (const piece of body) {
    const now = clock();
    if (now - begun > milliseconds) break;
    rest = Buffer.concat([rest, piece]);
    // What was there before comes all at once, and is not what is followed.
    for (const frame of frames.sentSince(begun)) {
      const place = heard.has(frame) ? -1 : rest.indexOf(frame.bytes);
      if (place < 0) continue;
      heard.add(frame);
      lags.push(now - frame.at);
      rest = rest.subarray(place + frame.bytes.length);
    }
  }
  return lags;
}
