// A request with a token: let in where its service account was given what the route asks, or told why not, as RFC 6750
// has it. Whoever tries tokens is slowed down by his address, and a program that asks too much by its token; a program
// that behaves is held up by neither. Each process counts for itself.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessResult } from '@achterwacht/shared/routes/audit-results.ts';
import { mayAsk, type ServiceVisitor } from '../access/as-actor.ts';
import type { AdmitService } from '../http/admit-service.ts';
import { fail } from '../http/fail.ts';
import type { Entry, ServiceDoor } from './door.ts';

/** Ten a second: far more than a report or a health page needs. */
export const mostOfToken = 600;
/** Refused tokens of one address; a program whose token ran out asks less often than that. */
export const mostRefusals = 30;
const timeWindow = 60_000;

type Logged = Extract<AccessResult, `token-${string}` | 'scope-missing'>;

export function createAdmitService(app: FastifyInstance, door: ServiceDoor): AdmitService {
  const countOfToken = app.createRateLimit({
    max: mostOfToken,
    timeWindow,
    keyGenerator: ({ service }) => service?.tokenId ?? '',
  });
  const countRefusals = app.createRateLimit({ max: mostRefusals, timeWindow });

  /** Beyond what an address may try, nothing more is written down of it. */
  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    refusing: Refusing,
  ): Promise<FastifyReply> {
    const refusals = await countRefusals(request);
    if (!refusals.isAllowed && refusals.isExceeded) return tooFast(reply, refusals.ttlInSeconds);
    const what = `${request.method} ${request.routeOptions.url ?? ''}`;
    const { status, code, challenge } = refusing;
    if (refusing.service)
      await door.logRefusal(refusing.service, { what, why: refusing.code, address: request.ip });
    return fail(
      reply.header('www-authenticate', `Bearer realm="achterwacht", ${challenge}`),
      status,
      code,
    );
  }

  return async (permission, request, reply) => {
    const entry = await door.enter(request.headers.authorization ?? '');
    if (entry.status === 'unknown')
      return refuse(request, reply, { status: 401, code: 'token-unknown', challenge: invalid });
    const { service } = entry;
    if (entry.status === 'refused')
      return refuse(request, reply, {
        status: 401,
        code: codeOf[entry.why],
        challenge: invalid,
        service,
      });
    request.service = service;
    const asked = await countOfToken(request);
    if (!asked.isAllowed && asked.isExceeded) return tooFast(reply, asked.ttlInSeconds);
    if (!mayAsk(service, permission))
      return refuse(request, reply, {
        status: 403,
        code: 'scope-missing',
        challenge: `error="insufficient_scope", scope="${permission}"`,
        service,
      });
    door.countUse(service.tokenId);
  };
}

const codeOf = {
  expired: 'token-expired',
  revoked: 'token-revoked',
  ended: 'token-ended',
} as const satisfies Record<Extract<Entry, { status: 'refused' }>['why'], Logged>;

const invalid = 'error="invalid_token"';

/** Of whoever has no account nothing is written down. */
type Refusing = { status: number; challenge: string } & (
  { code: 'token-unknown'; service?: undefined } | { code: Logged; service: ServiceVisitor }
);

const tooFast = (reply: FastifyReply, seconds: number) =>
  fail(reply.header('retry-after', seconds), 429, 'too-fast');
