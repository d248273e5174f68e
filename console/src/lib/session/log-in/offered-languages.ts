// What a centre offers to whoever has not logged in. A file of its own, so that the whole table of routes is fetched
// only where a page asks.
import { usualLanguages, type Languages } from '@achterwacht/shared/which-language.ts';
import { call } from '../../api.ts';

/** Longer nobody waits before a page that he can read in any case. */
const longest = 2_000;

/** Without an answer in time what is usual: a page is drawn whether it is known or not. */
export async function offeredLanguages(fetcher: typeof fetch): Promise<Languages> {
  const signal = AbortSignal.timeout(longest);
  return call('languages', { fetch: fetcher, signal }).catch(() => usualLanguages);
}
