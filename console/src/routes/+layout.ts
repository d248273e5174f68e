// Pages are drawn in the browser only. What an alarm holds is fetched by the person's own browser with
// the person's own session, so no second program ever has it, and every answer of this program is the
// same for everybody.
import { call } from '#lib/api.ts';
import { readLanguage } from '#lib/read-language.svelte.ts';
import type { LayoutLoad } from './$types';

export const ssr = false;

/** Longer nobody waits before a page that he can read in any case. */
const languagesMilliseconds = 2_000;

/** Before anybody has logged in nobody's session says what he reads; a page is drawn whether it is known or not. */
export const load: LayoutLoad = async ({ route, fetch }) => {
  if (route.id?.startsWith('/(staff)')) return;
  const signal = AbortSignal.timeout(languagesMilliseconds);
  const languages = await call('languages', { fetch, signal }).catch(() => null);
  if (languages) readLanguage.follow(languages, { own: null, chosen: null });
};
