// A desk for tests: the sound socket with a WebRTC peer that is neither mediasoup nor a browser. What it
// hears is counted as it comes off the wire, by the stream it belongs to; ciphered or not, a packet names
// its stream in the clear.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { RTCPeerConnection } from 'werift';
import type * as z from 'zod';
import {
  answerTo,
  goodbyeMessage,
  listenInPath,
  soundLostMessage,
  soundMessage,
  type ConsumerParameters,
  type ListenerAnswer,
  type ListenerAsk,
} from '@achterwacht/shared/listen-in/desk.ts';
import type { Right } from '@achterwacht/shared/listen-in/tokens.ts';
import type { TestServer } from './test-server.ts';

export type TestListener = {
  id: string;
  ask: <Ask extends ListenerAsk>(ask: Ask, request: unknown) => Promise<ListenerAnswer<Ask>>;
  /** Joins and answers; throws on a refusal. */
  join: (room: string, right?: Right) => Promise<Extract<ListenerAnswer<'join'>, { ok: true }>>;
  /** Packets of a consumer so far. */
  heard: (consumer: ConsumerParameters) => number;
  untilHeard: (consumer: ConsumerParameters, packets?: number) => Promise<void>;
  sounds: z.infer<typeof soundMessage>[];
  losses: z.infer<typeof soundLostMessage>[];
  goodbyes: string[];
  pulse: ConsumerParameters;
  capabilities: object;
  socket: Socket;
  close: () => Promise<void>;
};

export async function startListener(
  server: Pick<TestServer, 'origin' | 'connectToken' | 'joinToken'>,
  id: string = randomUUID(),
): Promise<TestListener> {
  const socket = await openSocket(server, await server.connectToken(id));
  const sounds: TestListener['sounds'] = [];
  const losses: TestListener['losses'] = [];
  const goodbyes: string[] = [];
  socket.on('sound', (raw) => sounds.push(soundMessage.parse(raw)));
  socket.on('sound-lost', (raw) => losses.push(soundLostMessage.parse(raw)));
  socket.on('goodbye', (raw) => goodbyes.push(goodbyeMessage.parse(raw).reason));

  const ask: TestListener['ask'] = async (name, request) =>
    answerTo(name, await socket.timeout(5000).emitWithAck(name, request));
  const must = async <Ask extends ListenerAsk>(name: Ask, request: unknown) => {
    const answer = await ask(name, request);
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.code}`);
    return answer as Extract<ListenerAnswer<Ask>, { ok: true }>; // just looked at
  };

  const { routerRtpCapabilities, transport } = await must('transport', {});
  const { consumer: pulse } = await must('pulse', { rtpCapabilities: routerRtpCapabilities });
  const counts = new Map<number, number>();
  const peer = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    bundlePolicy: 'max-bundle',
  });
  await peer.setRemoteDescription({ type: 'offer', sdp: offerOf(transport, pulse) });
  await peer.setLocalDescription(await peer.createAnswer());
  for (const { connection } of peer.iceTransports) {
    connection.onData.subscribe((packet) => {
      const isMedia =
        (packet[0] ?? 0) >> 6 === 2 && ((packet[1] ?? 0) < 192 || (packet[1] ?? 0) > 223);
      if (!isMedia) return;
      const ssrc = packet.readUInt32BE(8);
      counts.set(ssrc, (counts.get(ssrc) ?? 0) + 1);
    });
  }
  const fingerprint = /a=fingerprint:(\S+) (\S+)/.exec(peer.localDescription?.sdp ?? '');
  await must('connect-transport', {
    dtlsParameters: {
      role: 'client',
      fingerprints: [{ algorithm: fingerprint?.[1], value: fingerprint?.[2] }],
    },
  });
  const heard = (consumer: ConsumerParameters) => counts.get(ssrcOf(consumer)) ?? 0;

  const listener: TestListener = {
    id,
    ask,
    join: async (room, right) =>
      must('join', {
        token: await server.joinToken(id, room, right),
        rtpCapabilities: routerRtpCapabilities,
      }),
    heard,
    untilHeard: async (consumer, packets = 1) => {
      for (const until = performance.now() + 30_000; performance.now() < until;) {
        if (heard(consumer) >= packets) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`only ${heard(consumer)} of ${packets} packets were heard`);
    },
    sounds,
    losses,
    goodbyes,
    pulse,
    capabilities: routerRtpCapabilities,
    socket,
    close: async () => {
      socket.disconnect();
      await peer.close();
    },
  };
  await listener.untilHeard(pulse);
  return listener;
}

export async function openSocket({ origin }: { origin: string }, token: string): Promise<Socket> {
  const socket = io(origin, {
    path: listenInPath,
    transports: ['websocket'],
    reconnection: false,
    auth: { token },
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

function ssrcOf({ rtpParameters }: ConsumerParameters): number {
  // mediasoup's shape; a consumer always has one encoding with an ssrc
  return (rtpParameters as { encodings: { ssrc: number }[] }).encodings[0]?.ssrc ?? 0;
}

type TransportAnswer = Extract<ListenerAnswer<'transport'>, { ok: true }>['transport'];
type Candidate = Record<
  'foundation' | 'protocol' | 'priority' | 'address' | 'port' | 'type',
  string | number
>;

/** What mediasoup-client makes of these parameters in a browser. */
function offerOf(transport: TransportAnswer, pulse: ConsumerParameters): string {
  const { iceParameters, dtlsParameters } = transport;
  const candidates = transport.iceCandidates as Candidate[];
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
    ...candidates
      .filter(({ protocol }) => protocol === 'udp')
      .map(
        ({ foundation, protocol, priority, address, port, type }) =>
          `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}`,
      ),
    'a=end-of-candidates',
    ...dtlsParameters.fingerprints
      .filter(({ algorithm }) => algorithm === 'sha-256')
      .map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
    'a=setup:actpass',
    'a=rtpmap:111 opus/48000/2',
    `a=ssrc:${ssrcOf(pulse)} cname:pulse`,
    '',
  ].join('\r\n');
}
