// The police page's own way to the server. Apart from the desk's client, which knows every route and every
// schema: a phone on a slow line loads none of them.
import type { PoliceAnswer, PoliceReportBody } from '@achterwacht/shared/police/page.ts';
import { centreOf, readAnswer, type Centre } from './read-answer.ts';

export type Failure =
  /** The link does not open (any more), or this device was never let in. */
  | { status: 'ended' | 'no-link'; centre: Centre | null }
  | { status: 'wrong-pin'; left: number }
  | { status: 'full' }
  /** The rules say no; the sentence is the server's. */
  | { status: 'refused'; why: string }
  /** Nobody answered, or not now: worth trying again. */
  | { status: 'offline' };
export type Answer<T> = { status: 'ok'; value: T } | Failure;

/** A line that dawdles longer than this is none. */
const answerMilliseconds = 8_000;

export type PoliceClient = ReturnType<typeof createClient>;

export function createClient(ask: typeof fetch = fetch) {
  async function send<T>(
    path: string,
    body: unknown,
    read: (value: unknown) => T,
  ): Promise<Answer<T>> {
    try {
      const response = await ask(`/api/police/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        cache: 'no-store',
        signal: AbortSignal.timeout(answerMilliseconds),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const value: unknown = await response.json();
      return response.ok
        ? { status: 'ok', value: read(value) }
        : failureOf(response.status, value as { error?: Problem });
    } catch {
      return { status: 'offline' };
    }
  }
  return {
    enter: (secret: string, pin: string, name: string) =>
      send('session', { secret, pin, name }, () => null),
    view: (since: number | null): Promise<Answer<PoliceAnswer>> =>
      send(since === null ? 'view' : `view?since=${since}`, undefined, readAnswer),
    report: (body: PoliceReportBody) => send('reports', body, () => null),
    message: (text: string) => send('messages', { text }, () => null),
  };
}

type Problem = { code: string; message: string; details?: Record<string, unknown> };

function failureOf(status: number, { error }: { error?: Problem }): Failure {
  const centre = centreOf(error?.details);
  if (status === 410) return { status: 'ended', centre };
  if (status === 401) return { status: 'no-link', centre };
  if (error?.code === 'pin-wrong')
    return { status: 'wrong-pin', left: Number(error.details?.['left'] ?? 0) };
  if (error?.code === 'link-full') return { status: 'full' };
  // Too fast, out of order, restarting: it may be taken in a moment.
  if (status === 429 || status >= 500) return { status: 'offline' };
  return { status: 'refused', why: error?.message ?? String(status) };
}
