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
