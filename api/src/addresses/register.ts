// The one door to a public register of addresses (PDOK Locatieserver, or one that answers like it). It goes through us: a
// browser that asked by itself would tell the register from which desk. Of nobody it learns whose an address is.
import * as z from 'zod';
import { ask } from '../outward/ask.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';

/** Somebody waits for it. */
const waitMilliseconds = 3_000;
/** After a failure it is left alone for this long, so that a dead one costs no waiting. */
const pauseMilliseconds = 15_000;

const document = z.object({
  weergavenaam: z.string().max(200),
  centroide_ll: z.string().max(100),
  /** To the nearest of its points: of a road that is another than its middle. */
  afstand: z.number().nonnegative().optional(),
});
const answer = z.object({ response: z.object({ docs: z.array(document) }) });
/** `POINT(6.0812 52.50862)`: first east, then north. */
const point = /^POINT\((-?[0-9.]+) (-?[0-9.]+)\)$/;

export type Entry = { name: string; latitude: number; longitude: number; metres: number | null };
/** Null: it did not answer, or with something else. */
export type AskRegister = (questions: Record<string, string>) => Promise<Entry[] | null>;

type Parts = {
  /** Where it answers; null: it is never asked. */
  url: URL | null;
  clock: Clock;
  log: Logger;
};

export function createAskRegister({ url, clock, log }: Parts): AskRegister {
  let pausedUntil = 0;
  return async (questions) => {
    if (!url || clock.now().getTime() < pausedUntil) return null;
    const asked = new URL(url);
    // It refuses what it does not know, so nothing else goes along.
    for (const [name, value] of Object.entries(questions)) asked.searchParams.set(name, value);
    try {
      const signal = AbortSignal.timeout(waitMilliseconds);
      const headers = { accept: 'application/json' };
      const response = await ask(asked, { method: 'GET', headers, body: null, signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return answer.parse(await response.json()).response.docs.flatMap(entryOf);
    } catch (error) {
      pausedUntil = clock.now().getTime() + pauseMilliseconds;
      // Which one, and never what was asked: an address is somebody's.
      log.info({ error: (error as Error).name }, 'register of addresses unavailable');
      return null;
    }
  };
}

function entryOf({ weergavenaam, centroide_ll, afstand }: z.infer<typeof document>): Entry[] {
  const [, longitude, latitude] = point.exec(centroide_ll) ?? [];
  if (latitude === undefined || longitude === undefined) return [];
  return [
    {
      name: weergavenaam,
      latitude: Number(latitude),
      longitude: Number(longitude),
      metres: afstand ?? null,
    },
  ];
}
