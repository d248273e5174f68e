// Which program has which paths: the one table of both doors. Ours reads it; of Caddy's a test says that deploy/Caddyfile
// has the same lines, and a drill asks a real Caddy.

export type Place = 'api' | 'console' | 'media';

/** A first path segment decides; whatever is not listed is a page. */
export const segmentsOf = {
  // Sound from buttons, and to desks, has its own server.
  media: ['whip', 'rtp', 'listen-in'],
  // How it is doing too: the api itself knows to whom it says what is inside.
  api: ['api', 'healthz', 'readyz', 'metrics', 'socket.io'],
} as const satisfies Partial<Record<Place, readonly string[]>>;

const placeOfSegment: ReadonlyMap<string, Place> = new Map(
  Object.entries(segmentsOf).flatMap(
    ([place, segments]) => segments.map((segment) => [segment, place as Place] as const), // its own keys
  ),
);

export function placeOf(url = '/'): Place {
  const first = /^\/([^/?#]*)/.exec(url)?.[1] ?? '';
  return placeOfSegment.get(first) ?? 'console';
}

/** As a matcher of Caddy's says it: the segment alone, and whatever stands below it. */
export function caddyPaths(place: keyof typeof segmentsOf): string {
  return segmentsOf[place].flatMap((segment) => [`/${segment}`, `/${segment}/*`]).join(' ');
}
