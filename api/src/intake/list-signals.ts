// Every recorded signal, refused ones too: for the supervisor's page and for `achterwacht signals`.
import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import type { recordedSignal } from '@achterwacht/shared/routes.ts';
import { routes } from '@achterwacht/shared/routes.ts';
import type { DecodedSignal, Disposition, SignalKind } from '@achterwacht/shared/signals.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { iso, type Transaction } from '../db/connect.ts';
import { serve } from '../http/server.ts';

const most = 1_000;

export function serveSignals(
  app: FastifyInstance,
  { authentication, asActor }: { authentication: Authentication; asActor: AsActor },
): void {
  serve(app, authentication, routes.signals, ({ visitor, query }) =>
    asActor(visitor, 'signals.read', async (tx) => ({
      signals: await listSignals(tx.sql, { since: query.since, limit: most }),
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
  decoded: DecodedSignal | null;
  disposition: Disposition;
  raw: Uint8Array;
};

/** Newest first. A message of which nothing could be read is one `undecodable` signal. */
export async function listSignals(
  sql: Transaction['sql'],
  { since, limit }: { since?: string | undefined; limit: number },
): Promise<z.infer<typeof recordedSignal>[]> {
  const rows = await sql<Row[]>`
    select coalesce(signals.id, messages.id) as id, messages.received_at, messages.protocol,
      messages.account, signals.kind, signals.code, signals.decoded,
      coalesce(signals.disposition, messages.disposition) as disposition, messages.raw
    from messages left join signals on signals.message_id = messages.id
    where messages.received_at >= ${since ?? '-infinity'}
    order by messages.received_at desc limit ${limit}`;
  return rows.map((row) => ({
    id: row.id,
    receivedAt: iso(row.received_at),
    protocol: row.protocol,
    account: row.account,
    kind: row.kind ?? 'undecodable',
    code: row.code,
    latitude: row.decoded?.position?.latitude ?? null,
    longitude: row.decoded?.position?.longitude ?? null,
    disposition: row.disposition,
    raw: Buffer.from(row.raw).toString('latin1'),
  }));
}
