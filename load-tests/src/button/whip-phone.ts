// A button that sends its sound as a telephone does: WebRTC, arranged by WHIP (RFC 9725). It asks to send
// only, and watches what arrives all the same.
import {
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  type RTCRtpTransceiver,
} from 'werift';
import { Arrivals } from './sound/arrivals.ts';
import { payloadTypes, RtpNumbers } from './sound/rtp-numbers.ts';
import { ticksPerSecond, type Codec, type Frame } from './sound/sound-file.ts';
import { askServer, locationOf, SoundRefused, type SoundLine } from './sound/sound-line.ts';

export type WhipPhoneOptions = {
  url: string;
  token: string;
  codec: Codec;
  /** TCP stands for a network that lets no UDP out. */
  transport?: 'udp' | 'tcp';
};

type Call = {
  peer: RTCPeerConnection;
  transceiver: RTCRtpTransceiver;
  numbers: RtpNumbers;
  location: URL;
};

const connectMilliseconds = 10_000;

export class WhipPhone implements SoundLine {
  readonly arrivals = new Arrivals();
  readonly #options: WhipPhoneOptions;
  #call: Call | undefined;

  constructor(options: WhipPhoneOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { url, token, codec, transport = 'udp' } = this.#options;
    const peer = new RTCPeerConnection({
      codecs: { audio: [codecParameters(codec)] },
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      iceUseTcp: transport === 'tcp',
      iceTcpPassive: false,
      iceFilterCandidatePair: ({ remoteCandidate }) => remoteCandidate.transport === transport,
      bundlePolicy: 'max-bundle',
    });
    try {
      const transceiver = peer.addTransceiver('audio', { direction: 'sendonly' });
      await peer.setLocalDescription(await peer.createOffer());
      // Everything that is not STUN, before anything is made of it; on whichever socket it came.
      for (const { connection } of peer.iceTransports) {
        connection.onData.subscribe((packet) => this.arrivals.record(packet));
      }
      const response = await askServer(url, token, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: peer.localDescription?.sdp ?? '',
      });
      const location = locationOf(response, url);
      await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
      await untilConnected(peer);
      this.#call = { peer, transceiver, numbers: new RtpNumbers(codec), location };
    } catch (error) {
      await peer.close();
      throw error;
    }
  }

  send(frame: Frame): void {
    if (this.#call === undefined) return;
    const { transceiver, numbers } = this.#call;
    const packet = new RtpPacket(new RtpHeader(numbers.next(frame)), Buffer.from(frame.bytes));
    // Rejects only when the line is gone, and then there is nobody to tell.
    transceiver.sender.sendRtp(packet).catch(() => {});
  }

  async vanish(): Promise<void> {
    const call = this.#call;
    this.#call = undefined;
    // The sockets first, so that not even DTLS gets to say goodbye.
    for (const { connection } of call?.peer.iceTransports ?? []) await connection.close();
    await call?.peer.close();
  }

  async hangUp(): Promise<void> {
    const call = this.#call;
    this.#call = undefined;
    if (call === undefined) return;
    try {
      await askServer(call.location, this.#options.token, { method: 'DELETE' });
    } finally {
      await call.peer.close();
    }
  }
}

function codecParameters(codec: Codec): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({
    mimeType: `audio/${codec === 'opus' ? codec : codec.toUpperCase()}`,
    clockRate: ticksPerSecond[codec],
    channels: codec === 'opus' ? 2 : 1,
    payloadType: payloadTypes[codec],
    // By RFC 7587 the 2 above says nothing of the microphone; these do.
    ...(codec === 'opus' ? { parameters: 'minptime=10;useinbandfec=1;usedtx=0;stereo=0' } : {}),
  });
}

async function untilConnected(peer: RTCPeerConnection): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const patience = setTimeout(
      () => reject(new SoundRefused(0, 'the media connection')),
      connectMilliseconds,
    );
    const look = (state: string): void => {
      if (state !== 'connected' && state !== 'failed' && state !== 'closed') return;
      clearTimeout(patience);
      if (state === 'connected') resolve();
      else reject(new SoundRefused(0, 'the media connection'));
    };
    peer.connectionStateChange.subscribe(look);
    look(peer.connectionState);
  });
}
