// Of a session what every page needs: when it ends, whether it is there for setting up a second step alone, and how its
// person likes the screen.
import { needsSecondFactor, type Role } from '@achterwacht/shared/roles.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import type { Sql } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { reachOf } from './made-with.ts';

export type Standing = Pick<Session, 'endsAt' | 'mustSetUp' | 'language' | 'theme' | 'keys'>;

export async function readStanding(
  sql: Sql,
  { sessionId, role }: { sessionId: string | null; role: Role },
): Promise<Standing | null> {
  const [row] = await sql<
    (Pick<Session, 'language' | 'theme' | 'keys'> & {
      expires_at: string;
      made_with: string | null;
    })[]
  >`
    select expires_at, made_with, language, theme, keys from auth.session
      left join auth.preference on preference.user_id = session.user_id
    where session.id = ${sessionId}`;
  if (!row) return null;
  const { expires_at: endsAt, made_with: madeWith, language, theme, keys } = row;
  const needsFactor = needsSecondFactor.has(role);
  return {
    endsAt: iso(endsAt),
    mustSetUp: reachOf({ madeWith, needsFactor, hasFactor: true }) === 'set-up',
    language,
    theme,
    keys,
  };
}
