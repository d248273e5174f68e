// The HTTP side of a test's centre, without sockets: routes as `main` registers them, asked by whoever is named. How
// somebody proves who he is stands elsewhere (access/log-in.integration.test.ts).
import type { FastifyInstance } from 'fastify';
import type { Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { createHttpServer } from '../http/server.ts';
import { openLogger } from '../logger.ts';

const origin = 'http://achterwacht.test';

export type HttpDoor = Awaited<ReturnType<typeof openHttpDoor>>;

export async function openHttpDoor(
  register: (http: FastifyInstance, authentication: Authentication) => void,
) {
  const people = new Map<string, Visitor>();
  // Nobody logs in here; of all that an `Authentication` is, these are asked.
  const authentication = {
    whoIs: (cookie: string | undefined) => {
      const visitor = people.get(cookie ?? '');
      return Promise.resolve(visitor ? ({ visitor } as never) : null); // nothing asks for its session
    },
    stillValid: () => Promise.resolve(new Set<string>()),
    expired: () => Promise.resolve(new Set<string>()),
    noteRefused: () => Promise.resolve(),
  } as unknown as Authentication;
  const http = await createHttpServer({
    log: openLogger('silent'),
    admitService: () => () => Promise.resolve(undefined),
    origins: new Set([origin]),
  });
  register(http, authentication);

  async function asked(visitor: Visitor, method: 'GET' | 'POST', url: string, body?: unknown) {
    people.set(visitor.id, visitor);
    const answer = await http.inject({
      method,
      url,
      headers: { cookie: visitor.id, origin, 'content-type': 'application/json' },
      ...(body !== undefined && {
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      body: isJson ? (answer.json<never>() as unknown) : answer.payload,
    };
  }

  return {
    get: (visitor: Visitor, url: string) => asked(visitor, 'GET', url),
    post: (visitor: Visitor, url: string, body: unknown) => asked(visitor, 'POST', url, body),
    close: () => http.close(),
  };
}
