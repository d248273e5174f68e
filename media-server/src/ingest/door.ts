// What all devices meet first, whatever they speak: who are you, not so fast, and refusals in one shape.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../process/clock.ts';
import type { Devices } from '../access/credentials.ts';
import { refusalsPerAddress, sessionsPerDevice } from '../process/limits.ts';
import { createRate } from '../access/rate.ts';

export type Door = {
  /** Undefined: it has been refused already. */
  deviceOf: (request: FastifyRequest, reply: FastifyReply) => string | undefined;
  mayOpen: (deviceId: string, reply: FastifyReply) => boolean;
  refuse: (reply: FastifyReply, status: number, code: string, message: string) => FastifyReply;
  unavailable: (reply: FastifyReply) => FastifyReply;
  wrongType: (reply: FastifyReply, wanted: string) => FastifyReply;
  wrongMethod: (reply: FastifyReply, allow: string) => FastifyReply;
};

export function createDoor(devices: Devices, clock: Clock): Door {
  const opened = createRate(sessionsPerDevice);
  const refused = createRate(refusalsPerAddress);

  const refuse: Door['refuse'] = (reply, status, code, message) =>
    reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify({ error: { code, message } }));

  const tooFast = (reply: FastifyReply, milliseconds: number) =>
    refuse(
      reply.header('retry-after', Math.ceil(milliseconds / 1000)),
      429,
      'too-fast',
      'too many of these; try again later',
    );

  return {
    deviceOf: (request, reply) => {
      const deviceId = devices.find(request.headers.authorization);
      if (deviceId !== undefined) return deviceId;
      if (!refused.take(request.ip, clock.now())) {
        void tooFast(reply, refusalsPerAddress.milliseconds);
        return undefined;
      }
      void refuse(
        reply.header('www-authenticate', 'Bearer'),
        401,
        'unauthorized',
        'the bearer token of a device is needed',
      );
      return undefined;
    },
    mayOpen: (deviceId, reply) => {
      if (opened.take(deviceId, clock.now())) return true;
      void tooFast(reply, sessionsPerDevice.milliseconds);
      return false;
    },
    refuse,
    // A worker is replaced within a tenth of a second; a full machine takes longer, and asking costs little.
    unavailable: (reply) =>
      refuse(reply.header('retry-after', 1), 503, 'unavailable', 'no worker can take it just now'),
    wrongType: (reply, wanted) =>
      refuse(reply, 415, 'unsupported-media-type', `the content type must be ${wanted}`),
    wrongMethod: (reply, allow) =>
      refuse(reply.header('allow', allow), 405, 'method-not-allowed', `use ${allow}`),
  };
}
