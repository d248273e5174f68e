// What the OpenAPI document says of the whole, and of each route beside its schemas: what it is about, and what opens it.
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { Route } from '@achterwacht/shared/routes/route.ts';
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

export function describeRoute({ summary, access, path }: Route) {
  return {
    summary,
    description: describeAccess(access),
    tags: [path.split('/')[2] ?? ''],
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
