import { redirect } from '@sveltejs/kit';
import { firstPage } from '#lib/session/first-page.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) =>
  redirect(307, firstPage((await parent()).session));
