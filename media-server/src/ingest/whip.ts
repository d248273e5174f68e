// WHIP (RFC 9725): how a telephone, a browser or a studio encoder brings its sound. One POST arranges
// everything; PATCH answers trickle ICE and ICE restarts; DELETE says goodbye.
//
// A session: offered → answered → connected → over. Over by DELETE, by a newer session of the same
// device, by ICE or DTLS ending, by never connecting, or with its worker. The event stream beside it tells
// a device of the last: over UDP alone it would find out after many seconds of talking to nobody.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { errors, type types } from 'mediasoup';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Devices } from '../access/credentials.ts';
import { connectMilliseconds } from '../process/limits.ts';
import type { Logger } from '../process/logger.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { SessionEnd } from '../rooms/room.ts';
import { openDeviceTransport, type Workers } from '../workers/workers.ts';
import { writeAnswer, writeRestart } from './answer.ts';
import type { Door } from './door.ts';
import { negotiate } from './negotiate.ts';
import { readFragment, readOffer, type Fragment, type Offer } from './offer.ts';
import { UnusableOffer } from './sdp.ts';
import { createWatchers, type Watchers } from './watchers.ts';

const offerType = 'application/sdp';
const fragmentType = 'application/trickle-ice-sdpfrag';
/** The relation of the event stream in the Link header of the 201. */
const eventsRelation = 'urn:achterwacht:whip:events';
/** A device that was cut off says which session it goes on with; anything else in there is none of ours. */
const continued = z.object({ continues: z.uuid().optional().catch(undefined) });

type WhipSession = {
  id: string;
  deviceId: string;
  offer: Offer;
  transport: types.WebRtcTransport;
  etag: string;
  watchers: Watchers;
};

export type WhipOptions = {
  workers: Workers;
  rooms: Rooms;
  devices: Devices;
  door: Door;
  log: Logger;
};

