// To which addresses this program speaks by itself. They are written by whoever runs it, and a slip there
// must not become a hole: nothing goes in clear over a network, and no name may lead to the machine's own
// metadata services.
import { BlockList, isIP } from 'node:net';

/** Where the text of an address is wrong. Its value is never repeated: it may hold a secret. */
export class BadAddress extends Error {}

export function outwardAddress(text: string): URL {
  const url = URL.parse(text);
  if (!url) throw new BadAddress('not an address');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw new BadAddress('only https, or http to this machine');
  if (url.username || url.password) throw new BadAddress('no name and password in it');
  if (url.hash) throw new BadAddress('no fragment in it');
  if (isIP(bare(url.hostname)) && isForbidden(bare(url.hostname)))
    throw new BadAddress('no such receiver');
  return url;
}

/** @throws where mail may not go; a name is looked at by the connection (`allowed-lookup.ts`). */
export function mailHost(host: string): string {
  if (isIP(host) && isForbidden(host)) throw new BadAddress('no such receiver');
  return host;
}

/**
 * Link-local (where cloud machines keep their credentials), unspecified, multicast and broadcast. Private
 * networks are allowed: a line to a control room may well be one.
 */
const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('224.0.0.0', 3, 'ipv4');
forbidden.addAddress('::', 'ipv6');
// The same of version 4 as translators, tunnels and old texts write it, and where one cloud has it in version 6.
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
forbidden.addSubnet('2002:a9fe::', 32, 'ipv6');
forbidden.addSubnet('::a9fe:0', 112, 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');

/** Also of an address of version 4 that is written as one of version 6. */
export function isForbidden(address: string): boolean {
  return forbidden.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

function isLoopback(hostname: string): boolean {
  const name = bare(hostname);
  return name === 'localhost' || name === '::1' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
