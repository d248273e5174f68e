// The outbox page's query: what went out, waits, failed, or would have gone out.
import { and, desc, eq, lt } from '../db/drizzle.ts';
import type { OutboxEntry } from '@achterwacht/shared/routes/system.ts';
import type { Transaction } from '../db/connect.ts';
import { alarms } from '../db/schema/alarms.ts';
import { effects } from '../db/schema/log.ts';

const pageSize = 100;

/** With whose it is, for whoever reads those of several centres. */
export type ListedEffect = OutboxEntry & { centreId: string };

export async function listEffects({ db }: Transaction, before?: string): Promise<ListedEffect[]> {
  return db
    .select({
      id: effects.id,
      centreId: effects.centreId,
      kind: effects.kind,
      alarmId: alarms.id,
      alarmNumber: alarms.number,
      mode: effects.mode,
      recipient: effects.recipient,
      text: effects.text,
      createdAt: effects.createdAt,
      attempts: effects.attempts,
      nextAttemptAt: effects.nextAttemptAt,
      status: effects.status,
      sentAt: effects.sentAt,
      lastError: effects.lastError,
    })
    .from(effects)
    .leftJoin(alarms, eq(alarms.id, effects.streamId))
    .where(and(before ? lt(effects.createdAt, before) : undefined))
    .orderBy(desc(effects.createdAt))
    .limit(pageSize);
}
