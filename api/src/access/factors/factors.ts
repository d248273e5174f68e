// What a person has to prove who he is, and what guards it: a factor is added, replaced or removed only shortly after a
// log-in with what he has (ASVS 6.4, 7.5), the last one stays where the role asks for one, and what was removed takes its
// sessions with it.
import { needsSecondFactor, type Role } from '@achterwacht/shared/roles.ts';
import type { Factors } from '@achterwacht/shared/routes/profile.ts';
import type { TransactionSql } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import {
  freshSeconds,
  isFullLogIn,
  reachOf,
  setUpSeconds,
  type MadeWith,
} from '../sessions/made-with.ts';

export type Holding = {
  sessionId: string;
  userId: string;
  role: Role;
  madeWith: MadeWith | null;
  /** Of the last full log-in. */
  provenAt: string | null;
  isFresh: boolean;
  hasCodes: boolean;
  passkeys: number;
};

export type FactorProblem =
  'proof-needed' | 'proof-with-another' | 'last-factor' | 'no-such-factor';

/** Locked, so that of two at once the second sees what the first left. */
export async function holdingOf(sql: TransactionSql, sessionId: string): Promise<Holding | null> {
  const [row] = await sql<Holding[]>`
    select session.id as "sessionId", session.user_id as "userId", members.role,
      session.made_with as "madeWith", session.proven_at as "provenAt",
      coalesce(session.proven_at > now() - ${freshSeconds} * interval '1 second', false) as "isFresh",
      coalesce(auth.user.two_factor_enabled, false) as "hasCodes",
      (select count(*)::int from auth.passkey where passkey.user_id = session.user_id) as passkeys
    from auth.session
      join auth.user on auth.user.id = session.user_id
      join members on members.user_id = session.user_id
    where session.id = ${sessionId} and session.expires_at > now()
    for update of "user", session`;
  return row ?? null;
}

export const hasFactor = ({ hasCodes, passkeys }: Holding) => hasCodes || passkeys > 0;

/** While a first one is set up there is time to find the telephone; the session itself is short. */
const isSettingUp = (holding: Holding) =>
  reachOf(reachParts(holding)) === 'set-up' && !hasFactor(holding);

export function mayChange(holding: Holding): FactorProblem | null {
  if (isSettingUp(holding)) return null;
  const isFull = isFullLogIn({ madeWith: holding.madeWith, hasFactor: hasFactor(holding) });
  return isFull && holding.isFresh ? null : 'proof-needed';
}

/** `factor`: as a session names it. */
export function mayRemove(holding: Holding, factor: MadeWith): FactorProblem | null {
  const problem = mayChange(holding);
  if (problem) return problem;
  const left = holding.passkeys + (holding.hasCodes ? 1 : 0) - 1;
  if (left === 0) return needsSecondFactor.has(holding.role) ? 'last-factor' : null;
  return holding.madeWith === factor ? 'proof-with-another' : null;
}

export async function readFactors(sql: TransactionSql, holding: Holding): Promise<Factors> {
  const { userId } = holding;
  const passkeys = await sql<Factors['passkeys']>`
    select id, coalesce(name, '') as name, created_at as "madeAt", last_used_at as "lastUsedAt"
    from auth.passkey where user_id = ${userId} order by created_at`;
  const [codes] = await sql<{ madeAt: string | null }[]>`
    select created_at as "madeAt" from auth.two_factor where user_id = ${userId}`;
  const [recovery] = await sql<Factors['recoveryCodes'][]>`
    select count(*) filter (where used_at is null)::int as left, max(made_at) as "madeAt",
      max(used_at) as "lastUsedAt"
    from auth.recovery_code where user_id = ${userId}`;
  return {
    needed: needsSecondFactor.has(holding.role),
    passkeys: passkeys.map(({ id, name, ...moments }) => ({ id, name, ...inIso(moments) })),
    codes: holding.hasCodes ? { madeAt: momentOrNull(codes?.madeAt ?? null) } : null,
    recoveryCodes: {
      left: recovery?.left ?? 0,
      ...inIso({ madeAt: recovery?.madeAt ?? null, lastUsedAt: recovery?.lastUsedAt ?? null }),
    },
    canChangeUntil: mayChange(holding) ? null : untilOf(holding),
    mustSetUp: reachOf(reachParts(holding)) === 'set-up',
  };
}

function reachParts(holding: Holding) {
  return {
    madeWith: holding.madeWith,
    needsFactor: needsSecondFactor.has(holding.role),
    hasFactor: hasFactor(holding),
  };
}

function untilOf(holding: Holding): string | null {
  if (!holding.provenAt) return null;
  const seconds = isSettingUp(holding) ? setUpSeconds : freshSeconds;
  return new Date(Date.parse(iso(holding.provenAt)) + seconds * 1000).toISOString();
}

const momentOrNull = (moment: string | null) => moment && iso(moment);

function inIso({ madeAt, lastUsedAt }: { madeAt: string | null; lastUsedAt: string | null }) {
  return { madeAt: momentOrNull(madeAt), lastUsedAt: momentOrNull(lastUsedAt) };
}
