// What the OpenAPI document says of the whole, and of each route beside its schemas: what it is about, and what opens it.
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { Permission } from '@achterwacht/shared/roles.ts';
import { errorBody, type Route } from '@achterwacht/shared/routes/route.ts';
import { isScope } from '@achterwacht/shared/service-account/scopes.ts';

export const openApi: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Achterwacht',
    version: '0.1.0',
    license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    description: [
      'Moments are ISO 8601 in UTC, days are those of the Netherlands. Lengths are metres, durations say their unit in',
      'their name. Every refusal has the same shape and a code that stays; its sentence is for people and may change.',
      'A request that changes something by a session must say its `Origin`; with a token it need not.',
      'More than so many requests a minute are answered 429, with `Retry-After` where it is known.',
    ].join(' '),
  },
  servers: [{ url: '/', description: 'The centre that gave you this document' }],
  components: {
    securitySchemes: {
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'achterwacht.session_token',
        description: 'Somebody who is logged in, with the second factor that his role asks for.',
      },
      serviceToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'aw_…',
        description:
          'A token of a service account. Each operation names the scope that opens it; one without is closed to all tokens.',
      },
      policeLink: {
        type: 'apiKey',
        in: 'cookie',
        name: 'achterwacht_police',
        description: 'A device that a police link let in, and no account.',
      },
    },
  },
};

/** A route of the table. */
export function describeRoute({ summary, access, path, response }: Route) {
  return { ...about({ summary, access, path }), response: { 200: response, ...refusals } };
}

/** A route that answers with a file, which stands beside the table. */
export function describeFile(file: {
  summary: string;
  access: Permission | 'police-link';
  path: string;
  type: string;
}) {
  const content = { [file.type]: { schema: z.any() } };
  return { ...about(file), response: { 200: { content }, ...refusals } };
}

const refusals = { '4xx': errorBody, '5xx': errorBody };

function about({ summary, access, path }: Pick<Route, 'summary' | 'access' | 'path'>) {
  return {
    summary,
    description: describeAccess(access),
    tags: [path.split('/')[2]!.replace(/\..*/, '')],
    security: securityOf(access),
  };
}

function describeAccess(access: Route['access']): string {
  if (access === 'public') return 'Public';
  if (access === 'police-link') return 'A device let in by a police link';
  return `Permission: ${access}${isScope(access) ? `, or a token with the scope ${access}` : ''}`;
}

/** Each alone is enough. */
function securityOf(access: Route['access']): Record<string, string[]>[] {
  if (access === 'public') return [];
  if (access === 'police-link') return [{ policeLink: [] }];
  return [{ session: [] }, ...(isScope(access) ? [{ serviceToken: [access] }] : [])];
}

/** As the library makes JSON Schema of a route, and true of what is two schemas at once. */
export const toOpenApi: typeof jsonSchemaTransform = (document) => {
  const made = jsonSchemaTransform(document);
  return { ...made, schema: bothAtOnce(made.schema) as typeof made.schema };
};

/**
 * An event is what every event says and what its type says: each of both closed by itself would refuse what the other
 * asks for, so they are closed together.
 */
function bothAtOnce(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bothAtOnce);
  if (node === null || typeof node !== 'object') return node;
  const made = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, bothAtOnce(value)]),
  );
  if (!Array.isArray(made['allOf'])) return made;
  return { ...made, allOf: made['allOf'].map(opened), unevaluatedProperties: false };
}

function opened(node: unknown): unknown {
  const {
    additionalProperties: _closed,
    unevaluatedProperties: _too,
    ...open
  } = node as Record<string, unknown>;
  for (const key of ['allOf', 'anyOf', 'oneOf'])
    if (Array.isArray(open[key])) open[key] = open[key].map(opened);
  return open;
}
