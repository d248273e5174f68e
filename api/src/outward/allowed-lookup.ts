// What a name leads to is looked at by the connection itself: between a look and a connection of its own the name could
// lead elsewhere, and whoever holds the name could see to that.
import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { BadAddress, isForbidden } from './address.ts';

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;
type Find = (
  hostname: string,
  options: LookupOptions & { all: true },
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A connection goes to one of the addresses that were looked at, or to none. */
export const allowedLookup =
  (find: Find = lookup): LookupFunction =>
  (hostname: string, options: LookupOptions, found: Found) => {
    find(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return found(error, '');
      const allowed = addresses.filter(({ address }) => !isForbidden(address));
      const [first] = allowed;
      if (!first) return found(new BadAddress('no such receiver'), '');
      if (options.all) return found(null, allowed);
      found(null, first.address, first.family);
    });
  };
