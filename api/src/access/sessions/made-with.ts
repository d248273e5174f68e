// By what a session was made, and what it may do for that. A password alone is half of a log-in wherever the role asks
// for two; an invitation, or the code after a lost second step, lets in to set one up and nowhere else.
import type { LogInWay } from '@achterwacht/shared/routes/profile.ts';

/** As a session keeps it: a passkey with which one it was. Null: made by the release before this was kept. */
export type MadeWith = Exclude<LogInWay, 'passkey'> | `passkey:${string}`;

/** Absolute: a session ends this long after the last full log-in, however much it is used (ASVS 7.3.2). */
export const sessionSeconds = 12 * 3600;
/** Of those who have no desk; a desk in use is never thrown out, and its room has a door (ASVS 7.3.1). */
export const idleSeconds = 30 * 60;
/** To set up a second step, and no longer. */
export const setUpSeconds = 30 * 60;
/** How long after a log-in the person may change by what he logs in. */
export const freshSeconds = 5 * 60;

export function wayOf(madeWith: string | null): LogInWay | null {
  if (madeWith?.startsWith('passkey:')) return 'passkey';
  return madeWith as LogInWay | null; // written by this product alone
}

/** What this session may reach. */
export type Reach = 'everything' | 'set-up' | 'nothing';

export function reachOf(session: {
  madeWith: string | null;
  needsFactor: boolean;
  hasFactor: boolean;
}): Reach {
  if (!session.needsFactor) return 'everything';
  const way = wayOf(session.madeWith);
  if (way === 'invitation' || way === 'reset') return 'set-up';
  // None is begun before a second step: the provider's, where the centre believes that, or else our own.
  if (way === 'oidc') return 'everything';
  return session.hasFactor && way !== 'password' ? 'everything' : 'nothing';
}

/**
 * Whether it was made with all that the person has to prove who he is, so that he may change his factors with it for
 * as long as it is fresh.
 */
export function isFullLogIn(session: { madeWith: string | null; hasFactor: boolean }): boolean {
  const way = wayOf(session.madeWith);
  if (way === null) return false;
  if (way === 'password' || way === 'invitation' || way === 'reset') return !session.hasFactor;
  return true;
}
