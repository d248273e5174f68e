// What came in, as it was received, and what each message says.
import { boolean, index, integer, jsonb, pgTable, sql, text, uuid } from '../drizzle.ts';
import type { SignalKind, SignalWarning, Disposition } from '@achterwacht/shared/signals.ts';
import { bytes, moment } from './columns.ts';

export const messages = pgTable(
  'messages',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    receivedAt: moment('received_at').notNull(),
    protocol: text().notNull(),
    transport: text().notNull(),
    remoteAddress: text('remote_address').notNull(),
    /** Whose key `content` is sealed under: a holder's or a button's; null: the master key. */
    subjectId: uuid('subject_id'),
    /** The bytes as they came in and what was read of them, sealed. */
    content: bytes(),
    /** The bytes in clear, where the release before wrote them; the next migration seals them. */
    raw: bytes(),
    account: text(),
    sequence: text(),
    /** The decoder's word: decoded, crc, wrong-key … */
    verdict: text().notNull(),
    /** Of what makes two deliveries the same message, keyed; null where nothing could be read. */
    contentHash: text('content_hash'),
    disposition: text().$type<Disposition>().notNull(),
    /** Null until its signals became commands. */
    handledAt: moment('handled_at'),
    /** From when on the recovery takes it, if nobody has: soon, or after the wait for a better frame. */
    handleAt: moment('handle_at').notNull(),
    attempts: integer().notNull().default(0),
    /** Its places were judged: kept for an alarm or a test, else taken out. Null where it is yet to be done. */
    placesJudged: boolean('places_judged'),
  },
  (table) => [
    index('messages_received').on(table.centreId, table.receivedAt),
    index('messages_unhandled')
      .on(table.handleAt)
      .where(sql`handled_at is null`),
    index('messages_content').on(table.contentHash, table.receivedAt),
    // Of the releases before; what is handled now is judged with it, and never stands here.
    index('messages_unjudged')
      .on(table.id)
      .where(sql`places_judged is null and handled_at is not null`),
    index('messages_clear')
      .on(table.id)
      .where(sql`raw is not null`),
  ],
);

export const signals = pgTable(
  'signals',
  {
    id: uuid().primaryKey(),
    messageId: uuid('message_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    receivedAt: moment('received_at').notNull(),
    buttonId: uuid('button_id'),
    kind: text().$type<SignalKind>().notNull(),
    code: text(),
    /** In clear, where the release before wrote it, like a message's `raw`. */
    decoded: jsonb(),
    warnings: jsonb().$type<SignalWarning[]>().notNull(),
    disposition: text().$type<Disposition>().notNull(),
    alarmId: uuid('alarm_id'),
  },
  (table) => [
    // None on what a decision fills in: it would be written anew with every press.
    index('signals_message').on(table.messageId),
  ],
);
