// Plain RTP and SRTP from device gateways. One POST names the stream and, outside this machine, the SRTP
// key; the answer is where to send. Whose address the packets come from is learnt from the first one that
// is genuine (comedia), so it works from behind address translation.
//
// When its worker dies, its transport is made again on the same port with the same key, and the device never
// notices. Under SRTP that works until its packet number came round for the first time (README.md): a line
// on which nothing is genuine then is ended, and a device that watches its event stream asks anew at once.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { types } from 'mediasoup';
import { rtpRequest, type RtpRequest } from '@achterwacht/shared/listen-in/device.ts';
import type { Clock } from '../process/clock.ts';
import { idleRtpMilliseconds } from '../process/limits.ts';
import type { Logger } from '../process/logger.ts';
import type { Room, SessionEnd } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Station, Workers } from '../workers/workers.ts';
import type { Door } from './door.ts';
import { plainParameters } from '../workers/codecs.ts';
import { createWatchers, type Watchers } from './watchers.ts';

export type RtpOptions = {
  workers: Workers;
  rooms: Rooms;
  door: Door;
  clock: Clock;
  log: Logger;
  bind: string;
  announcedAddress: string | undefined;
  ports: { min: number; max: number };
};

type RtpSession = {
  id: string;
  deviceId: string;
  asked: RtpRequest;
  openedAt: number;
  port: number;
  watchers: Watchers;
};

