// Takes a press's locks (the button, then its open alarms) and reads all it needs to be decided, in one
// question: the function `read_press` of the database.
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import { readLocked } from '../../log/read-stream.ts';
import { alarms, type AlarmRow, type StoredAlarm } from '../row/alarm-row.ts';
import type { Transaction } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { contextOf, type ButtonContext, type ContextRow } from '../../buttons/button-context.ts';
import type { Message } from '../../messages/record/record-message.ts';

/** A retry after a lost ACK comes within this; the same content later is a new press. */
const duplicateSeconds = 90;
/** How far a device's clock may be off, and a retry behind, for its time to tell one moment from another. */
const sentBeforeSeconds = 100;
const sentAfterSeconds = 20;
/** A press within this of the button's last alarm is linked to it. */
const linkHours = 24;

export type LockedPress = {
  context: ButtonContext;
  /** The button's open alarms, oldest first. */
  open: StoredAlarm[];
  /** Somebody else decided about this message meanwhile. */
  isHandled: boolean;
  /** The alarm of an earlier delivery of the same message: open, or closed where that message is dated. */
  duplicateOf: string | null;
  newestAlarmId: string | null;
  /** A number for the alarm it raises, when nothing of this button is open yet. */
  numbers: number[];
};

type Row = {
  context: ContextRow | null;
  handled: boolean;
  duplicate_of: string | null;
  open_alarms: AlarmRow[];
  newest_alarm: string | null;
  number: string | null;
};

export async function lockPress(
  tx: Transaction,
  keys: KeyRing,
  message: Pick<Message, 'id' | 'receivedAt' | 'contentHash' | 'signals'>,
  { buttonId, mayRaise }: { buttonId: string; mayRaise: boolean },
): Promise<LockedPress> {
  const receivedAt = message.receivedAt.getTime();
  const before = (milliseconds: number) => new Date(receivedAt - milliseconds).toISOString();
  const [row] = await tx.sql<Row[]>`
    select * from read_press(${buttonId}, ${before(0)}, ${message.id}, ${message.contentHash},
      ${before(duplicateSeconds * 1000)}, ${before(linkHours * 3_600_000)}, ${mayRaise},
      ${isDated(message)})`;
  if (!row?.context) throw new Error('the button of this message is gone');
  const open: StoredAlarm[] = [];
  for (const alarm of row.open_alarms) open.push(await readLocked(alarms, tx, keys, alarm));
  return {
    context: contextOf(row.context),
    open,
    isHandled: row.handled,
    duplicateOf: row.duplicate_of,
    newestAlarmId: row.newest_alarm,
    numbers: row.number === null ? [] : [Number(row.number)],
  };
}

/**
 * Says when it was sent, and it is about now: what has the same content is then the same message, and no
 * press after the alarm was closed. A device without a time, or whose clock stands still, may well send the
 * same for two presses, and the second must be heard.
 */
function isDated({ receivedAt, signals }: Pick<Message, 'receivedAt' | 'signals'>): boolean {
  return signals.every(({ decoded: { deviceTime } }) => {
    if (deviceTime === null) return false;
    const ageSeconds = (receivedAt.getTime() - Date.parse(deviceTime)) / 1000;
    return ageSeconds <= sentBeforeSeconds && ageSeconds >= -sentAfterSeconds;
  });
}

/**
 * A call for help of a transmitter that counts nothing and knows no time: every press of it is the same bytes. Two
 * of them may be one that was sent twice, and are shown as two.
 */
export function isWithoutOccasion({
  sequence,
  signals,
}: Pick<Message, 'sequence' | 'signals'>): boolean {
  return (
    /^0*$/.test(sequence ?? '') &&
    signals.some(({ decoded }) => callsForHelp(decoded)) &&
    signals.every(({ decoded }) => decoded.deviceTime === null)
  );
}

/** Within the time of a retry, whatever became of it: its alarm may be closed. */
export async function wasSentBefore({ sql }: Transaction, message: Message): Promise<boolean> {
  const until = message.receivedAt.getTime();
  const rows = await sql`
    select from messages where content_hash = ${message.contentHash} and id <> ${message.id}
      and received_at between ${new Date(until - duplicateSeconds * 1000).toISOString()}
        and ${new Date(until).toISOString()}
      and disposition = 'accepted' limit 1`;
  return rows.length > 0;
}

/** A device that hears no answer repeats for as long as this, and longer where its clock is off. */
const routineRepeatMilliseconds = 3_600_000;
const routine: ReadonlySet<SignalKind> = new Set(['test', 'status']);

/**
 * A test, or what a button says of itself, that came before: the same again tells nothing. Dated it is known by its
 * time, whatever clock that is of, and else for as long as a retry takes. Null where it is new.
 */
export async function routineRepeat(
  { sql }: Transaction,
  message: Message,
): Promise<{ alarmId: string | null } | null> {
  const { signals } = message;
  if (!signals.every(({ decoded }) => routine.has(decoded.kind))) return null;
  const isTimed = signals.every(({ decoded }) => decoded.deviceTime !== null);
  const until = message.receivedAt.getTime();
  const since = until - (isTimed ? routineRepeatMilliseconds : duplicateSeconds * 1000);
  const [row] = await sql<{ alarmId: string | null }[]>`
    select (select alarm_id from signals where message_id = messages.id limit 1) as "alarmId"
    from messages where content_hash = ${message.contentHash} and id <> ${message.id}
      and received_at between ${new Date(since).toISOString()} and ${new Date(until).toISOString()}
      and disposition = 'accepted' limit 1`;
  return row ?? null;
}