export function serveWhip(http: FastifyInstance, options: WhipOptions): void {
  const { workers, rooms, door, log } = options;
  const sessions = new Map<string, WhipSession>();

  async function open(request: FastifyRequest, reply: FastifyReply, deviceId: string) {
    let offer: Offer;
    try {
      offer = readOffer(String(request.body));
    } catch (error) {
      return refuseOffer(reply, error);
    }
    const station = workers.leastLoaded();
    const room = rooms.open(deviceId);
    if (!station || !room) return door.unavailable(reply);
    const transport = await openDeviceTransport(station);
    try {
      await transport.connect({ dtlsParameters: offer.dtls });
      const { codec, rtpParameters } = negotiate(
        offer,
        station.router.rtpCapabilities,
        workers.hearsUnnamed,
      );
      const producer = await transport.produce({ kind: 'audio', rtpParameters });
      const session: WhipSession = {
        id: randomUUID(),
        deviceId,
        offer,
        transport,
        etag: etagOf(transport.iceParameters),
        watchers: createWatchers(),
      };
      sessions.set(session.id, session);
      watch(transport, (why) => void room.endSession(session.id, why));
      const { id } = session;
      const close = (why: SessionEnd) => {
        sessions.delete(id);
        transport.close();
        session.watchers.end(why === 'worker-died' ? 'gone' : 'over', why);
      };
      const continues = continued.parse(request.query).continues ?? null;
      await room.open({ id, station, producer, transport: 'whip', codec, continues, close });
      log.info({ deviceId, session: id, codec }, 'a WHIP session');
      return await reply
        .code(201)
        .headers({
          location: `/whip/${id}`,
          etag: session.etag,
          link: `</whip/${id}/events>; rel="${eventsRelation}"`,
          'content-type': offerType,
        })
        .send(
          writeAnswer({
            offer,
            rtpParameters,
            ice: transport.iceParameters,
            candidates: transport.iceCandidates,
            dtls: transport.dtlsParameters,
            sessionNumber: randomBytes(4).readUInt32BE(),
          }),
        );
    } catch (error) {
      transport.close();
      if (!workers.isUp(station)) return door.unavailable(reply);
      return refuseOffer(reply, error);
    }
  }

  async function patch(request: FastifyRequest, reply: FastifyReply, session: WhipSession) {
    const condition = request.headers['if-match'];
    if (condition === undefined) {
      return door.refuse(reply, 428, 'precondition-required', 'If-Match is missing');
    }
    let fragment: Fragment;
    try {
      fragment = readFragment(String(request.body));
    } catch (error) {
      return refuseOffer(reply, error);
    }
    const { iceUfrag, icePwd } = fragment;
    if (condition === '*') {
      // A restart: new credentials of the device; ours are new too. The media goes on meanwhile.
      if (!iceUfrag || !icePwd) {
        return door.refuse(reply, 422, 'unusable', 'a restart needs a=ice-ufrag and a=ice-pwd');
      }
      const ice = await session.transport.restartIce();
      session.offer.iceUfrag = iceUfrag;
      session.etag = etagOf(ice);
      return reply
        .code(200)
        .headers({ etag: session.etag, 'content-type': fragmentType })
        .send(writeRestart({ ice, candidates: session.transport.iceCandidates }));
    }
    if (condition !== session.etag) {
      return door.refuse(
        reply,
        412,
        'precondition-failed',
        'that ICE session is not the current one',
      );
    }
    if (iceUfrag !== undefined && iceUfrag !== session.offer.iceUfrag) {
      return door.refuse(
        reply,
        412,
        'precondition-failed',
        'a=ice-ufrag is of another ICE session',
      );
    }
    // Its candidates are not needed: with ICE-lite it is the device that connects, and we see from where.
    return reply.code(204).send();
  }

  http.addContentTypeParser([offerType, fragmentType], { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  );

  for (const url of ['/whip', '/whip/']) {
    http.post(url, (request, reply) => {
      const deviceId = door.deviceOf(request, reply);
      if (deviceId === undefined) return reply;
      if (!hasType(request, offerType)) return door.wrongType(reply, offerType);
      if (!door.mayOpen(deviceId, reply)) return reply;
      return open(request, reply, deviceId);
    });
    http.options(url, (_, reply) =>
      reply.headers({ 'accept-post': offerType, allow: 'POST, OPTIONS' }).code(204).send(),
    );
    http.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: (_, reply) => door.wrongMethod(reply, 'POST, OPTIONS'),
    });
  }

  type WithId = { Params: { id: string } };
  const find = (request: FastifyRequest<WithId>, reply: FastifyReply) => {
    const deviceId = door.deviceOf(request, reply);
    if (deviceId === undefined) return undefined;
    const session = sessions.get(request.params.id);
    if (session?.deviceId === deviceId) return session;
    void door.refuse(reply, 404, 'not-found', 'there is no such session');
    return undefined;
  };

  http.patch<WithId>('/whip/:id', (request, reply) => {
    const session = find(request, reply);
    if (!session) return reply;
    if (!hasType(request, fragmentType)) return door.wrongType(reply, fragmentType);
    return patch(request, reply, session);
  });
  http.delete<WithId>('/whip/:id', async (request, reply) => {
    const session = find(request, reply);
    if (!session) return reply;
    await rooms.find(session.deviceId)?.endSession(session.id, 'device');
    return reply.code(200).send();
  });
  http.options('/whip/:id', (_, reply) =>
    reply
      .headers({ 'accept-patch': fragmentType, allow: 'PATCH, DELETE, OPTIONS' })
      .code(204)
      .send(),
  );
  http.route<WithId>({
    method: ['GET', 'POST', 'PUT'],
    url: '/whip/:id',
    handler: (request, reply) =>
      find(request, reply) ? door.wrongMethod(reply, 'PATCH, DELETE, OPTIONS') : reply,
  });
  http.get<WithId>('/whip/:id/events', (request, reply) => {
    find(request, reply)?.watchers.add(reply);
  });

  function refuseOffer(reply: FastifyReply, error: unknown) {
    // mediasoup's words for parameters that make no sense, and for what it cannot hear; whatever else it throws
    // is our fault.
    if (
      error instanceof UnusableOffer ||
      error instanceof TypeError ||
      error instanceof errors.UnsupportedError
    ) {
      return door.refuse(reply, 422, 'unusable', error.message);
    }
    throw error;
  }
}

function hasType(request: FastifyRequest, type: string): boolean {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() === type;
}

/** One ICE session, one tag. */
function etagOf(ice: types.IceParameters): string {
  const hash = createHash('sha256').update(`${ice.usernameFragment}:${ice.password}`).digest('hex');
  return `"${hash.slice(0, 16)}"`;
}

function watch(transport: types.WebRtcTransport, over: (why: SessionEnd) => void): void {
  const patience = setTimeout(() => {
    if (transport.dtlsState !== 'connected') over('disconnected');
  }, connectMilliseconds);
  transport.observer.once('close', () => clearTimeout(patience));
  transport.on('icestatechange', (state) => {
    if (state === 'disconnected' || state === 'closed') over('disconnected');
  });
  transport.on('dtlsstatechange', (state) => {
    if (state === 'failed' || state === 'closed') over('disconnected');
  });
}