/** The relation of the event stream in the Link header of the 201. */
const eventsRelation = 'urn:achterwacht:rtp:events';
/** Made again, a line that sounds has dozens of packets in this; and it is called lost only after two. */
const genuineMilliseconds = 1500;

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function serveRtp(http: FastifyInstance, options: RtpOptions): void {
  const { workers, rooms, door, clock, log } = options;
  const sessions = new Map<string, RtpSession>();

  /** @param port The one it had, when it is made again. */
  async function connect(station: Station, asked: RtpRequest, port?: number) {
    const transport = await station.router.createPlainTransport({
      listenInfo: {
        protocol: 'udp',
        // Without a key only this machine is believed, so nothing else may reach the port.
        ip: asked.srtp ? options.bind : '127.0.0.1',
        ...(asked.srtp && options.announcedAddress
          ? { announcedAddress: options.announcedAddress }
          : {}),
        ...(port === undefined ? { portRange: options.ports } : { port }),
      },
      rtcpMux: true,
      comedia: true,
      ...(asked.srtp ? { enableSrtp: true, srtpCryptoSuite: asked.srtp.cryptoSuite } : {}),
    });
    try {
      if (asked.srtp) await transport.connect({ srtpParameters: asked.srtp });
      const producer = await transport.produce({
        kind: 'audio',
        rtpParameters: plainParameters(asked.codec, asked.payloadType, asked.ssrc),
      });
      return { transport, producer };
    } catch (error) {
      transport.close();
      throw error;
    }
  }

  async function enter(room: Room, session: RtpSession, station: Station, port?: number) {
    const { transport, producer } = await connect(station, session.asked, port);
    session.port = transport.tuple.localPort;
    sessions.set(session.id, session);
    const close = (why: SessionEnd) => {
      transport.close();
      sessions.delete(session.id);
      if (why === 'worker-died') void comeBack(room, session);
      else session.watchers.end('over', why);
    };
    const { id, asked } = session;
    await room.open({
      id,
      station,
      producer,
      transport: 'rtp',
      codec: asked.codec,
      continues: asked.continues ?? null,
      close,
    });
    return transport;
  }

  async function comeBack(room: Room, session: RtpSession): Promise<void> {
    const { id, deviceId } = session;
    const station = await workers.untilOneIsUp();
    // Meanwhile the device may have come back by itself, in another session.
    if (!station || room.session()) return session.watchers.end('over', 'replaced');
    try {
      await enter(room, session, station, session.port);
      log.info({ deviceId, session: id }, 'an RTP session was made again');
    } catch (error) {
      log.error({ error, session: id }, 'an RTP session could not be made again');
      return session.watchers.end('gone', 'worker-died');
    }
    if (session.asked.srtp) {
      setTimeout(() => void giveUpUnlessGenuine(room, session), genuineMilliseconds).unref();
    }
  }

  async function giveUpUnlessGenuine(room: Room, session: RtpSession): Promise<void> {
    if (room.session()?.id !== session.id || room.recorder.isReceiving()) return;
    log.warn({ deviceId: session.deviceId, session: session.id }, 'an RTP session must be new');
    session.watchers.end('gone', 'worker-died');
    // Its port closes with it: who listens to no stream hears no RTCP any more, or that nobody is there.
    await room.endSession(session.id, 'no-packets');
  }

  async function open(request: FastifyRequest, reply: FastifyReply, deviceId: string) {
    const asked = rtpRequest.safeParse(request.body);
    if (!asked.success) {
      const [issue] = asked.error.issues;
      return door.refuse(reply, 422, 'unusable', `${issue?.path.join('.')}: ${issue?.message}`);
    }
    if (!asked.data.srtp && !loopback.has(request.ip)) {
      return door.refuse(
        reply,
        403,
        'srtp-needed',
        'sound in the open is taken from this machine only',
      );
    }
    const station = workers.leastLoaded();
    const room = rooms.open(deviceId);
    if (!station || !room) return door.unavailable(reply);
    const session = {
      id: randomUUID(),
      deviceId,
      asked: asked.data,
      openedAt: clock.now(),
      port: 0,
      watchers: createWatchers(),
    };
    let transport: types.PlainTransport;
    try {
      transport = await enter(room, session, station);
    } catch (error) {
      log.warn({ error, deviceId }, 'no RTP session');
      return door.unavailable(reply);
    }
    log.info({ deviceId, session: session.id, codec: asked.data.codec }, 'an RTP session');
    const { localAddress, localPort } = transport.tuple;
    const { srtpParameters } = transport;
    return reply
      .code(201)
      .headers({
        location: `/rtp/${session.id}`,
        link: `</rtp/${session.id}/events>; rel="${eventsRelation}"`,
      })
      .send({
        address: addressFor(localAddress, request),
        port: localPort,
        ...(srtpParameters ? { srtp: srtpParameters } : {}),
      });
  }

  http.post('/rtp', (request, reply) => {
    const deviceId = door.deviceOf(request, reply);
    if (deviceId === undefined) return reply;
    if (!door.mayOpen(deviceId, reply)) return reply;
    return open(request, reply, deviceId);
  });
  http.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/rtp',
    handler: (_, reply) => door.wrongMethod(reply, 'POST'),
  });
  type WithId = { Params: { id: string } };
  const find = (request: FastifyRequest<WithId>, reply: FastifyReply) => {
    const deviceId = door.deviceOf(request, reply);
    if (deviceId === undefined) return undefined;
    const session = sessions.get(request.params.id);
    if (session?.deviceId === deviceId) return session;
    void door.refuse(reply, 404, 'not-found', 'there is no such session');
    return undefined;
  };

  http.delete<WithId>('/rtp/:id', async (request, reply) => {
    const session = find(request, reply);
    if (!session) return reply;
    await rooms.find(session.deviceId)?.endSession(session.id, 'device');
    return reply.code(200).send();
  });
  http.get<WithId>('/rtp/:id/events', (request, reply) => {
    find(request, reply)?.watchers.add(reply);
  });

  // RTP has no goodbye: one that has been quiet for long gives its port back.
  const round = setInterval(() => {
    for (const { id, deviceId, openedAt } of sessions.values()) {
      const room = rooms.find(deviceId);
      const quietSince = Math.max(openedAt, room?.recorder.since() ?? 0);
      if (room && !room.recorder.isReceiving() && clock.now() - quietSince > idleRtpMilliseconds) {
        void room.endSession(id, 'no-packets');
      }
    }
  }, 5000);
  http.addHook('onClose', async () => clearInterval(round));
}

/** Bound to everything, the address that reached us over HTTP is one that reaches us. */
function addressFor(bound: string, request: FastifyRequest): string {
  if (bound !== '0.0.0.0' && bound !== '::') return bound;
  return request.hostname.replace(/^\[|\]$/g, '');
}
