// Plays the recording from a moment on, at one and a half times the speed with the pitch of life, while
// it still grows. The server's WebM is handed to the browser piece by piece as it arrives: an `<audio src>`
// would hold back up to eight seconds of it. Telephone sound (WAV), which an element does not begin to play
// while it grows, is made into WebM on the way.
import { catchUpRate } from './catch-up.ts';
import { feed, once } from './feeding.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const webmOpus = 'audio/webm; codecs="opus"';

const telephoneSound = () => import('./telephone-sound.ts');

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
    // Here from the start: a desk stays open for weeks, and later there may be another release at the server.
    telephoneSound().catch(() => undefined);
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
      const webm = await webmOf(response, response.body);
      if (webm) await this.#stream(webm, reading.signal);
      else {
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

  async #stream(webm: ReadableStream<Bytes>, signal: AbortSignal): Promise<void> {
    const media = new MediaSource();
    this.#objectUrl = URL.createObjectURL(media);
    this.#start(this.#objectUrl);
    await once(media, 'sourceopen');
    const buffer = media.addSourceBuffer(webmOpus);
    // Sound arrives from here on for as long as the alarm is open; whoever waits for its end waits too long.
    void feed(webm, buffer, this.element)
      .then(() => {
        if (media.readyState === 'open') media.endOfStream();
      })
      .catch(() => {
        if (!signal.aborted) this.#happenings.onfailed();
      });
  }
}

/**
 * What the browser takes piece by piece; null for what it can only be told the address of: this time the element asks.
 */
async function webmOf(
  { headers }: Response,
  body: ReadableStream<Bytes>,
): Promise<ReadableStream<Bytes> | null> {
  if (!MediaSource.isTypeSupported(webmOpus)) return null;
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('audio/webm')) return body;
  if (!type.startsWith('audio/wav')) return null;
  const { webmOfTelephone } = await telephoneSound();
  return webmOfTelephone(body);
}
