// Who is told how the installation is doing, beyond whether it is: the machine itself, and whoever brings the monitor's
// token. The count of presses alone tells that somebody pressed, and which part is away tells when to come.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '@achterwacht/shared/setting/ways.ts';

export type InsideSettings = {
  /** As browsers see the product. */
  origin: string;
  /** Null: nobody brings one. */
  monitoringToken: string | null;
};

type MaySeeInside = (request: FastifyRequest) => boolean;

export function createMaySeeInside({ origin, monitoringToken }: InsideSettings): MaySeeInside {
  const isOfThisMachineAlone = isLoopback(new URL(origin).hostname);
  const expected = monitoringToken === null ? null : sha256(monitoringToken);

  function isTheMachineItself({ headers, ip, hostname }: FastifyRequest): boolean {
    // A page of elsewhere whose name was made to lead to this machine asks by that name.
    if (!isLoopback(ip.replace(/^::ffff:/, '')) || !isLoopback(hostname)) return false;
    // Past the doors, on a port that only this machine reaches. At a door that others use something else may stand
    // in front, and then every visitor has this machine's address.
    return headers['x-forwarded-for'] === undefined || isOfThisMachineAlone;
  }

  function bringsToken({ authorization }: FastifyRequest['headers']): boolean {
    const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    // Of equal length whatever was given, so that the time taken tells nothing of the right one.
    return expected !== null && given !== undefined && timingSafeEqual(sha256(given), expected);
  }

  return (request) => isTheMachineItself(request) || bringsToken(request.headers);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
