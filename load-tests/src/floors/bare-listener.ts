// The floor of S6 in a real browser: no more than a WebRTC connection, an audio element and a way out. The
// function given to the page runs there, so it uses nothing of this file.
import type { Page } from 'playwright-core';
import { carriedBy, type HeardWindow } from '../harness/sound/first-sound.ts';

type Offer = {
  iceParameters: { usernameFragment: string; password: string };
  iceCandidates: Record<string, string | number>[];
  dtlsParameters: { fingerprints: { algorithm: string; value: string }[] };
};

type Bare = { milliseconds: number | undefined; carrier: string | undefined };

/**
 * From asking for room 0 to its first sample, on a page that `watchFirstSound` prepared.
 * @param isConnected the transport stands before it is timed, as a desk's does from log-in on.
 * @param overTcp only that is offered: a browser told to do without UDP has been seen to use it.
 */
export async function listenBare(
  page: Page,
  origin: string,
  options: { isConnected: boolean; overTcp: boolean; seconds: number },
): Promise<Bare> {
  await page.goto(origin);
  const milliseconds = await page.evaluate(listenInPage, options);
  return { milliseconds, carrier: await carriedBy(page) };
}

async function listenInPage({
  isConnected,
  overTcp,
  seconds,
}: {
  isConnected: boolean;
  overTcp: boolean;
  seconds: number;
}): Promise<number | undefined> {
  const { heard } = window as unknown as HeardWindow;
  const context = new AudioContext({ latencyHint: 'interactive' });
  await context.resume();
  const gain = new GainNode(context);
  gain.connect(new MediaStreamAudioDestinationNode(context, { channelCount: 1 }));
  await heard.ready;

  const ask = async <Answer>(path: string, body: object): Promise<Answer> => {
    const answer = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
    return (await answer.json()) as Answer;
  };
  const peer = new RTCPeerConnection();
  let listenerId = '';
  let head: string[] = [];
  const section = (mid: number, payloadType: number, extra: string[]): string[] => [
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${mid}`,
    'a=sendonly',
    'a=rtcp-mux',
    ...head,
    'a=setup:actpass',
    `a=rtpmap:${payloadType} opus/48000/2`,
    ...extra,
  ];
  const negotiate = async (sections: string[][]): Promise<void> => {
    const lines = [
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=ice-lite',
      `a=group:BUNDLE ${sections.map((_, mid) => mid).join(' ')}`,
      ...sections.flat(),
      '',
    ];
    await peer.setRemoteDescription({ type: 'offer', sdp: lines.join('\r\n') });
    await peer.setLocalDescription(await peer.createAnswer());
  };
  const connect = async (): Promise<void> => {
    const { id, transports } = await ask<{ id: string; transports: Offer[] }>('/listener', {});
    const [transport] = transports;
    if (!transport) throw new Error('no transport was offered');
    listenerId = id;
    const { iceParameters, iceCandidates, dtlsParameters } = transport;
    head = [
      `a=ice-ufrag:${iceParameters.usernameFragment}`,
      `a=ice-pwd:${iceParameters.password}`,
      ...iceCandidates
        .filter(({ protocol }) => protocol === 'tcp' || !overTcp)
        .map(
          ({ foundation, protocol, priority, address, port, type }) =>
            `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}` +
            (protocol === 'tcp' ? ' tcptype passive' : ''),
        ),
      'a=end-of-candidates',
      ...dtlsParameters.fingerprints
        .filter(({ algorithm }) => algorithm === 'sha-256')
        .map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
    ];
    await negotiate([section(0, 100, [])]);
    const sdp = peer.localDescription?.sdp ?? '';
    const [, algorithm, value] = /a=fingerprint:(\S+) (\S+)/.exec(sdp) ?? [];
    await ask('/connect', {
      id,
      station: 0,
      dtlsParameters: { role: 'client', fingerprints: [{ algorithm, value }] },
    });
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (peer.connectionState === 'connected') resolve();
        if (peer.connectionState === 'failed') reject(new Error('the listener could not connect'));
      };
      peer.onconnectionstatechange = look;
      look();
    });
  };
  if (isConnected) await connect();

  const askedAt = Date.now();
  if (!isConnected) await connect();
  const tracked = new Promise<MediaStreamTrack>((resolve) => {
    peer.ontrack = ({ track, transceiver }) => {
      if (transceiver.mid === '1') resolve(track);
    };
  });
  const { ssrc, payloadType } = await ask<{ ssrc: number; payloadType: number }>('/listen', {
    id: listenerId,
    room: 0,
  });
  await negotiate([section(0, 100, []), section(1, payloadType, [`a=ssrc:${ssrc} cname:bare`])]);
  const stream = new MediaStream([await tracked]);
  // Web Audio gets a remote track only while an element plays it.
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  void element.play();
  new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(gain);
  const until = performance.now() + seconds * 1000;
  while (heard.begunAt.length === 0 && performance.now() < until)
    await new Promise((next) => setTimeout(next, 20));
  const [begunAt] = heard.begunAt;
  return begunAt && begunAt - askedAt;
}
