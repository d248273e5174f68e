// A button behind a gateway that speaks RTP, or SRTP with a key it brings along (RFC 3711), from a plain
// UDP socket. It asks by HTTP where to send; the server learns the device's address from the packets.
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { SrtpSession } from 'werift';
import { RtpHeader, RtpPacket } from 'werift';
import { Arrivals } from './sound/arrivals.ts';
import { RtpNumbers } from './sound/rtp-numbers.ts';
import type { Codec, Frame } from './sound/sound.ts';
import { askServer, locationOf, sessionIn, type SoundLine } from './sound/sound-line.ts';
import { srtpSession } from './srtp-session.ts';

export type RtpDeviceOptions = {
  url: string;
  token: string;
  codec: Codec;
  isEncrypted: boolean;
};

type Session = {
  socket: Socket;
  address: string;
  port: number;
  numbers: RtpNumbers;
  /** Absent when sending in clear. */
  srtp: SrtpSession | undefined;
  location: URL;
};

/** AES_CM_128_HMAC_SHA1_80: a key of 16 bytes, then a salt of 14. */
const keyAndSaltBytes = 30;

export class RtpDevice implements SoundLine {
  readonly arrivals = new Arrivals();
  readonly #options: RtpDeviceOptions;
  #session: Session | undefined;
  /** Of the session that broke off, if it did: the next one goes on with it. */
  #continues: string | undefined;

  constructor(options: RtpDeviceOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { url, token, codec, isEncrypted } = this.#options;
    const numbers = new RtpNumbers(codec);
    const master = isEncrypted ? randomBytes(keyAndSaltBytes) : undefined;
    const response = await askServer(url, token, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        codec,
        payloadType: numbers.payloadType,
        ssrc: numbers.ssrc,
        continues: this.#continues,
        ...(master && {
          srtp: { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: master.toString('base64') },
        }),
      }),
    });
    const { address, port } = (await response.json()) as { address: string; port: number };
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (packet) => this.arrivals.record(packet));
    // A server that is gone answers by ICMP; a device does not notice, it goes on sending.
    socket.on('error', () => {});
    socket.bind();
    await once(socket, 'listening');
    const srtp = master && srtpSession(master);
    const location = locationOf(response, url);
    this.#session = { socket, address, port, numbers, srtp, location };
  }

  send(frame: Frame): void {
    if (this.#session === undefined) return;
    const { socket, address, port, numbers, srtp } = this.#session;
    const header = new RtpHeader(numbers.next(frame));
    const payload = Buffer.from(frame.bytes);
    const packet = srtp
      ? srtp.encrypt(payload, header)
      : new RtpPacket(header, payload).serialize();
    socket.send(packet, port, address);
  }

  async vanish(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return;
    this.#continues = sessionIn(session.location);
    session.socket.close();
    await once(session.socket, 'close');
  }

  async hangUp(): Promise<void> {
    const { location } = this.#session ?? {};
    await this.vanish();
    this.#continues = undefined;
    if (location) await askServer(location, this.#options.token, { method: 'DELETE' });
  }
}
