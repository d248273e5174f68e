import { can } from '@achterwacht/shared/roles.ts';
import { redirect } from '@sveltejs/kit';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
  const { session } = await parent();
  if (!can(session.role, 'answer-times.read')) redirect(307, '/geen-toegang');
  return { session };
};
