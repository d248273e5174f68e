// For whoever must set up a second step, and for nobody else.
import { redirect } from '@sveltejs/kit';
import { ApiError, call } from '#lib/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch }) => {
  try {
    const session = await call('session', { fetch });
    if (!session.mustSetUp) redirect(307, '/');
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 401) redirect(307, '/inloggen');
    throw cause;
  }
};
