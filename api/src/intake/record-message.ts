// The first durable thing of a press: what came in, exactly, and what was read of it, in one
// statement. The device gets its answer after this and after nothing else.
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
  protocol: 'dc09';
  transport: 'tcp' | 'udp';
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

/**
 * Stores the message; where its decision was quicker and stored it already, that stands. `handled`
 * given: stores it as handled, with each signal's alarm.
 */
export async function recordMessage(
  sql: Sql | TransactionSql,
  message: Message,
  handled: { at: Date; disposition: Disposition; alarmIds: (string | null)[] } | null,
): Promise<void> {
  const disposition = handled?.disposition ?? message.disposition;
  const signals = message.signals.map(({ id, decoded }, index) => ({
    id,
    kind: decoded.kind,
    code: decoded.code,
    decoded,
    warnings: decoded.warnings,
    alarmId: handled?.alarmIds[index] ?? null,
  }));
  const overwrite = handled !== null;
  await sql`
    with message as (
      insert into messages (id, centre_id, received_at, protocol, transport, remote_address, raw,
        account, sequence, verdict, content_hash, disposition, handled_at, handle_at)
      values (${message.id}, ${message.centreId}, ${message.receivedAt.toISOString()},
        ${message.protocol}, ${message.transport}, ${message.remoteAddress},
        ${Buffer.from(message.raw)}, ${message.account}, ${message.sequence}, ${message.verdict},
        ${message.contentHash}, ${disposition},
        ${(handled?.at ?? message.handledAt)?.toISOString() ?? null},
        ${message.handleAt.toISOString()})
      on conflict (id) do update set disposition = excluded.disposition,
        handled_at = excluded.handled_at where ${overwrite}
    )
    insert into signals (id, message_id, centre_id, received_at, button_id, kind, code, decoded,
      warnings, disposition, alarm_id)
    select id, ${message.id}, ${message.centreId}, ${message.receivedAt.toISOString()},
      ${message.buttonId}, kind, code, decoded, warnings, ${disposition}, "alarmId"
    from jsonb_to_recordset(${JSON.stringify(signals)}::jsonb)
      as row(id uuid, kind text, code text, decoded jsonb, warnings jsonb, "alarmId" uuid)
    on conflict (id) do update set disposition = excluded.disposition,
      alarm_id = excluded.alarm_id, button_id = excluded.button_id where ${overwrite}`;
}
