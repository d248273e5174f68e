// A small real server for tests of the simulated buttons: WHIP answered by a werift peer, RTP by a socket.
// Counts what it hears and can be told to talk back, which the product never does: a proof of silence
// needs a device that would notice.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { RTCPeerConnection, RTCRtpCodecParameters, RtpPacket } from 'werift';
import { srtpSession } from './srtp-session.ts';

export type HeardPacket = {
  sequenceNumber: number;
  timestamp: number;
  ssrc: number;
  payloadType: number;
  bytes: string;
};

export type Talk = {
  offer: string;
  heard: HeardPacket[];
  hasHungUp: boolean;
  talkBack: (packet: Buffer) => Promise<void>;
  /** Forgets the session, as a server whose worker died. */
  beGone: () => void;
  close: () => Promise<void>;
};

export async function startSoundServer(token: string) {
  const talks: Talk[] = [];
  let refusals = 0;
  const server = createServer((request, response) => {
    void (async () => {
      if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end();
      if (request.method === 'DELETE') {
        const talk = talks[Number(request.url?.split('/').at(-1))];
        if (talk) talk.hasHungUp = true;
        return response.writeHead(200).end();
      }
      if (request.method === 'GET') {
        const talk = talks[Number(request.url?.split('/')[2])];
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
        if (talk) talk.beGone = () => response.write('event: gone\ndata: {}\n\n');
        return undefined;
      }
      if (refusals > 0) {
        refusals -= 1;
        return response.writeHead(503, { 'retry-after': '1' }).end();
      }
      const { pathname } = new URL(request.url ?? '', 'http://sound');
      const isWhip = pathname === '/whip';
      const { talk, body } = isWhip ? await answerWhip(request) : await answerRtp(request);
      const location = `${pathname}/${talks.push(talk) - 1}`;
      const link = `<${location}/events>; rel="urn:achterwacht:whip:events"`;
      return response.writeHead(201, isWhip ? { location, link } : { location }).end(body);
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    whipUrl: `${origin}/whip`,
    rtpUrl: `${origin}/rtp`,
    talks,
    /** The next so many that ask are sent away. */
    refuse: (count: number) => (refusals = count),
    close: async () => {
      server.closeAllConnections();
      server.close();
      for (const talk of talks) await talk.close();
    },
  };
}

async function answerWhip(request: IncomingMessage): Promise<{ talk: Talk; body: string }> {
  const offer = await text(request);
  const peer = new RTCPeerConnection({
    codecs: {
      audio: [
        new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }),
        new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8_000, payloadType: 0 }),
      ],
    },
    iceServers: [],
    iceUseIpv6: false,
    iceUseTcp: true,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  const heard: HeardPacket[] = [];
  peer.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => heard.push(heardPacket(packet)));
  });
  await peer.setRemoteDescription({ type: 'offer', sdp: offer });
  await peer.setLocalDescription(await peer.createAnswer());
  const talk: Talk = {
    offer,
    heard,
    hasHungUp: false,
    beGone: () => {},
    talkBack: async (packet) => peer.iceTransports[0]?.connection.send(packet),
    close: () => peer.close(),
  };
  return { talk, body: peer.localDescription?.sdp ?? '' };
}

async function answerRtp(request: IncomingMessage): Promise<{ talk: Talk; body: string }> {
  const offer = await text(request);
  const { srtp } = JSON.parse(offer) as { srtp?: { keyBase64: string } };
  const session = srtp && srtpSession(Buffer.from(srtp.keyBase64, 'base64'));
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const heard: HeardPacket[] = [];
  let device: { address: string; port: number } | undefined;
  socket.on('message', (packet, from) => {
    device = from;
    heard.push(heardPacket(RtpPacket.deSerialize(session ? session.decrypt(packet) : packet)));
  });
  const talk: Talk = {
    offer,
    heard,
    hasHungUp: false,
    beGone: () => {},
    talkBack: async (packet) => {
      socket.send(packet, device?.port, device?.address);
    },
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
  return { talk, body: JSON.stringify(socket.address()) };
}

function heardPacket({ header, payload }: RtpPacket): HeardPacket {
  const { sequenceNumber, timestamp, ssrc, payloadType } = header;
  return { sequenceNumber, timestamp, ssrc, payloadType, bytes: payload.toString('hex') };
}
