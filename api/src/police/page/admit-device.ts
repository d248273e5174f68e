// Whether a device that a link let in is still let in: asked of the alarm each time, so that a revocation counts from the moment
// it is in the log.
import { linkEndsAt } from '@achterwacht/shared/alarm/police-page/link.ts';
import type { AsVisitorOfLink } from '../../access/as-visitor-of-link.ts';
import { findAlarm, type StoredAlarm } from '../../alarms/row/alarm-row.ts';
import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/connect.ts';
import { Failure } from '../../http/server.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { deviceTokenIn } from './device-cookie.ts';
import { findViewer, keyOfToken, type Viewer } from './links.ts';

export type Admitted = { viewer: Viewer; stored: StoredAlarm; until: Date };

export async function admitViewer(
  tx: Transaction,
  keys: KeyRing,
  token: string,
  now: Date,
): Promise<Admitted | Failure> {
  const viewer = await findViewer(tx, keys, token);
  if (!viewer) return new Failure(401, 'link-needed', { centre: await whomToCall(tx) });
  const stored = await findAlarm(tx, keys, viewer.alarmId);
  const until = stored && linkEndsAt(stored.state, viewer.linkId, now);
  if (!stored || !until || now.getTime() >= until.getTime()) return ended(tx);
  return { viewer, stored, until };
}

type Parts = { asVisitorOfLink: AsVisitorOfLink; keys: KeyRing; clock: Clock; origin: string };

/** For what is of no alarm and still nobody else's business: why not, or null for who is let in. */
export function createAdmitDevice({ asVisitorOfLink, keys, clock, origin }: Parts) {
  return async (cookie: string | undefined): Promise<Failure | null> => {
    const token = deviceTokenIn(origin, cookie);
    const known = await asVisitorOfLink(keyOfToken(token), (tx) =>
      admitViewer(tx, keys, token, clock.now()),
    );
    return known instanceof Failure ? known : null;
  };
}

/** Expired, revoked, locked, closed long ago, never there: one answer, and whom to call. */
export async function ended(tx: Transaction): Promise<Failure> {
  return new Failure(410, 'link-ended', { centre: await whomToCall(tx) });
}

/** The centre of his link; of whoever has none, the one that takes what nobody knows. */
export async function whomToCall({ sql }: Transaction) {
  const [centre] = await sql<{ name: string; phone: string }[]>`
    select name, phone from whom_to_call()`;
  return centre ?? { name: '', phone: '' };
}
