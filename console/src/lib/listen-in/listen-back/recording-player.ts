// Plays the recording from a moment on, at one and a half times the speed with the pitch of life, while
// it still grows. Opus comes as Ogg and is handed to the browser as WebM, piece by piece as it arrives:
// an `<audio src>` would hold back up to eight seconds of it. Telephone sound (WAV), which an element
// does not begin to play while it grows, is made into Opus on the way.
import { catchUpRate } from './catch-up.ts';
import { OggPackets } from './ogg-packets.ts';
import { WavToOpus } from './wav-opus.ts';
import { webmClusters, webmHead, webmOpus } from './webm.ts';

type Happenings = {
  /** More is wanted than there is, or there is more again. */
  onstalled: (stalled: boolean) => void;
  onended: () => void;
  onfailed: () => void;
};

export class RecordingPlayer {
  readonly element = new Audio();
  readonly #happenings: Happenings;
  #from: number | null = null;
  #reading: AbortController | null = null;
  #objectUrl: string | null = null;
  #hasPlayed = false;

  constructor(happenings: Happenings) {
    this.#happenings = happenings;
    this.element.preservesPitch = true;
    // An element waits before its first sound too; that says nothing about how near to now it is.
    this.element.addEventListener('waiting', () => this.#happenings.onstalled(this.#hasPlayed));
    this.element.addEventListener('playing', () => {
      this.#hasPlayed = true;
      this.#happenings.onstalled(false);
    });
    this.element.addEventListener('ended', () => this.#happenings.onended());
  }

  /** The moment that is heard now, by the server's clock; null before the first sound. */
  get heardAt(): number | null {
    return this.#from === null ? null : this.#from + this.element.currentTime * 1000;
  }

  /** @param url Without its `from`, which is the moment to begin at. */
  async play(url: (from: Date) => string, from: number): Promise<void> {
    if (this.#jump(from)) return;
    this.stop();
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const response = await fetch(url(new Date(from)), { signal: reading.signal });
      if (!response.ok || !response.body) throw new Error(`recording: ${response.status}`);
      const first = response.headers.get('x-sound-from');
      const type = response.headers.get('content-type') ?? '';
      const source = type.startsWith('audio/ogg') ? new OggSource() : await wavSource();
      if (source) await this.#stream(response.body, source, reading.signal);
      else {
        // A browser without an encoder; it can play what is finished. This time the element asks.
        reading.abort();
        this.#start(response.url);
      }
      this.#from = first === null ? from : Date.parse(first);
    } catch {
      if (this.#reading === reading && !reading.signal.aborted) this.#happenings.onfailed();
    }
  }

  stop(): void {
    this.#reading?.abort();
    this.#reading = null;
    this.#from = null;
    this.#hasPlayed = false;
    this.element.pause();
    this.element.removeAttribute('src');
    this.element.load();
    if (this.#objectUrl) URL.revokeObjectURL(this.#objectUrl);
    this.#objectUrl = null;
  }

  /** What was fetched already is not fetched again. */
  #jump(to: number): boolean {
    if (this.#from === null) return false;
    const seconds = (to - this.#from) / 1000;
    const { buffered } = this.element;
    const isHere = Array.from({ length: buffered.length }).some(
      (_, index) => seconds >= buffered.start(index) && seconds < buffered.end(index),
    );
    if (!isHere) return false;
    this.element.currentTime = seconds;
    return true;
  }

  #start(source: string): void {
    this.element.src = source;
    this.element.playbackRate = catchUpRate;
    this.element.play().catch(() => undefined);
  }

  async #stream(
    body: ReadableStream<Uint8Array>,
    source: Source,
    signal: AbortSignal,
  ): Promise<void> {
    const media = new MediaSource();
    this.#objectUrl = URL.createObjectURL(media);
    this.#start(this.#objectUrl);
    await once(media, 'sourceopen');
    const buffer = media.addSourceBuffer(webmOpus);
    // Sound arrives from here on for as long as the alarm is open; whoever waits for its end waits too long.
    void append(body, source, buffer, signal)
      .then(() => {
        if (media.readyState === 'open') media.endOfStream();
      })
      .catch(() => {
        if (!signal.aborted) this.#happenings.onfailed();
      });
  }
}

/** What comes over the wire, as Opus packets. */
interface Source {
  take: (bytes: Uint8Array) => Promise<Uint8Array[]> | Uint8Array[];
  /** The identification header; null before it has come. */
  head: Uint8Array | null;
  close: () => void;
}

/** The identification and the comment header come before the first sound (RFC 7845). */
const headerPackets = 2;

class OggSource implements Source {
  head: Uint8Array | null = null;
  readonly #ogg = new OggPackets();
  #headers = 0;

  take(bytes: Uint8Array): Uint8Array[] {
    const packets = this.#ogg.take(bytes);
    while (this.#headers < headerPackets && packets.length > 0) {
      const packet = packets.shift()!;
      this.head ??= packet;
      this.#headers += 1;
    }
    return packets;
  }

  close(): void {}
}

async function wavSource(): Promise<Source | null> {
  if (!(await WavToOpus.isPossible())) return null;
  const encoder = new WavToOpus();
  return {
    head: WavToOpus.head,
    take: (bytes) => encoder.take(bytes),
    close: () => encoder.close(),
  };
}

async function append(
  body: ReadableStream<Uint8Array>,
  source: Source,
  buffer: SourceBuffer,
  signal: AbortSignal,
): Promise<void> {
  const reader = body.getReader();
  let hasBegun = false;
  let endMilliseconds = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done || signal.aborted) return;
      const packets = await source.take(value);
      if (source.head && !hasBegun) await put(buffer, webmHead(source.head));
      hasBegun = source.head !== null;
      if (packets.length === 0) continue;
      const clusters = webmClusters(packets, endMilliseconds);
      endMilliseconds = clusters.endMilliseconds;
      await put(buffer, clusters.bytes);
    }
  } finally {
    source.close();
  }
}

async function put(buffer: SourceBuffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  buffer.appendBuffer(bytes);
  await once(buffer, 'updateend');
}

const once = (target: EventTarget, event: string) =>
  new Promise<void>((resolve) => target.addEventListener(event, () => resolve(), { once: true }));
