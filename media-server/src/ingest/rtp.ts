// Plain RTP and SRTP from device gateways. One POST names the stream and, outside this machine, the SRTP
// key; the answer is where to send. Whose address the packets come from is learnt from the first one that
// is genuine (comedia), so it works from behind address translation.
//
// Such a device can't be told anything: when its worker dies, its transport is made again on the same port
// with the same key, and it never notices.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { types } from 'mediasoup';
import { rtpRequest, type RtpRequest } from '@achterwacht/shared/listen-in.ts';
import type { Clock } from '../clock.ts';
import { idleRtpMilliseconds } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Room, SessionEnd } from '../room.ts';
import type { Rooms } from '../rooms.ts';
import type { Station, Workers } from '../workers.ts';
import type { Door } from './door.ts';
import { plainParameters } from './negotiate.ts';

export type RtpOptions = {
  workers: Workers;
  rooms: Rooms;
  door: Door;
  clock: Clock;
  log: Log;
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
};

/**
 * A receiver that starts in the middle knows the low 16 bits of a packet's number only; SRTP (RFC 3711)
 * authenticates the rest too. 65,536 packets of 10 ms are 10.9 minutes: before that the rest is zero.
 */
const firstRoundMilliseconds = 10 * 60_000;

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
    const isSecondRound = clock.now() - session.openedAt > firstRoundMilliseconds;
    if (session.asked.srtp && isSecondRound) return;
    const station = await workers.untilOneIsUp();
    // Meanwhile the device may have come back by itself, in another session.
    if (!station || room.session()) return;
    try {
      await enter(room, session, station, session.port);
      log.info(
        { deviceId: session.deviceId, session: session.id },
        'an RTP session was made again',
      );
    } catch (error) {
      log.error({ error, session: session.id }, 'an RTP session could not be made again');
    }
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
      .header('location', `/rtp/${session.id}`)
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
  http.delete<{ Params: { id: string } }>('/rtp/:id', async (request, reply) => {
    const deviceId = door.deviceOf(request, reply);
    if (deviceId === undefined) return reply;
    const session = sessions.get(request.params.id);
    if (session?.deviceId !== deviceId) {
      return door.refuse(reply, 404, 'not-found', 'there is no such session');
    }
    await rooms.find(deviceId)?.endSession(session.id, 'device');
    return reply.code(200).send();
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
