// One question to a receiver outside: a body goes out, a status comes back. Redirects are not followed and
// answers are not read beyond their status, so a receiver can neither send a notice elsewhere nor hold
// anything up.
import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';
import { isForbidden } from './address.ts';

/** The receiver was there and did not take it; the text is its status, never what it wrote. */
export class NotTaken extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Resolves with its status when the receiver took it: 200 to 299. Rejects otherwise, and when `signal` says so. */
export async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  mustBeOutsideTransaction('a notice');
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const status = await new Promise<number>((resolve, reject) => {
    const asking = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        // A connection of its own: one that a receiver closed meanwhile would fail the next notice.
        agent: false,
        lookup: onlyAllowed,
        signal,
      },
      (answer) => {
        answer.resume();
        // A line that is cut within the answer has said nothing: the receiver may not have kept it.
        answer.once('error', reject);
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    asking.once('error', reject);
    asking.end(body);
  });
  if (status < 200 || status > 299) throw new NotTaken(status);
  return status;
}

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** What a name leads to is looked at when it is used: it may lead elsewhere than when it was written. */
const onlyAllowed: LookupFunction = (hostname: string, options: LookupOptions, found: Found) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return found(error, '');
    const allowed = addresses.filter(({ address }) => !isForbidden(address));
    const [first] = allowed;
    if (!first) return found(new Error('no such receiver'), '');
    if (options.all) return found(null, allowed);
    found(null, first.address, first.family);
  });
};
