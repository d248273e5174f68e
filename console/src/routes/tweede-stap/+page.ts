// For whoever must set up a second step, and for nobody else.
import { redirect } from '@sveltejs/kit';
import { ApiError, call } from '#lib/api.ts';
import { readLanguage } from '#lib/read-language.svelte.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch }) => {
  try {
    const session = await call('session', { fetch });
    const { language: own, municipality, centre } = session;
    readLanguage.follow(centre.languages, { own, chosen: municipality?.language ?? null });
    if (!session.mustSetUp) redirect(307, '/');
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 401) redirect(307, '/inloggen');
    throw cause;
  }
};
