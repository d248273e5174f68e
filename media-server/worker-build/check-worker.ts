// Whether a worker binary is any good. Starting says little: built against an OpenSSL with kernel TLS a
// worker starts, listens, and dies at its first DTLS handshake. So each new binary does one, with a peer
// that is not mediasoup.
import { createWorker } from 'mediasoup';
import { RTCPeerConnection } from 'werift';
import { writeAnswer } from '../src/ingest/answer.ts';
import { negotiate } from '../src/ingest/negotiate.ts';
import { readOffer } from '../src/ingest/offer.ts';
import { routerCodecs } from '../src/workers/codecs.ts';

const patienceMilliseconds = 15_000;

/** @throws with the reason when the binary must not be used. */
export async function shakeHands(binary: string): Promise<void> {
  const worker = await createWorker({ workerBin: binary, logLevel: 'error' });
  const peer = new RTCPeerConnection({ iceAdditionalHostAddresses: ['127.0.0.1'], iceServers: [] });
  let patience: NodeJS.Timeout | undefined;
  try {
    const failed = new Promise<never>((_, reject) => {
      worker.once('died', () => reject(new Error('the worker died at its first DTLS handshake')));
      patience = setTimeout(
        () => reject(new Error('a DTLS handshake with the worker did not end')),
        patienceMilliseconds,
      );
    });
    await Promise.race([handshake(worker, peer), failed]);
    // A death a moment after the handshake counts too.
    await Promise.race([worker.dump(), failed]);
  } finally {
    clearTimeout(patience);
    await peer.close();
    const isGone = new Promise<void>((resolve) => {
      worker.once('subprocessclose', () => resolve());
    });
    const wasDead = worker.subprocessClosed;
    worker.close();
    if (!wasDead) await isGone;
  }
}

async function handshake(
  worker: Awaited<ReturnType<typeof createWorker>>,
  peer: RTCPeerConnection,
): Promise<void> {
  const router = await worker.createRouter({ mediaCodecs: routerCodecs });
  const transport = await router.createWebRtcTransport({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1', portRange: { min: 21_000, max: 31_999 } }],
  });
  peer.addTransceiver('audio', { direction: 'sendonly' });
  await peer.setLocalDescription(await peer.createOffer());
  const offer = readOffer(peer.localDescription?.sdp ?? '');
  await transport.connect({ dtlsParameters: offer.dtls });
  const connected = new Promise<void>((resolve) => {
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') resolve();
    });
  });
  const answer = writeAnswer({
    offer,
    rtpParameters: negotiate(offer, router.rtpCapabilities, false).rtpParameters,
    ice: transport.iceParameters,
    candidates: transport.iceCandidates,
    dtls: transport.dtlsParameters,
    sessionNumber: 1,
  });
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  await connected;
}
