// The floor of S6 and S10 as a program: mediasoup and nothing else. Each device a plain transport, each listener
// a WebRTC transport on every router (so nothing has to be piped), each room a DirectTransport that taps
// its packets, sealed and appended to a file of its own once a second. The least that could hear and keep
// a hundred rooms.
//
// Asked by JSON over HTTP, so that the same simulated devices and ears use it as use the product.
import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { createWorker, type types as mediasoup } from 'mediasoup';

type Station = { router: mediasoup.Router; server: mediasoup.WebRtcServer };
type Room = { station: number; producer: mediasoup.Producer };
type Tap = { file: string; key: Buffer; waiting: Buffer[]; packets: number };

const listenIp = '127.0.0.1';
const [workers = '1', rtpPorts = '22300-22499'] = process.argv.slice(2);
const [min = 0, max = 0] = rtpPorts.split('-').map(Number);
const opus = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 } as const;

const folder = await mkdtemp(join(tmpdir(), 'achterwacht-rooms-floor-'));
const stations = await Promise.all(Array.from({ length: Number(workers) }, openStation));
const rooms: Room[] = [];
const taps: Tap[] = [];
const listeners = new Map<string, mediasoup.WebRtcTransport[]>();

async function openStation(): Promise<Station> {
  const worker = await createWorker({ workerBin: process.env['MEDIASOUP_WORKER_BIN'] ?? '' });
  const [router, server] = await Promise.all([
    worker.createRouter({ mediaCodecs: [opus] }),
    worker.createWebRtcServer({
      listenInfos: (['udp', 'tcp'] as const).map((protocol) => ({ protocol, ip: listenIp })),
    }),
  ]);
  return { router, server };
}

/** As `POST /rtp` of the product, so that its devices speak to both. */
async function openRoom({ payloadType, ssrc }: { payloadType: number; ssrc: number }) {
  const index = rooms.length % stations.length;
  const { router } = at(stations, index);
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: listenIp, portRange: { min, max } },
    rtcpMux: true,
    comedia: true,
  });
  const producer = await transport.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ ...opus, payloadType }],
      encodings: [{ ssrc }],
    },
  });
  rooms.push({ station: index, producer });
  await openTap(router, producer);
  const { localAddress, localPort } = transport.tuple;
  return { address: localAddress, port: localPort };
}

async function openTap(router: mediasoup.Router, producer: mediasoup.Producer): Promise<void> {
  const direct = await router.createDirectTransport();
  const consumer = await direct.consume({
    producerId: producer.id,
    rtpCapabilities: router.rtpCapabilities,
  });
  const file = join(folder, `${taps.length}.sealed`);
  const tap: Tap = { file, key: randomBytes(32), waiting: [], packets: 0 };
  taps.push(tap);
  consumer.on('rtp', (packet) => {
    tap.waiting.push(packet);
    tap.packets += 1;
  });
}

async function openListener() {
  const transports = await Promise.all(
    stations.map(({ router, server }) =>
      router.createWebRtcTransport({ webRtcServer: server, enableTcp: true }),
    ),
  );
  const id = randomUUID();
  listeners.set(id, transports);
  return {
    id,
    transports: transports.map(({ iceParameters, iceCandidates, dtlsParameters }) => ({
      iceParameters,
      iceCandidates,
      dtlsParameters,
    })),
  };
}

async function listen({ id, room }: { id: string; room: number }) {
  const { station, producer } = at(rooms, room);
  const { rtpParameters } = await at(listeners.get(id) ?? [], station).consume({
    producerId: producer.id,
    rtpCapabilities: at(stations, station).router.rtpCapabilities,
  });
  return {
    ssrc: rtpParameters.encodings?.[0]?.ssrc,
    payloadType: rtpParameters.codecs[0]?.payloadType,
  };
}

const keeping = setInterval(() => {
  for (const tap of taps) {
    if (tap.waiting.length === 0) continue;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', tap.key, nonce);
    const sealed = [nonce, ...tap.waiting.map((packet) => cipher.update(packet)), cipher.final()];
    tap.waiting = [];
    void appendFile(tap.file, Buffer.concat([...sealed, cipher.getAuthTag()]));
  }
}, 1000);

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error('there is no such room or listener');
  return item;
}

const answers: Record<string, (asked: never) => Promise<object>> = {
  '/rtp': openRoom,
  '/listener': openListener,
  '/connect': async (asked: {
    id: string;
    station: number;
    dtlsParameters: mediasoup.DtlsParameters;
  }) => {
    const { id, station, dtlsParameters } = asked;
    await at(listeners.get(id) ?? [], station).connect({ dtlsParameters });
    return {};
  },
  '/listen': listen,
  '/kept': async () => ({ packets: taps.reduce((sum, { packets }) => sum + packets, 0) }),
};

const http = createServer((request, response) => {
  // For a browser: a page of this origin on which a scenario can do as it likes.
  if (request.method === 'GET') {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>bare</title>');
    return;
  }
  const answer = answers[request.url ?? ''];
  json(request)
    .then((asked) => answer?.(asked as never))
    .then(
      (body) => {
        response.writeHead(body ? 201 : 404, { location: '/' }).end(JSON.stringify(body ?? {}));
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
}).listen(0, listenIp);
await once(http, 'listening');
process.send?.((http.address() as AddressInfo).port);

// Whoever started it is gone, or is done with it.
process.once('disconnect', () => {
  clearInterval(keeping);
  void rm(folder, { recursive: true, force: true }).finally(() => process.exit());
});
