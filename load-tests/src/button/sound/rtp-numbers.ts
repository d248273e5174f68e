// The running numbers of one outgoing RTP stream (RFC 3550): a sequence number for each packet, a
// timestamp in the codec's own clock, all starting anywhere.
import { randomInt } from 'node:crypto';
import type { RtpHeader } from 'werift';
import type { Codec, Frame } from './sound.ts';

/** Fixed for G.711 (RFC 3551); for Opus the usual one of those that are agreed. */
export const payloadTypes: Record<Codec, number> = { opus: 111, pcmu: 0, pcma: 8 };

type StreamHeader = Pick<
  RtpHeader,
  'payloadType' | 'ssrc' | 'sequenceNumber' | 'timestamp' | 'marker'
>;

export class RtpNumbers {
  readonly payloadType: number;
  readonly ssrc = randomInt(1, 2 ** 32);
  #sequenceNumber = randomInt(2 ** 16);
  #timestamp = randomInt(2 ** 32);
  #isFirst = true;

  constructor(codec: Codec) {
    this.payloadType = payloadTypes[codec];
  }

  /** Numbers for this frame, and on to the next. The marker says that speech begins. */
  next({ ticks }: Frame): StreamHeader {
    const numbers = {
      payloadType: this.payloadType,
      ssrc: this.ssrc,
      sequenceNumber: this.#sequenceNumber,
      timestamp: this.#timestamp,
      marker: this.#isFirst,
    };
    this.#isFirst = false;
    this.#sequenceNumber = (this.#sequenceNumber + 1) % 2 ** 16;
    this.#timestamp = (this.#timestamp + ticks) % 2 ** 32;
    return numbers;
  }
}
