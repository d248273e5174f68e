// A new, empty centre: its row, its feeds, and the times after which it acts by itself.
import { randomUUID } from 'node:crypto';
import type { Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import type { ControlRoomLine } from '@achterwacht/shared/police/route.ts';
import type { Transaction } from './db/connect.ts';
import { centres } from './db/schema/centres.ts';
import { feeds } from './db/schema/log.ts';

/** Settings a centre starts with; each alarm keeps a copy of those in force when it was raised. */
export const defaultTimings: Timings = {
  unclaimedLouderSeconds: 10,
  unclaimedSupervisorSeconds: 20,
  unclaimedOnCallSeconds: 40,
  ownerIdleReminderSeconds: 30,
  ownerIdleSupervisorSeconds: 60,
  noActivitySeconds: 600,
  noDecisionReminderSeconds: 60,
  noDecisionSupervisorSeconds: 120,
  unverifiableSecondSeconds: 60,
  unverifiableSupervisorSeconds: 120,
  verifiedNotHandedOverSeconds: 20,
  handoverUnconfirmedSeconds: 60,
  policeSilentSeconds: 300,
  notFoundSeconds: 120,
};

export async function createCentre(
  { db }: Transaction,
  centre: {
    name: string;
    phone: string;
    policePhone: string;
    controlRoomLines?: ControlRoomLine[];
  },
): Promise<string> {
  const id = randomUUID();
  await db.insert(centres).values({ id, ...centre, isDefault: true, timings: defaultTimings });
  await db.insert(feeds).values([
    { centreId: id, name: 'live', lastSequence: 0 },
    { centreId: id, name: 'file', lastSequence: 0 },
  ]);
  return id;
}
