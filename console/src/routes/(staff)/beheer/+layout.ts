// Who may not open a page of running a centre is told so; which those are stands in one list.
import { redirect } from '@sveltejs/kit';
import { mayOpen } from '#lib/administration/pages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent, url }) => {
  const { session } = await parent();
  if (!mayOpen(session.role, url.pathname)) redirect(307, '/geen-toegang');
  return { session };
};
