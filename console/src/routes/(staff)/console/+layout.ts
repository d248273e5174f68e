import { can } from '@achterwacht/shared/roles.ts';
import { redirect } from '@sveltejs/kit';
import { firstPage } from '#lib/session/first-page.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
  const { session } = await parent();
  if (!can(session.role, 'board.read')) redirect(307, firstPage(session));
  return { session };
};
