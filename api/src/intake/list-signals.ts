// Every recorded signal, refused ones too: for the supervisor's page and for `achterwacht signals`.
import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import type { recordedSignal } from '@achterwacht/shared/routes.ts';
import { routes } from '@achterwacht/shared/routes.ts';
import type { Disposition, SignalKind } from '@achterwacht/shared/signals.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { iso, type Transaction } from '../db/connect.ts';
import { serve } from '../http/server.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { openContent } from './message-content.ts';

const most = 1_000;

export function serveSignals(
  app: FastifyInstance,
  {
    authentication,
    asActor,
    keys,
  }: { authentication: Authentication; asActor: AsActor; keys: KeyRing },
): void {
  serve(app, authentication, routes.signals, ({ visitor, query }) =>
    asActor(visitor, 'signals.read', async (tx) => ({
      signals: await listSignals(tx.sql, keys, { since: query.since, limit: most }),
    })),
  );
}

type Row = {
  id: string;
  received_at: string;
  protocol: string;
  account: string | null;
  kind: SignalKind | null;
  code: string | null;
  disposition: Disposition;
  message_id: string;
  subject_id: string | null;
  content: Uint8Array | null;
};

/**
 * Newest first. A message of which nothing could be read is one `undecodable` signal. Position and bytes
 * are null once the key of whoever sent it was erased.
 */
export async function listSignals(
  sql: Transaction['sql'],
  keys: KeyRing,
  { since, limit }: { since?: string | undefined; limit: number },
): Promise<z.infer<typeof recordedSignal>[]> {
  const rows = await sql<Row[]>`
    select coalesce(signals.id, messages.id) as id, messages.received_at, messages.protocol,
      messages.account, signals.kind, signals.code,
      coalesce(signals.disposition, messages.disposition) as disposition,
      messages.id as message_id, messages.subject_id, messages.content
    from messages left join signals on signals.message_id = messages.id
    where messages.received_at >= ${since ?? '-infinity'}
    order by messages.received_at desc limit ${limit}`;
  return rows.map((row) => {
    const { id, message_id: messageId, subject_id: subjectId, content: bytes } = row;
    const content = bytes && openContent(keys, messageId, { subjectId, bytes });
    const position = content?.signals.find((signal) => signal.id === id)?.decoded.position;
    return {
      id,
      receivedAt: iso(row.received_at),
      protocol: row.protocol,
      account: row.account,
      kind: row.kind ?? 'undecodable',
      code: row.code,
      latitude: position?.latitude ?? null,
      longitude: position?.longitude ?? null,
      disposition: row.disposition,
      raw: content && Buffer.from(content.raw).toString('latin1'),
    };
  });
}
