// What stands of an alarm's words outside its log, taken away in the transaction that says so in it: the key that its
// sealed parts open with, its row's own sealed part, and what its messages said. The log keeps what was sealed, and
// nothing opens that any more; the names that people gave on the police page are sealed under the same key.
import type { Transaction } from '../../db/connect.ts';
import { takeKeyAway } from '../../log/take-key-away.ts';
import { alarms } from '../row/alarm-row.ts';

/**
 * Of a message that went into another alarm too it is left until that one is erased as well: it says what happened
 * there. A message may come long before or after what it says, a day at most.
 */
export async function takeAway(tx: Transaction, alarmId: string): Promise<void> {
  const { sql } = tx;
  await Promise.all([
    takeKeyAway(alarms, tx, alarmId),
    sql`
      update messages set content = null, raw = null, content_hash = null
      from alarms
      where alarms.id = ${alarmId} and messages.centre_id = alarms.centre_id
        and messages.received_at between alarms.raised_at - interval '1 day'
          and coalesce(alarms.closed_at, alarms.updated_at) + interval '1 day'
        and handled_at is not null
        and exists (select from signals
          where message_id = messages.id and alarm_id = ${alarmId})
        and not exists (select from signals join alarms as other on other.id = alarm_id
          where message_id = messages.id and other.id <> ${alarmId}
            and not other.state ? 'erased')`,
  ]);
}
