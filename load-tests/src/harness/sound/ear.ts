// One desk's receiving end without a desk: ICE and DTLS as a browser does them, and then no more than
// counting. SRTP names stream and packet in clear, so nothing is deciphered, and three hundred streams
// cost this machine little beside the server that is measured.
import { RTCPeerConnection, type Protocol, type StunProtocol } from 'werift';

/** What a mediasoup WebRtcTransport says of itself. */
export type TransportParameters = {
  iceParameters: { usernameFragment: string; password: string };
  iceCandidates: Record<
    'foundation' | 'protocol' | 'priority' | 'address' | 'port' | 'type',
    string | number
  >[];
  dtlsParameters: { fingerprints: { algorithm: string; value: string }[] };
};

export type DtlsParameters = {
  role: 'client';
  fingerprints: { algorithm: string; value: string }[];
};

const connectMilliseconds = 10_000;

export class Ear {
  readonly #peer: RTCPeerConnection;
  #packets = 0;

  private constructor(peer: RTCPeerConnection) {
    this.#peer = peer;
  }

  /** `connect` hands our side to the server. */
  static async open(
    transport: TransportParameters,
    connect: (dtlsParameters: DtlsParameters) => Promise<void>,
  ): Promise<Ear> {
    const peer = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      bundlePolicy: 'max-bundle',
    });
    await peer.setRemoteDescription({ type: 'offer', sdp: offerOf(transport) });
    await peer.setLocalDescription(await peer.createAnswer());
    const sdp = peer.localDescription?.sdp ?? '';
    const [, algorithm = '', value = ''] = /a=fingerprint:(\S+) (\S+)/.exec(sdp) ?? [];
    await connect({ role: 'client', fingerprints: [{ algorithm, value }] });
    await untilConnected(peer);
    const ear = new Ear(peer);
    ear.#countOnly();
    return ear;
  }

  /** Of sound, all streams together, since the last time that was asked. */
  takePackets(): number {
    const packets = this.#packets;
    this.#packets = 0;
    return packets;
  }

  async close(): Promise<void> {
    await this.#peer.close();
  }

  /** From here on only what keeps the connection alive goes the long way through the library. */
  #countOnly(): void {
    const protocol: Protocol | undefined =
      this.#peer.iceTransports[0]?.connection.nominated?.protocol;
    // The pair is one of host candidates over UDP, and those are of this class.
    const { transport } = protocol as StunProtocol;
    const handle = transport.onData;
    transport.onData = (packet, from) => {
      const [first = 0, second = 0] = packet;
      if (first >> 6 === 2 && (second < 192 || second > 223)) this.#packets += 1;
      else handle(packet, from);
    };
  }
}

function offerOf({ iceParameters, iceCandidates, dtlsParameters }: TransportParameters): string {
  const candidates = iceCandidates.filter(({ protocol }) => protocol === 'udp');
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=sendonly',
    'a=rtcp-mux',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    ...candidates.map(
      ({ foundation, protocol, priority, address, port, type }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}`,
    ),
    'a=end-of-candidates',
    ...dtlsParameters.fingerprints
      .filter(({ algorithm }) => algorithm === 'sha-256')
      .map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
    'a=setup:actpass',
    'a=rtpmap:111 opus/48000/2',
    '',
  ].join('\r\n');
}

async function untilConnected(peer: RTCPeerConnection): Promise<void> {
  const until = performance.now() + connectMilliseconds;
  while (peer.connectionState !== 'connected') {
    if (performance.now() > until) throw new Error('a listener could not connect');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
