import { can, type Role } from '@achterwacht/shared/roles.ts';
import { redirect } from '@sveltejs/kit';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
  const { session } = await parent();
  if (!can(session.role, 'board.read')) redirect(307, startOf(session.role));
  return { session };
};

/** Where somebody without a desk begins. */
function startOf(role: Role): string {
  if (can(role, 'outbox.read')) return '/uitgaand';
  return can(role, 'incident.read') ? '/gemeente/meldingen' : '/geen-toegang';
}
