// One question to a receiver outside: a body goes out, a status comes back. Redirects are not followed and
// answers are not read beyond their status, so a receiver can neither send a notice elsewhere nor hold
// anything up.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';
import { allowedLookup } from './allowed-lookup.ts';

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
        lookup: allowedLookup(),
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
