// Who looked at what, and who set what from the machine itself, for whoever may ask later. Never what he saw.
import type { Transaction } from '../db/connect.ts';
import { accessLog } from '../db/schema/centres.ts';
import type { Visitor } from './as-actor.ts';

type Look = { at: Date; action: string; object: string; result: string; origin: string };

export async function logAccess({ db }: Transaction, visitor: Visitor, look: Look): Promise<void> {
  await db.insert(accessLog).values({
    centreId: visitor.centreId,
    userId: visitor.id,
    ...look,
    at: look.at.toISOString(),
  });
}

/** What the access log calls the erasing of something that was kept for as long as it may be. */
export const erasedAction = 'retention.erased';

/** The line that proves it: what, of which class, and when. It names no person. */
export async function logErasure(
  { db }: Transaction,
  centreId: string,
  { at, object, class: result }: { at: Date; object: string; class: string },
): Promise<void> {
  await db.insert(accessLog).values({
    centreId,
    userId: null,
    at: at.toISOString(),
    action: erasedAction,
    object,
    result,
    origin: 'retention',
  });
}

/** `by`: the machine's own name for who did it. */
type Setting = { at: Date; action: string; object: string; result: string; by: string };

/** Somebody at the machine itself, who is none of a centre's people. */
export async function logSetting(
  { db }: Transaction,
  centreId: string,
  { by, at, ...setting }: Setting,
): Promise<void> {
  await db.insert(accessLog).values({
    centreId,
    userId: null,
    ...setting,
    at: at.toISOString(),
    origin: `machine:${by}`,
  });
}
