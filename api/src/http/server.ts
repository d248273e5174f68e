// The HTTP side: one Fastify with the limits, headers and errors that every route shares. Routes come
// from the table in shared and are registered by the subject that answers them.
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type * as z from 'zod';
import type { Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import { senderOf } from '@achterwacht/shared/net/sender-of.ts';
import type { Permission } from '@achterwacht/shared/roles.ts';
import type { Scope } from '@achterwacht/shared/service-account/scopes.ts';
import { answerView, withheld, type BeforeView } from '@achterwacht/shared/routes/answer-view.ts';
import { unattendedHeader, type Route } from '@achterwacht/shared/routes/route.ts';
import { mayAsk, NotAllowed, type ServiceVisitor, type Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { isValueUnknown, PoolFull } from '../db/errors.ts';
import type { Logger } from '../logger.ts';
import { refuseMisplacedToken, type AdmitService, type OpenAdmitService } from './admit-service.ts';
import { describeRoute, openApi, toOpenApi } from './describe.ts';
import { fail } from './fail.ts';

/** Commands carry a page of prose at the most. */
const mostBodyBytes = 64 * 1024;
/** Far above what a desk asks, far below what hurts; log-in has its own, lower limit. */
const mostRequestsAMinute = 3_000;

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor | null;
    /** With a visitor, in which session he asks. */
    sessionId: string | null;
    /** Instead of a visitor, where a token let it in. */
    service: ServiceVisitor | null;
  }
  interface FastifyInstance {
    admitService: AdmitService;
  }
}

type Parts = {
  log: Logger;
  admitService: OpenAdmitService;
  origins: ReadonlySet<string>;
};

