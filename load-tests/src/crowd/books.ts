// What the product and the system say of what they took: frames counted, kept and not kept, processor time. Every
// frame that was sent must stand in exactly one place of it.
import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';
import { costOf } from '../harness/process-cost.ts';

export type Books = {
  at: number;
  /** Of the api's process. */
  cpuSeconds: number;
  /** Frames that the product counted as read. */
  counted: number;
  /** Of those, the ones that it says it did not keep. */
  notKept: number;
  /** Datagrams that it says it dropped unread. */
  turnedAway: number;
  /** Frames in the database. */
  kept: number;
  /** Datagrams that the system dropped at the device port. */
  dropped: number;
};

type Places = {
  apiOrigin: string;
  apiPid: number;
  devicePort: number;
  sql: postgres.Sql;
};

export async function readBooks({ apiOrigin, apiPid, devicePort, sql }: Places): Promise<Books> {
  const response = await fetch(`${apiOrigin}/metrics`);
  const metrics = await response.text();
  const { cpuSeconds } = await costOf(apiPid);
  // What the product itself said stands among them.
  const [row] = await sql<{ kept: number }[]>`
    select count(*)::int as kept from messages where transport in ('tcp', 'udp')`;
  const datagramBooks = await readFile('/proc/net/udp', 'utf8');
  return {
    at: performance.now(),
    cpuSeconds,
    counted: sumOf(metrics, 'achterwacht_messages_total'),
    notKept: sumOf(metrics, 'achterwacht_messages_total', 'kept="false"'),
    turnedAway: sumOf(metrics, 'achterwacht_turned_away_total', 'what="datagram"'),
    kept: row?.kept ?? Number.NaN,
    dropped: droppedAt(datagramBooks, devicePort),
  };
}

/** What happened between two readings. */
export function between(before: Books, after: Books): Books & { seconds: number } {
  return {
    at: after.at,
    seconds: (after.at - before.at) / 1000,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    counted: after.counted - before.counted,
    notKept: after.notKept - before.notKept,
    turnedAway: after.turnedAway - before.turnedAway,
    kept: after.kept - before.kept,
    dropped: after.dropped - before.dropped,
  };
}

/** Over all labels, or those with this one, in Prometheus's own text. */
export function sumOf(metrics: string, name: string, label = ''): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => line.includes(label))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** The last column of each socket's line (proc(5), net/udp). */
export function droppedAt(books: string, port: number): number {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return books
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local]) => local?.endsWith(end))
    .reduce((sum, fields) => sum + Number(fields.at(-1)), 0);
}
