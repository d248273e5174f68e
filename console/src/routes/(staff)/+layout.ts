// Everything below here needs somebody who is logged in.
import { redirect } from '@sveltejs/kit';
import { ApiError, call } from '#lib/api.ts';
import { ownKeys } from '#lib/keys/own-keys.svelte.ts';
import { readLanguage } from '#lib/read-language.svelte.ts';
import { firstPage } from '#lib/session/first-page.ts';
import type { LayoutLoad } from './$types';

/** For whoever's papers expired: what it is about, and his own account. */
const openWithoutDuty = new Set(['/welkom', '/profiel', '/profiel/werkaccount']);

export const load: LayoutLoad = async ({ fetch, url }) => {
  try {
    const session = await call('session', { fetch });
    const { language: own, municipality, centre } = session;
    ownKeys.follow(session.keys);
    readLanguage.follow(centre.languages, { own, chosen: municipality?.language ?? null });
    if (session.mustSetUp) redirect(307, '/tweede-stap');
    if (session.offDutySince !== null && !openWithoutDuty.has(url.pathname))
      redirect(307, firstPage(session));
    return { session };
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 401)
      redirect(307, `/inloggen?terug=${encodeURIComponent(url.pathname + url.search)}`);
    throw cause;
  }
};
