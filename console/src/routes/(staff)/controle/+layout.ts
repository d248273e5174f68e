// Who may see nothing of what was looked at and changed is told so.
import { can } from '@achterwacht/shared/roles.ts';
import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent, url }) => {
  const { session } = await parent();
  const isPrivacy = /^\/controle\/(datalek|verzoeken)(\/|$)/.test(url.pathname);
  if (!can(session.role, isPrivacy ? 'privacy.read' : 'audit.read')) redirect(307, '/geen-toegang');
  return { session };
};
