// Telephone sound, which the server gives as 16-bit WAV, made into Opus packets by the browser's own
// encoder: browsers take sound piece by piece only in a form that telephones do not speak.
import { joined } from './ogg-packets.ts';
/** Only what our own server sends: one channel, no other chunk before the samples. */
const headerBytes = 44;
const bytesPerSample = 2;
const samplesPerSecond = 8_000;
const config: AudioEncoderConfig = {
  codec: 'opus',
  sampleRate: samplesPerSecond,
  numberOfChannels: 1,
  // Above what a telephone's band can fill: nothing more is to be lost on the way to an ear.
  bitrate: 32_000,
};

export class WavToOpus {
  /** The identification header of what comes out (RFC 7845 §5.1): version 1, one channel, no gain. */
  static readonly head = new Uint8Array([
    ...new TextEncoder().encode('OpusHead'),
    ...[1, 1, 0, 0, samplesPerSecond & 0xff, samplesPerSecond >> 8, 0, 0, 0, 0, 0],
  ]);

  readonly #encoder: AudioEncoder;
  #packets: Uint8Array[] = [];
  #failure: DOMException | null = null;
  #waiting = new Uint8Array(0);
  #headerLeft = headerBytes;
  #samples = 0;

  static async isPossible(): Promise<boolean> {
    if (typeof AudioEncoder === 'undefined') return false;
    return (await AudioEncoder.isConfigSupported(config)).supported === true;
  }

  constructor() {
    this.#encoder = new AudioEncoder({
      output: (chunk) => {
        const packet = new Uint8Array(chunk.byteLength);
        chunk.copyTo(packet);
        this.#packets.push(packet);
      },
      error: (failure) => (this.#failure = failure),
    });
    this.#encoder.configure(config);
  }

  /** The packets that are finished by these bytes, in order; what does not fill one yet comes later. */
  async take(bytes: Uint8Array): Promise<Uint8Array[]> {
    const skipped = Math.min(this.#headerLeft, bytes.length);
    this.#headerLeft -= skipped;
    const all = joined([this.#waiting, bytes.subarray(skipped)]);
    const whole = all.length - (all.length % bytesPerSample);
    this.#waiting = all.slice(whole);
    if (whole > 0) await this.#encode(all.slice(0, whole));
    const packets = this.#packets;
    this.#packets = [];
    return packets;
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  async #encode(data: Uint8Array<ArrayBuffer>): Promise<void> {
    const numberOfFrames = data.length / bytesPerSample;
    const sound = new AudioData({
      format: 's16',
      sampleRate: samplesPerSecond,
      numberOfFrames,
      numberOfChannels: 1,
      timestamp: (this.#samples / samplesPerSecond) * 1_000_000,
      data,
    });
    this.#samples += numberOfFrames;
    this.#encoder.encode(sound);
    sound.close();
    while (this.#encoder.encodeQueueSize > 0 && !this.#failure)
      await new Promise((resolve) =>
        this.#encoder.addEventListener('dequeue', resolve, { once: true }),
      );
    if (this.#failure) throw this.#failure;
  }
}
