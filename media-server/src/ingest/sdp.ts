// Session descriptions by sdp-transform, made to fit: how much of one is read, every fingerprint of it (the
// library keeps the last one only), and a text that is nothing but attributes.
import {
  grammar,
  parse,
  write,
  type MediaDescription,
  type SessionDescription,
} from 'sdp-transform';
import { sdpLines } from '../process/limits.ts';

export class UnusableOffer extends Error {}

// As its README says that a grammar is added to. Missing in its types, as is what `write` takes beside.
declare module 'sdp-transform' {
  export const grammar: Record<
    'a',
    { push: string; reg: RegExp; names: readonly string[]; format: string }[]
  >;
  export function write(
    description: SessionDescription,
    options: { outerOrder: readonly string[] },
  ): string;
  export interface SharedAttributes {
    fingerprints?: { type: string; hash: string }[];
  }
}
grammar.a.unshift({
  push: 'fingerprints',
  reg: /^fingerprint:(\S+) (\S+)/,
  names: ['type', 'hash'],
  format: 'fingerprint:%s %s',
});

/**
 * What stands there, unchecked: anything may be missing, and what looks like a number is one, whatever its type
 * here says.
 * @throws UnusableOffer when it is too much to read.
 */
export function readDescription(
  text: string,
): Partial<SessionDescription> & Pick<SessionDescription, 'media'> {
  // Each line is held against some fifty patterns.
  if (text.split(/\r\n|\r|\n/, sdpLines + 1).length > sdpLines)
    throw new UnusableOffer(`more than ${sdpLines} lines`);
  return parse(text);
}

export function writeDescription(description: SessionDescription): string {
  return write(description);
}

/** Without the lines that a whole description begins with: a fragment (RFC 8840). */
export function writeAttributes(
  attributes: Pick<MediaDescription, 'iceUfrag' | 'icePwd' | 'candidates'>,
): string {
  return write({ ...emptyDescription, ...attributes, media: [] }, { outerOrder: ['a'] });
}

/** A name is not asked in here, and an address of ours is in the candidates where it belongs. */
export const emptyDescription = {
  version: 0,
  origin: {
    username: '-',
    sessionId: 0,
    sessionVersion: 1,
    netType: 'IN',
    ipVer: 4,
    address: '127.0.0.1',
  },
  name: '-',
  timing: { start: 0, stop: 0 },
} satisfies Partial<SessionDescription>;
