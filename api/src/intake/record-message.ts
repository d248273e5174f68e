// The durable record of a message: what came in, exactly, what was read of it and what became of it.
// The device gets its answer once this is committed and not before.
import { createHash } from 'node:crypto';
import type { DecodedSignal, Disposition } from '@achterwacht/shared/signals.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import type { Sql, TransactionSql } from '../db/connect.ts';

export type Message = {
  id: string;
  centreId: string;
  /** Null for an account that no register knows. */
  buttonId: string | null;
  receivedAt: Date;
  /**
   * `whip`, `rtp`: sound whose press was never heard (listen-in/lost-presses.ts). `system`: a part of the
   * product itself speaks (own-parts.ts).
   */
  protocol: 'dc09' | 'whip' | 'rtp' | 'system';
  transport: 'tcp' | 'udp' | 'internal';
  remoteAddress: string;
  raw: Uint8Array;
  account: string | null;
  sequence: string | null;
  /** `decoded`, or why not. */
  verdict: string;
  contentHash: string | null;
  disposition: Disposition;
  handledAt: Date | null;
  /** From when on the recovery takes it if nobody handled it. */
  handleAt: Date;
  signals: { id: string; decoded: DecodedSignal }[];
};

/**
 * What makes two deliveries one message: account, sequence, content and time. Of the clear content,
 * because every encrypted delivery has other bytes; without warnings, which depend on when it came.
 */
export function contentHashOf(message: {
  account: string | null;
  sequence: string | null;
  frameTime: Date | null;
  signals: readonly DecodedSignal[];
}): string {
  const { account, sequence, frameTime } = message;
  const signals = message.signals.map(({ warnings: _warnings, ...content }) => content);
  return createHash('sha256')
    .update(canonical({ account, sequence, time: frameTime?.toISOString() ?? null, signals }))
    .digest('hex');
}

export type Settlement = {
  at: Date;
  disposition: Disposition;
  buttonId: string;
  /** One a signal, in the message's order; null where a signal went into no alarm. */
  alarmIds: (string | null)[];
};

/**
 * Stores the message and its signals in one statement: settled, in the transaction that decided, or
 * pending, alone, when a decision fails or takes too long. Both may happen to one message, in either
 * order: a settled one stays settled.
 */
export async function recordMessage(
  sql: Sql | TransactionSql,
  message: Message,
  settlement?: Settlement,
): Promise<void> {
  const signals = message.signals.map(({ id, decoded }, index) => ({
    id,
    kind: decoded.kind,
    code: decoded.code,
    decoded,
    warnings: decoded.warnings,
    alarmId: settlement?.alarmIds[index] ?? null,
  }));
  const disposition = settlement?.disposition ?? message.disposition;
  const handledAt = settlement?.at ?? message.handledAt;
  const isSettled = settlement !== undefined;
  await sql`
    with message as (
      insert into messages (id, centre_id, received_at, protocol, transport, remote_address, raw,
        account, sequence, verdict, content_hash, disposition, handled_at, handle_at)
      values (${message.id}, ${message.centreId}, ${message.receivedAt.toISOString()},
        ${message.protocol}, ${message.transport}, ${message.remoteAddress},
        ${Buffer.from(message.raw)}, ${message.account}, ${message.sequence}, ${message.verdict},
        ${message.contentHash}, ${disposition},
        ${handledAt?.toISOString() ?? null}, ${message.handleAt.toISOString()})
      on conflict (id) do update set disposition = excluded.disposition,
        handled_at = excluded.handled_at where ${isSettled}
    )
    insert into signals (id, message_id, centre_id, received_at, button_id, kind, code, decoded,
      warnings, disposition, alarm_id)
    select id, ${message.id}, ${message.centreId}, ${message.receivedAt.toISOString()},
      ${settlement?.buttonId ?? message.buttonId}, kind, code, decoded, warnings, ${disposition},
      "alarmId"
    from jsonb_to_recordset(${JSON.stringify(signals)}::jsonb)
      as row(id uuid, kind text, code text, decoded jsonb, warnings jsonb, "alarmId" uuid)
    on conflict (id) do update set disposition = excluded.disposition,
      button_id = excluded.button_id, alarm_id = excluded.alarm_id where ${isSettled}`;
}

/** Writes down what became of a recorded message, in the transaction that made it so. */
export async function settleMessage(
  sql: TransactionSql,
  message: Message,
  { at, disposition, buttonId, alarmIds }: Settlement,
): Promise<void> {
  const signals = message.signals.map(({ id }, index) => ({
    id,
    alarmId: alarmIds[index] ?? null,
  }));
  await sql`
    with message as (
      update messages set disposition = ${disposition}, handled_at = ${at.toISOString()}
      where id = ${message.id}
    )
    update signals set disposition = ${disposition}, button_id = ${buttonId}, alarm_id = "alarmId"
    from jsonb_to_recordset(${JSON.stringify(signals)}::jsonb) as row(id uuid, "alarmId" uuid)
    where signals.id = row.id`;
}
