// Everything below here needs somebody who is logged in.
import { redirect } from '@sveltejs/kit';
import { ApiError, call } from '#lib/api.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch, url }) => {
  try {
    return { session: await call('session', { fetch }) };
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 401)
      redirect(307, `/inloggen?terug=${encodeURIComponent(url.pathname + url.search)}`);
    throw cause;
  }
};
