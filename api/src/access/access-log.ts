// Who looked at what, for whoever may ask later. Never what he saw.
import type { Transaction } from '../db/connect.ts';
import { accessLog } from '../db/schema.ts';
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
