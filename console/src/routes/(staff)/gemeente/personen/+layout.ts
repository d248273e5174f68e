import { can } from '@achterwacht/shared/roles.ts';
import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
  const { session } = await parent();
  if (!session.municipality || !can(session.role, 'person.read')) redirect(307, '/geen-toegang');
  return { session };
};
