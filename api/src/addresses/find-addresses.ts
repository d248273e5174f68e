// Where an address is that somebody types. Asked only where the register's address is set; without it, and when it does not
// answer, an address is typed and put on the map by hand.
import type { AskRegister } from './register.ts';

export type FoundAddress = { address: string; latitude: number; longitude: number };
export type FindAddresses = (
  search: string,
) => Promise<{ isAsked: boolean; found: FoundAddress[] }>;

const mostFound = 10;

export function createFindAddresses(askRegister: AskRegister): FindAddresses {
  return async (search) => {
    const entries = await askRegister({
      q: search,
      fq: 'type:adres',
      fl: 'weergavenaam,centroide_ll',
      rows: String(mostFound),
    });
    const found = (entries ?? [])
      .slice(0, mostFound)
      .map(({ name: address, latitude, longitude }) => ({ address, latitude, longitude }));
    return { isAsked: entries !== null, found };
  };
}
