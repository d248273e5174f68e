// What a person sees of his own log-ins: the sessions that stand, the last attempts, and how he likes his screen.
import type { OwnKeys, Profile } from '@achterwacht/shared/routes/profile.ts';
import { iso } from '../../db/iso.ts';
import { wayOf } from '../../access/sessions/made-with.ts';
import type { Sql, TransactionSql } from '../../db/connect.ts';

/** Enough to see whether somebody else was there. */
const shownLogIns = 20;

export async function readOwn(
  sql: TransactionSql,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<Pick<Profile, 'email' | 'language' | 'theme' | 'sessions' | 'logIns'>> {
  const [person] = await sql<Pick<Profile, 'email' | 'language' | 'theme'>[]>`
    select email, language, theme from auth.user
      left join auth.preference on preference.user_id = auth.user.id where auth.user.id = ${userId}`;
  const sessions = await sql<Row[]>`
    select id, created_at, updated_at, expires_at, made_with, ip_address, user_agent
    from auth.session where user_id = ${userId} and expires_at > now() order by updated_at desc`;
  const lines = await sql<{ at: string; action: string; result: string; origin: string }[]>`
    select at, action, result, origin from access_log
    where centre_id = (select centre_id from members where user_id = ${userId})
      and user_id = ${userId} and action = any(${shownActions.map((one) => `account.${one}`)})
    order by at desc, id desc limit ${shownLogIns}`;
  return {
    email: person?.email ?? '',
    language: person?.language ?? null,
    theme: person?.theme ?? null,
    sessions: sessions.map((row) => ({
      id: row.id,
      isThis: row.id === sessionId,
      madeAt: iso(row.created_at),
      lastSeenAt: iso(row.updated_at),
      endsAt: iso(row.expires_at),
      madeWith: wayOf(row.made_with),
      address: row.ip_address,
      device: row.user_agent,
    })),
    logIns: lines.map(({ at, action, result, origin }) => ({
      at: iso(at),
      action: action.slice('account.'.length) as Profile['logIns'][number]['action'], // asked for above
      result,
      origin,
    })),
  };
}

const shownActions = ['log-in', 'log-in-failed', 'log-in-limited', 'recovery-code-used'] as const;

type Row = {
  id: string;
  created_at: string;
  updated_at: string;
  expires_at: string;
  made_with: string | null;
  ip_address: string | null;
  user_agent: string | null;
};

type Preferences = {
  language?: string | undefined;
  theme?: string | undefined;
  /** All that are not the usual ones; none: all are usual again. */
  keys?: OwnKeys | undefined;
};

export async function keepPreferences(
  sql: Sql,
  userId: string,
  { language, theme, keys }: Preferences,
): Promise<void> {
  await sql`
    insert into auth.preference as kept (user_id, language, theme, keys)
    values (${userId}, ${language ?? null}, ${theme ?? null}, ${keys ? JSON.stringify(keys) : null}::text::jsonb)
    on conflict (user_id) do update
      set language = coalesce(excluded.language, kept.language),
        theme = coalesce(excluded.theme, kept.theme),
        keys = coalesce(excluded.keys, kept.keys)`;
}
