// A question to somebody outside whose answer is read, as `fetch` asks it for a library that can be given another: to an
// address that the connection itself looked at, without following a redirect, and with an end to what is read.
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';
import { BadAddress } from './address.ts';
import { allowedLookup } from './allowed-lookup.ts';

/** Documents of a provider are a few thousand; who sends more sends no such document. */
const mostBytes = 1_000_000;

type Question = {
  method: string;
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal | null;
};

/** No line, a name that is nobody's, or a line that was cut within the answer. */
export class NoAnswer extends Error {}

/** @throws `NoAnswer`; `BadAddress`; what `signal` says; and for an answer that sends elsewhere or has no end. */
export async function ask(
  url: URL,
  { method, headers, body: asked, signal }: Question,
  lookup: LookupFunction = allowedLookup(),
): Promise<Response> {
  mustBeOutsideTransaction('a question to the outside');
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const failed = (error: unknown): Error => {
    if (signal?.reason instanceof Error) return signal.reason;
    return error instanceof BadAddress ? error : new NoAnswer('nobody answered', { cause: error });
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asking = request(
      url,
      { method, headers, agent: false, lookup, ...(signal && { signal }) },
      resolve,
    );
    asking.once('error', (error) => reject(failed(error)));
    asking.end(asked ?? undefined);
  });
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    answer.destroy();
    throw new Error('sent elsewhere');
  }
  const body = await read(answer).catch((error: unknown) => {
    throw error instanceof EndlessAnswer ? error : failed(error);
  });
  const said = new Headers();
  for (const [name, value] of Object.entries(answer.headersDistinct))
    for (const one of value ?? []) said.append(name, one);
  return new Response(body.length === 0 ? null : body, { status, headers: said });
}

class EndlessAnswer extends Error {}

async function read(answer: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new EndlessAnswer();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
