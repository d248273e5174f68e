// Every recorded signal, refused ones too: for the supervisor's page and for `achterwacht signals`.
import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import type { recordedSignal } from '@achterwacht/shared/routes/system.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Disposition, Position, SignalKind } from '@achterwacht/shared/signals.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { serve } from '../http/server.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { openContent } from './record/message-content.ts';

const most = 1_000;

export function serveSignals(
  app: FastifyInstance,
  {
    authentication,
    asActor,
    keys,
    clock,
  }: { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock },
): void {
  serve(app, authentication, routes.signals, ({ visitor, query, request }) =>
    asActor(visitor, 'signals.read', async (tx) => {
      const signals = await listSignals(tx.sql, keys, { since: query.since, limit: most });
      await logAccess(tx, visitor, {
        at: clock.now(),
        action: 'signals.listed',
        object: 'signals',
        // Of many, and of whom each is its frame does not say.
        whom: null,
        result: 'shown',
        origin: request.ip,
      });
      return { signals };
    }),
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
      coalesce(signals.disposition, messages.disposition) as disposition, messages.id as message_id
    from messages left join signals on signals.message_id = messages.id
    where messages.received_at >= ${since ?? '-infinity'}
    order by messages.received_at desc limit ${limit}`;
  const contents = await openContents(sql, keys, [...new Set(rows.map((row) => row.message_id))]);
  return rows.map((row) => {
    const content = contents.get(row.message_id);
    const position = content?.positions.get(row.id);
    return {
      id: row.id,
      receivedAt: iso(row.received_at),
      protocol: row.protocol,
      account: row.account,
      kind: row.kind ?? 'undecodable',
      code: row.code,
      latitude: position?.latitude ?? null,
      longitude: position?.longitude ?? null,
      disposition: row.disposition,
      raw: content?.raw ?? null,
    };
  });
}

type Opened = { raw: string; positions: Map<string, Position | null> };

/** Each message once, however many signals it brought: a frame may bring hundreds. */
async function openContents(
  sql: Transaction['sql'],
  keys: KeyRing,
  messageIds: string[],
): Promise<Map<string, Opened>> {
  const rows = await sql<{ id: string; subject_id: string | null; content: Uint8Array }[]>`
    select id, subject_id, content from messages
    where id = any(${messageIds}::uuid[]) and content is not null`;
  return new Map(
    rows.flatMap(({ id, subject_id: subjectId, content: bytes }) => {
      const content = openContent(keys, id, { subjectId, bytes });
      if (!content) return [];
      const raw = Buffer.from(content.raw).toString('latin1');
      const positions = new Map(content.signals.map((one) => [one.id, one.decoded.position]));
      return [[id, { raw, positions }] as const];
    }),
  );
}
