// How every refusal is answered: by a status, a code, and its sentence.
import type { FastifyReply } from 'fastify';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import { sentenceFor } from './texts.ts';

export function fail(
  reply: FastifyReply,
  status: number,
  code: string,
  details?: Record<string, unknown>,
): FastifyReply {
  return reply.code(status).send(problem(status, code, details));
}

export function problem(
  status: number,
  code: string,
  details?: Record<string, unknown>,
): ErrorBody {
  const message = sentenceFor(status === 409 ? 'refusal' : 'error', code, details);
  return { error: { code, message, ...(details ? { details } : {}) } };
}
