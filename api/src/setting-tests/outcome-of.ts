// What became of an attempt to reach the other side, in one word and its status. Never what the other side wrote: an
// answer may repeat a password, and its words are not ours to show.
import type { TestOutcome } from '@achterwacht/shared/routes/setting-tests.ts';
import { NotTaken } from '../outward/post.ts';

export type Attempt = { outcome: TestOutcome; status: number | null };

type Said = { code?: unknown; originalCode?: unknown; responseCode?: unknown };

export function outcomeOf(error: unknown): Attempt {
  if (error instanceof NotTaken) return { outcome: 'refused', status: error.status };
  const { code, originalCode, responseCode } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Said;
  const status = typeof responseCode === 'number' ? responseCode : null;
  const codes = [code, originalCode].map(String);
  const is = (...names: string[]) => codes.some((one) => names.includes(one));
  if (is('EAUTH', 'ENOAUTH')) return { outcome: 'log-in-refused', status };
  if (
    is('ETLS') ||
    codes.some((one) => /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(one))
  )
    return { outcome: 'not-secure', status };
  if (status !== null) return { outcome: 'refused', status };
  if (is('ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET')) return { outcome: 'cut-off', status };
  if (is('ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EDNS'))
    return { outcome: 'unreachable', status };
  if (is('ETIMEDOUT') || isTimeUp(error)) return { outcome: 'no-answer', status };
  if (is('ECONNECTION')) return { outcome: 'cut-off', status };
  return { outcome: 'unreachable', status };
}

const isTimeUp = (error: unknown) =>
  error instanceof Error &&
  (error.name === 'TimeoutError' ||
    error.name === 'AbortError' ||
    error.message === 'no answer in time');
