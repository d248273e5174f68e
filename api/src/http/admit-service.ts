// Requests that bring a token of a service account instead of a log-in. Who is let in stands in service-accounts/, which
// main.ts hands over; what is asked of every request, whatever its route, stands here.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Permission } from '@achterwacht/shared/roles.ts';
import { fail } from './fail.ts';

/** Sets `request.service`, or answers. */
export type AdmitService = (
  permission: Permission,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply | undefined>;

/** Called once the server has its limits, which it uses. */
export type OpenAdmitService = (app: FastifyInstance) => AdmitService;

/** A token anywhere in a text, or most of one (service-accounts/token.ts). */
export const tokenInText = /aw_[0-9a-f]{32,}/i;

/** Refuses a token where it must not be, before anything is asked; null where there is none or it stands right. */
export function refuseMisplacedToken(
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | null {
  // Addresses stand in logs of proxies and in histories; whoever finds it there can use it.
  if (tokenInText.test(request.url)) return fail(reply, 422, 'token-in-address');
  const { authorization, cookie } = request.headers;
  // Which of both counted would be anybody's guess.
  if (authorization !== undefined && cookie !== undefined)
    return fail(reply, 401, 'two-credentials');
  return null;
}
