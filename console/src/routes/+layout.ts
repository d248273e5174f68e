// Pages are drawn in the browser only. What an alarm holds is fetched by the person's own browser with
// the person's own session, so no second program ever has it, and every answer of this program is the
// same for everybody.
import { readLanguage } from '#lib/read-language.svelte.ts';
import type { LayoutLoad } from './$types';

export const ssr = false;

/** Before anybody has logged in nobody's session says what he reads. */
export const load: LayoutLoad = async ({ route, fetch }) => {
  // The police's page is read as its own telephone asks, and carries nothing that it can do without.
  if (route.id === '/p' || route.id?.startsWith('/(staff)')) return;
  const { offeredLanguages } = await import('#lib/session/log-in/offered-languages.ts');
  readLanguage.follow(await offeredLanguages(fetch), { own: null, chosen: null });
};
