// A small register of addresses that answers as PDOK Locatieserver does when it is asked what lies around a point: nearest
// first, within the distance that was asked, no more than the rows, and nothing but the fields that were named.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metresBetween } from '@achterwacht/shared/geo/distance.ts';

export type Listed = {
  type: 'adres' | 'hectometerpaal' | 'weg';
  name: string;
  latitude: number;
  longitude: number;
};

const known = new Set(['lat', 'lon', 'type', 'fl', 'distance', 'rows']);

export class AddressRegister {
  readonly asked: URLSearchParams[] = [];
  /** What it answers instead, while it is out of order. */
  status = 200;
  readonly #listed: readonly Listed[];
  #server: Server | null = null;

  constructor(listed: readonly Listed[]) {
    this.#listed = listed;
  }

  async start(): Promise<URL> {
    const server = createServer((request, response) => {
      const asked = new URL(request.url ?? '', 'http://register').searchParams;
      this.asked.push(asked);
      // The real one refuses what it does not know.
      const isStrange = [...asked.keys()].some((name) => !known.has(name));
      if (isStrange || this.status !== 200) response.writeHead(isStrange ? 400 : this.status).end();
      else
        response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ response: { docs: this.#documents(asked) } }));
    });
    // It answers for as long as somebody is there to ask.
    server.unref();
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new URL(`http://127.0.0.1:${port}/bzk/locatieserver/search/v3_1/reverse`);
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  #documents(asked: URLSearchParams): Record<string, unknown>[] {
    const [latitude, longitude] = [Number(asked.get('lat')), Number(asked.get('lon'))];
    const fields = asked.get('fl')!.split(',');
    return this.#listed
      .filter(({ type }) => type === asked.get('type'))
      .map((one) => ({
        weergavenaam: one.name,
        centroide_ll: `POINT(${one.longitude} ${one.latitude})`,
        afstand: metresBetween(latitude, longitude, one.latitude, one.longitude),
      }))
      .filter(({ afstand }) => afstand <= Number(asked.get('distance')))
      .toSorted((one, other) => one.afstand - other.afstand)
      .slice(0, Number(asked.get('rows')))
      .map((one) =>
        Object.fromEntries(Object.entries(one).filter(([name]) => fields.includes(name))),
      );
  }
}
