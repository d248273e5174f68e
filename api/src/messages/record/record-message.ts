// The durable record of a message: what came in, exactly, what was read of it and what became of it.
// The device gets its answer once this is committed and not before.
import { createHmac } from 'node:crypto';
import type { DecodedSignal, Disposition } from '@achterwacht/shared/signals.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import type { Sql, TransactionSql } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import {
  sealContent,
  sealedAnew,
  withoutPlaces,
  type Content,
  type SealedContent,
} from './message-content.ts';

/** A decision that was cut off is taken up again after this. */
export const recoveryMilliseconds = 1_000;
/** How long a refused call for help waits for an accepted one before it is raised by itself. */
export const refusedWaitMilliseconds = 15_000;

export type Message = Content & {
  id: string;
  centreId: string;
  /** Null for an account that no register knows. */
  buttonId: string | null;
  receivedAt: Date;
  /**
   * `whip`, `rtp`: sound whose press was never heard (listen-in/facts/lost-presses.ts). `system`: a part of the
   * product itself speaks (own-parts.ts).
   */
  protocol: 'dc09' | 'whip' | 'rtp' | 'system';
  transport: 'tcp' | 'udp' | 'internal';
  remoteAddress: string;
  account: string | null;
  sequence: string | null;
  /** `decoded`, or why not. */
  verdict: string;
  contentHash: string | null;
  disposition: Disposition;
  handledAt: Date | null;
  /** From when on the recovery takes it if nobody handled it. */
  handleAt: Date;
  /** `raw` and `signals` as the database keeps them. */
  sealed: SealedContent;
};

/**
 * What makes two deliveries one message: account, sequence, content and time. Of the clear content,
 * because every encrypted delivery has other bytes; without warnings, which depend on when it came.
 * Keyed, because whoever reads the database could otherwise try every position until the hash fits.
 */
export function contentHashOf(
  keys: KeyRing,
  message: {
    account: string | null;
    sequence: string | null;
    frameTime: Date | null;
    signals: readonly DecodedSignal[];
  },
): string {
  const { account, sequence, frameTime } = message;
  const signals = message.signals.map(({ warnings: _warnings, ...content }) => content);
  return createHmac('sha256', keys.comparing)
    .update(canonical({ account, sequence, time: frameTime?.toISOString() ?? null, signals }))
    .digest('hex');
}

export type Settlement = {
  at: Date;
  disposition: Disposition;
  buttonId: string;
  /** Who wears the button, as the decision found; null where nobody does. */
  holderId: string | null;
  /** One a signal, in the message's order; null where a signal went into no alarm. */
  alarmIds: (string | null)[];
  /** It is of an alarm or a test: of anything else it is not kept where somebody was. */
  mayKnowPlace: boolean;
};

/**
 * Stores the message and its signals in one statement: settled, in the transaction that decided, or
 * pending, alone, when a decision fails or takes too long. Both may happen to one message, in either
 * order: a settled one stays settled.
 */
export async function recordMessage(
  sql: Sql | TransactionSql,
  keys: KeyRing,
  message: Message,
  settlement?: Settlement,
): Promise<void> {
  const sealed = settlement ? sealedFor(keys, message, settlement) : message.sealed;
  const signals = message.signals.map(({ id, decoded }, index) => ({
    id,
    kind: decoded.kind,
    code: decoded.code,
    warnings: decoded.warnings,
    alarmId: settlement?.alarmIds[index] ?? null,
  }));
  const disposition = settlement?.disposition ?? message.disposition;
  const handledAt = settlement?.at ?? message.handledAt;
  const isSettled = settlement !== undefined;
  await sql`
    with message as (
      insert into messages (id, centre_id, received_at, protocol, transport, remote_address,
        subject_id, content, account, sequence, verdict, content_hash, disposition, handled_at, handle_at,
        places_judged)
      values (${message.id}, ${message.centreId}, ${message.receivedAt.toISOString()},
        ${message.protocol}, ${message.transport}, ${message.remoteAddress},
        ${sealed.subjectId}, ${sealed.bytes}, ${message.account}, ${message.sequence}, ${message.verdict},
        ${message.contentHash}, ${disposition},
        ${handledAt?.toISOString() ?? null}, ${message.handleAt.toISOString()},
        ${handledAt === null ? null : true})
      on conflict (id) do update set disposition = excluded.disposition,
        handled_at = excluded.handled_at, subject_id = excluded.subject_id,
        content = excluded.content, places_judged = excluded.places_judged where ${isSettled}
    )
    insert into signals (id, message_id, centre_id, received_at, button_id, kind, code, warnings,
      disposition, alarm_id)
    select id, ${message.id}, ${message.centreId}, ${message.receivedAt.toISOString()},
      ${settlement?.buttonId ?? message.buttonId}, kind, code, warnings, ${disposition},
      "alarmId"
    from jsonb_to_recordset(${JSON.stringify(signals)}::jsonb)
      as row(id uuid, kind text, code text, warnings jsonb, "alarmId" uuid)
    on conflict (id) do update set disposition = excluded.disposition,
      button_id = excluded.button_id, alarm_id = excluded.alarm_id where ${isSettled}`;
}

/** Writes down what became of a recorded message, in the transaction that made it so. */
export async function settleMessage(
  sql: TransactionSql,
  keys: KeyRing,
  message: Message,
  settlement: Settlement,
): Promise<void> {
  const { at, disposition, buttonId, alarmIds } = settlement;
  const sealed = sealedFor(keys, message, settlement);
  const signals = message.signals.map(({ id }, index) => ({
    id,
    alarmId: alarmIds[index] ?? null,
  }));
  await sql`
    with message as (
      update messages set disposition = ${disposition}, handled_at = ${at.toISOString()},
        subject_id = ${sealed.subjectId}, content = ${sealed.bytes}, places_judged = true
      where id = ${message.id}
    )
    update signals set disposition = ${disposition}, button_id = ${buttonId}, alarm_id = "alarmId"
    from jsonb_to_recordset(${JSON.stringify(signals)}::jsonb) as row(id uuid, "alarmId" uuid)
    where signals.id = row.id`;
}

/**
 * A button may have been lent to another since the register was read. The decision knows better, and then
 * erasing somebody erases his messages and nobody else's.
 */
function sealedFor(
  keys: KeyRing,
  message: Message,
  { holderId, mayKnowPlace }: Settlement,
): SealedContent {
  const { id, sealed } = message;
  const content = mayKnowPlace ? message : withoutPlaces(message);
  if (content !== message) return sealContent(keys, id, holderId ?? sealed.subjectId, content);
  return holderId === null || holderId === sealed.subjectId
    ? sealed
    : sealedAnew(keys, id, sealed, holderId);
}
