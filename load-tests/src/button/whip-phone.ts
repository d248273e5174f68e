// A button that sends its sound as a telephone does: WebRTC, arranged by WHIP (RFC 9725). It asks to send
// only, and watches what arrives all the same.
//
// UDP says nothing of a server that died, and ICE finds out after half a minute. So the phone listens on
// the session's own event stream, where the server offers one: `gone`, or the stream's end, makes it ask
// for a new session at once, and again with growing pauses, for as long as it is meant to be heard.
import { setTimeout as wait } from 'node:timers/promises';
import {
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  type RTCRtpTransceiver,
} from 'werift';
import { Arrivals } from './sound/arrivals.ts';
import { payloadTypes, RtpNumbers } from './sound/rtp-numbers.ts';
import { ticksPerSecond, type Codec, type Frame } from './sound/sound.ts';
import {
  askServer,
  locationOf,
  sessionIn,
  SoundRefused,
  type SoundLine,
} from './sound/sound-line.ts';

export type WhipPhoneOptions = {
  url: string;
  token: string;
  codec: Codec;
  /** TCP stands for a network that lets no UDP out. */
  transport?: 'udp' | 'tcp';
  /** As which device it speaks: what it offers, and how it reads the answer, are put into that one's words. */
  speaksAs?: { offer: (own: string) => string; answer: (sdp: string) => string };
};

type Call = {
  peer: RTCPeerConnection;
  transceiver: RTCRtpTransceiver;
  numbers: RtpNumbers;
  location: URL;
  /** Where the server tells that this session is gone; undefined where it tells nothing. */
  events: URL | undefined;
};

const connectMilliseconds = 10_000;
const pauses = { firstMilliseconds: 250, longestMilliseconds: 4_000 };

export class WhipPhone implements SoundLine {
  readonly arrivals = new Arrivals();
  /** How often it came back by itself. */
  returns = 0;
  readonly #options: WhipPhoneOptions;
  #call: Call | undefined;
  /** The next session that is asked for while there is none; it is ended as well where the line ends meanwhile. */
  #next: Promise<Call | undefined> = Promise.resolve(undefined);
  /** Aborted when the line is no longer meant to be open. */
  #wish = new AbortController();

  constructor(options: WhipPhoneOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    this.#call = await this.#connect();
    this.#wish = new AbortController();
    void this.#stayOpen(this.#call, this.#wish.signal);
  }

  send(frame: Frame): void {
    if (this.#call === undefined) return;
    const { transceiver, numbers } = this.#call;
    const packet = new RtpPacket(new RtpHeader(numbers.next(frame)), Buffer.from(frame.bytes));
    // Rejects only when the line is gone, and then there is nobody to tell.
    transceiver.sender.sendRtp(packet).catch(() => {});
  }

  async vanish(): Promise<void> {
    const call = await this.#takeCall();
    if (call) await closeSilently(call.peer);
  }

  async hangUp(): Promise<void> {
    const call = await this.#takeCall();
    if (call === undefined) return;
    try {
      await askServer(call.location, this.#options.token, { method: 'DELETE' });
    } finally {
      await call.peer.close();
    }
  }

  async #takeCall(): Promise<Call | undefined> {
    this.#wish.abort();
    const call = this.#call;
    this.#call = undefined;
    return call ?? (await this.#next);
  }

  /** @param before The call that broke off; the new one goes on with it. */
  async #connect(before?: Call): Promise<Call> {
    const { token, codec, transport = 'udp', speaksAs } = this.#options;
    const url = new URL(this.#options.url);
    const continues = before && sessionIn(before.location);
    if (continues) url.searchParams.set('continues', continues);
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
        body: inWordsOf(speaksAs?.offer, peer.localDescription?.sdp ?? ''),
      });
      const location = locationOf(response, url.href);
      const events = eventsIn(response, url.href);
      const sdp = inWordsOf(speaksAs?.answer, await response.text());
      await peer.setRemoteDescription({ type: 'answer', sdp });
      await untilConnected(peer);
      return { peer, transceiver, numbers: new RtpNumbers(codec), location, events };
    } catch (error) {
      await peer.close();
      throw error;
    }
  }

  async #stayOpen(first: Call, signal: AbortSignal): Promise<void> {
    let call: Call | undefined = first;
    while (call?.events) {
      await untilGone(call.events, this.#options.token, signal);
      if (signal.aborted) return;
      this.#call = undefined;
      await closeSilently(call.peer);
      this.#next = this.#connectAgain(call, signal);
      call = await this.#next;
      if (!call || signal.aborted) return;
      this.#next = Promise.resolve(undefined);
      this.#call = call;
      this.returns += 1;
    }
  }

  async #connectAgain(before: Call, signal: AbortSignal): Promise<Call | undefined> {
    let pause = pauses.firstMilliseconds;
    while (!signal.aborted) {
      const call = await this.#connect(before).catch((error: unknown) => {
        // Refused or not answered: a server that is starting again does both.
        if (error instanceof SoundRefused) return undefined;
        throw error;
      });
      if (call) return call;
      await wait(pause, undefined, { signal }).catch(() => {});
      pause = Math.min(pause * 2, pauses.longestMilliseconds);
    }
    return undefined;
  }
}

const inWordsOf = (other: ((sdp: string) => string) | undefined, sdp: string) =>
  other ? other(sdp) : sdp;

/** The sockets first, so that not even DTLS gets to say goodbye. */
async function closeSilently(peer: RTCPeerConnection): Promise<void> {
  for (const { connection } of peer.iceTransports) await connection.close();
  await peer.close();
}

function eventsIn(response: Response, asked: string): URL | undefined {
  const link = /<([^>]+)>;\s*rel="urn:achterwacht:whip:events"/.exec(
    response.headers.get('link') ?? '',
  )?.[1];
  return link === undefined ? undefined : new URL(link, asked);
}

/** Returns when the server says so, or says nothing more. */
async function untilGone(events: URL, token: string, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const response = await fetch(events, { headers, signal }).catch(() => null);
  if (!response?.ok || !response.body) return;
  let line = '';
  try {
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (line + text).split('\n');
      line = lines.pop() ?? '';
      if (lines.some((said) => said.trim() === 'event: gone')) return;
    }
  } catch {
    // Broken off: the same as ended.
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
