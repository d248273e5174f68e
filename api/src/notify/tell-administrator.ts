// The effect `tell-administrator`: something about the centre's devices that can wait, and that no alarm is
// about. By mail to whoever administers the centre; without a gateway it stands on the outbox page, which he reads.
import type { Database } from '../db/connect.ts';
import type { Handler } from '../outbox/outbox.ts';
import type { createNotify } from './notify.ts';

export function createTellAdministrator(
  { system }: { system: Database },
  { page }: ReturnType<typeof createNotify>,
): Handler {
  return async (effect, signal) => {
    const rows = await system.sql<{ email: string }[]>`
      select email from members join log.effects on effects.centre_id = members.centre_id
      where effects.id = ${effect.id} and role = 'administrator' and members.status = 'active'
      order by email`;
    return page(() => rows.map(({ email }) => email))(effect, signal);
  };
}
