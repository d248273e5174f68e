// Who looked at what, and who set what from the machine itself, for whoever may ask later. Never what he saw.
import { userInfo } from 'node:os';
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

type Setting = { at: Date; action: string; object: string; result: string };

/** Somebody at the machine is none of a centre's people: the machine's own name for him is what there is. */
export async function logSetting(
  { db }: Transaction,
  centreId: string,
  setting: Setting,
): Promise<void> {
  await db.insert(accessLog).values({
    centreId,
    userId: null,
    ...setting,
    at: setting.at.toISOString(),
    // Under sudo it is who typed it, not whose rights he took.
    origin: `machine:${process.env['SUDO_USER'] ?? userInfo().username}`,
  });
}
