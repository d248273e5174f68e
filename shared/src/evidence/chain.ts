// The hash chain of one alarm: each event's hash covers its exact text and the hash before it, so a
// changed, missing, added or swapped event shows. The hash function is handed in; this runs in Node
// and in a browser.

/** SHA-256 of UTF-8 text, as lower-case hex. */
export type Sha256 = (text: string) => string;

/** What the first event of every alarm follows. */
export const chainStart = '0'.repeat(64);

export type ChainLink = { version: number; previousHash: string; hash: string; text: string };

/** SHA-256 over the previous hash (as hex) followed by the event's canonical text. */
export function linkHash(sha256: Sha256, previousHash: string, text: string): string {
  return sha256(previousHash + text);
}

export type ChainFault =
  | { fault: 'missing'; version: number }
  | { fault: 'broken-link'; version: number }
  | { fault: 'changed'; version: number };

/** The first fault in one alarm's links, given in order of version; null when the chain is whole. */
export function findFault(sha256: Sha256, links: readonly ChainLink[]): ChainFault | null {
  let previous = chainStart;
  for (const [index, link] of links.entries()) {
    if (link.version !== index + 1) return { fault: 'missing', version: index + 1 };
    if (link.previousHash !== previous) return { fault: 'broken-link', version: link.version };
    if (linkHash(sha256, previous, link.text) !== link.hash)
      return { fault: 'changed', version: link.version };
    previous = link.hash;
  }
  return null;
}
