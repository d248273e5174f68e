// Where an address is, asked of a public register (PDOK Locatieserver, or one that answers like it) through us: the
// register learns which addresses a centre types, and of nobody whose they are. It is asked only where its address is set;
// without it, and when it does not answer, an address is typed and put on the map by hand.
import { ask } from '../outward/ask.ts';
import type { Logger } from '../logger.ts';
import * as z from 'zod';

export type FoundAddress = { address: string; latitude: number; longitude: number };
export type FindAddresses = (
  search: string,
) => Promise<{ isAsked: boolean; found: FoundAddress[] }>;

/** Somebody waits for it while he types. */
const waitMilliseconds = 3_000;
const mostFound = 10;

const answer = z.object({
  response: z.object({
    docs: z.array(
      z.object({ weergavenaam: z.string().max(200), centroide_ll: z.string().max(100) }),
    ),
  }),
});
/** `POINT(6.0812 52.50862)`: first east, then north. */
const point = /^POINT\((-?[0-9.]+) (-?[0-9.]+)\)$/;

export function createFindAddresses({
  url,
  log,
}: {
  /** Null: none is asked. */
  url: URL | null;
  log: Logger;
}): FindAddresses {
  return async (search) => {
    if (!url) return { isAsked: false, found: [] };
    const asked = new URL(url);
    asked.searchParams.set('q', search);
    asked.searchParams.set('fq', 'type:adres');
    asked.searchParams.set('fl', 'weergavenaam,centroide_ll');
    asked.searchParams.set('rows', String(mostFound));
    try {
      const signal = AbortSignal.timeout(waitMilliseconds);
      const headers = { accept: 'application/json' };
      const response = await ask(asked, { method: 'GET', headers, body: null, signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const { docs } = answer.parse(await response.json()).response;
      return { isAsked: true, found: docs.flatMap(addressOf).slice(0, mostFound) };
    } catch (error) {
      // Which one, and never what was asked: an address is somebody's.
      log.info({ error: (error as Error).name }, 'address search unavailable');
      return { isAsked: false, found: [] };
    }
  };
}

function addressOf({
  weergavenaam: address,
  centroide_ll: centre,
}: {
  weergavenaam: string;
  centroide_ll: string;
}): FoundAddress[] {
  const [, longitude, latitude] = point.exec(centre) ?? [];
  return latitude === undefined || longitude === undefined
    ? []
    : [{ address, latitude: Number(latitude), longitude: Number(longitude) }];
}