export async function createHttpServer(parts: Parts): Promise<FastifyInstance> {
  const app = Fastify({
    // A line a request would drown what matters; faults are logged where they are answered.
    logger: false,
    bodyLimit: mostBodyBytes,
    trustProxy: '127.0.0.1',
    // A client that sends its headers drop by drop holds nobody up.
    connectionTimeout: 30_000,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => answerError(error, reply, parts.log));
  app.setNotFoundHandler((_request, reply) => fail(reply, 404, 'not-found'));
  app.decorateRequest('visitor', null);
  app.decorateRequest('service', null);
  app.decorateRequest('sessionId', null);
  await app.register(helmet, {
    contentSecurityPolicy: {
      // The library's own defaults allow styles within a page; nothing here is a page.
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
  await app.register(rateLimit, {
    max: mostRequestsAMinute,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => senderOf(ip),
    // Thrown by the library, and answered where all errors are.
    errorResponseBuilder: () => Object.assign(new Error('too fast'), { statusCode: 429 }),
  });
  app.decorate('admitService', parts.admitService(app));
  await app.register(swagger, { openapi: openApi, transform: toOpenApi });
  await app.register(async (docs) => {
    // The documentation page brings scripts and styles of its own; nothing else may.
    await docs.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: true,
    });
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.addHook('onRequest', async (request, reply) => {
    const misplaced = refuseMisplacedToken(request, reply);
    if (misplaced) return misplaced;
    const { origin, authorization } = request.headers;
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    // A page of another site must not be able to act with the visitor's cookie; with a token comes none.
    if (
      changes &&
      authorization === undefined &&
      (origin === undefined || !parts.origins.has(origin))
    )
      return fail(reply, 403, 'foreign-origin');
  });
  return app;
}

/** Answers of a route: a value, or a refusal by status and code. */
export type Reply<T> = T | Failure;
type FailureStatus = 401 | 403 | 404 | 409 | 410 | 429;
export class Failure {
  readonly status: FailureStatus;
  readonly code: string;
  readonly details: Record<string, unknown> | undefined;
  constructor(status: FailureStatus, code: string, details?: Record<string, unknown>) {
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
export const notFound = () => new Failure(404, 'not-found');
export const refused = (why: Refusal) => new Failure(409, why.code, why.details);

type Input<R extends Route> = {
  visitor: R['access'] extends Scope
    ? Visitor | ServiceVisitor
    : R['access'] extends Permission
      ? Visitor
      : null;
  params: R extends { params: z.ZodType } ? z.infer<R['params']> : undefined;
  query: R extends { query: z.ZodType } ? z.infer<R['query']> : undefined;
  body: R extends { body: z.ZodType } ? z.infer<R['body']> : undefined;
  request: FastifyRequest;
  /** For a header of its own; the answer is what the function returns. */
  reply: FastifyReply;
};

/** Registers one route of the table with the function that answers it; what it says of alarms passes the asker's view. */
export function serve<R extends Route>(
  app: FastifyInstance,
  authentication: Authentication,
  route: R,
  answer: (input: Input<R>) => Promise<Reply<BeforeView<z.infer<R['response']>>>>,
): void {
  const inView = answerView(route.response);
  app.route({
    method: route.method,
    url: route.path,
    ...(route.mostBodyBytes && { bodyLimit: route.mostBodyBytes }),
    schema: {
      ...describeRoute(route),
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
    },
    ...(route.perMinute
      ? { config: { rateLimit: { max: route.perMinute, timeWindow: 60_000 } } }
      : {}),
    // Before validation: who may not ask is not told what a good question looks like.
    preValidation: async (request, reply) => {
      // Whoever answers by a police link knows its devices himself.
      if (route.access === 'public' || route.access === 'police-link') return;
      return admit(authentication, route.access, request, reply);
    },
    handler: async (request, reply) => {
      const answered = await answer({
        visitor: request.service ?? request.visitor,
        params: request.params,
        query: request.query,
        body: request.body,
        request,
        reply,
      } as Input<R>);
      void reply.header('cache-control', 'no-store');
      if (answered instanceof Failure) return failWith(reply, answered);
      // Whoever has no log-in has no centre, and so no alarm of one in view.
      const seen = inView
        ? inView(request.service ?? request.visitor ?? { centreId: '' }, answered)
        : answered;
      return seen === withheld ? failWith(reply, notFound()) : seen;
    },
  });
}

const beforeSetUp: ReadonlySet<Permission> = new Set(['session.read', 'factor.set-up']);

/** Lets in who is logged in and may; answers 401 or 403 otherwise. */
export async function admit(
  authentication: Authentication,
  permission: Permission,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (request.headers.authorization !== undefined)
    return request.server.admitService(permission, request, reply);
  // Whoever has yet to set up his second step reaches that, and who he is.
  const login = await authentication.whoIs(request.headers.cookie, {
    isSettingUp: beforeSetUp.has(permission),
    isUnattended: request.headers[unattendedHeader] !== undefined,
  });
  if (!login) return fail(reply, 401, 'not-logged-in');
  const { visitor } = login;
  if (!mayAsk(visitor, permission)) {
    const why = visitor.offDutySince === undefined ? 'not-allowed' : 'off-duty';
    const what = `${request.method} ${request.routeOptions.url ?? ''}`;
    await authentication.noteRefused({ visitor, what, why, address: request.ip });
    return fail(reply, 403, why);
  }
  request.visitor = login.visitor;
  request.sessionId = login.sessionId;
}

function answerError(error: unknown, reply: FastifyReply, log: Logger): FastifyReply {
  if (error instanceof NotAllowed) return fail(reply, 403, 'not-allowed');
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const field = first?.instancePath.replaceAll('/', '.').slice(1) ?? '';
    return fail(reply, 422, 'invalid-input', { field, problem: first?.message ?? '' });
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status === 429) return fail(reply, 429, 'too-fast');
  if (status === 413) return fail(reply, 422, 'too-large');
  if (status >= 400 && status < 500) return fail(reply, 422, 'invalid-input');
  // No fault of ours either, or seldom: whoever makes such values up would fill the log with them.
  if (isValueUnknown(error)) {
    log.debug({ error }, 'a value that no database knows');
    return fail(reply, 422, 'invalid-input');
  }
  // Not our fault and no news: it comes by the hundred when it comes.
  if (error instanceof PoolFull) return fail(reply.header('retry-after', 2), 503, 'busy');
  log.error({ error }, 'request failed');
  return fail(reply, 503, 'unavailable');
}

export function failWith(reply: FastifyReply, { status, code, details }: Failure): FastifyReply {
  return fail(reply, status, code, details);
}
