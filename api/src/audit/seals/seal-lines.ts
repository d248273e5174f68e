// Seals the lines of the access log, centre by centre, and reads them again for whoever verifies.
import type { Clock } from '../../clock.ts';
import type { Database, Transaction, TransactionSql } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { ofItems } from '../../jobs/item-job.ts';
import type { Job } from '../../jobs/job.ts';
import type { LogFault } from '../../log/verify.ts';
import {
  faultOfSeal,
  lineText,
  sealOf,
  type Seal,
  type SealedLine,
  type SealFault,
} from './seals.ts';

const everyMilliseconds = 60_000;
const timeoutMilliseconds = 20_000;
/** Of one seal: read and hashed in a few milliseconds. The rest follows in the same round. */
const mostLines = 1_000;
/**
 * A line gets its id before it is committed, so a lower one may come after a higher one was sealed. Nobody has a
 * transaction open while this many others are written; whatever is further back and in no seal was put in by hand.
 */
const mostLate = 10_000;

type Parts = { background: Database; clock: Clock };

export function sealJob({ background, clock }: Parts): Job {
  return ofItems({
    name: 'access-seals',
    everyMilliseconds,
    timeoutMilliseconds,
    lock: true,
    aside: null,
    idOf: (centreId) => centreId,
    async *items() {
      const rows = await background.sql<{ id: string }[]>`select id from centres order by id`;
      yield rows.map(({ id }) => id);
    },
    async work(centreId, signal) {
      while (!signal.aborted)
        if ((await background.transaction((tx) => sealNext(tx, centreId, clock.now()))) < mostLines)
          return;
    },
  });
}

/** How many lines it sealed. Under the job's lock: of two at once the second fails on the seal's number. */
export async function sealNext({ sql }: Transaction, centreId: string, now: Date): Promise<number> {
  const [previous] = await readSeals(sql, centreId, sql`order by number desc limit 1`);
  const after = Math.max((await highestSealed(sql, centreId)) - mostLate, 0);
  // Each of those that end after it has a line of the last `mostLate`, and those among them as many latecomers at most.
  const since = (previous?.number ?? 0) - 2 * mostLate;
  const lines = await sql<{ id: string; text: string }[]>`
    with sealed as (
      select unnest(line_ids) as id from access_seals
      where centre_id = ${centreId} and number > ${since}
        and line_ids[cardinality(line_ids)] > ${after})
    select id, ${sql.unsafe(lineText)} as text from access_log
    where centre_id = ${centreId} and id > ${after}
      and not exists (select from sealed where sealed.id = access_log.id)
    order by id limit ${mostLines}`;
  if (lines.length === 0) return 0;
  const seal = sealOf(lines.map(lineOf), { previous: previous ?? null, at: now.toISOString() });
  await sql`
    insert into access_seals (centre_id, number, at, line_ids, lines_hash, previous_hash, hash)
    values (${centreId}, ${seal.number}, ${seal.at}, ${[...seal.lineIds]}, ${seal.linesHash},
      ${seal.previousHash}, ${seal.hash})`;
  return lines.length;
}

/** Of the last seals: one that holds a latecomer alone ends lower. */
async function highestSealed(sql: TransactionSql, centreId: string): Promise<number> {
  const [row] = await sql<{ id: string | null }[]>`
    select max(last) as id from (
      select line_ids[cardinality(line_ids)] as last from access_seals
      where centre_id = ${centreId} order by number desc limit 100) as seals`;
  return Number(row?.id ?? 0);
}

const lineOf = ({ id, text }: { id: string; text: string }): SealedLine => ({
  id: Number(id),
  text,
});

type SealRow = Omit<Seal, 'lineIds'> & { lineIds: string[] };

async function readSeals(
  sql: TransactionSql,
  centreId: string,
  which: ReturnType<TransactionSql>,
): Promise<Seal[]> {
  const rows = await sql<SealRow[]>`
    select number, at, line_ids as "lineIds", lines_hash as "linesHash",
      previous_hash as "previousHash", hash, erased_at as "erasedAt"
    from access_seals where centre_id = ${centreId} ${which}`;
  return rows.map((row) => ({ ...row, at: iso(row.at), lineIds: row.lineIds.map(Number) }));
}

const mostSealsAtOnce = 200;

/** Every centre's chain with its lines; in a transaction that sees one moment. */
export async function verifySeals({ sql }: Transaction): Promise<LogFault[]> {
  const centres = await sql<{ id: string }[]>`
    select distinct centre_id as id from access_seals order by 1`;
  const faults: LogFault[] = [];
  for (const { id } of centres) {
    const found = await faultOfCentre(sql, id);
    if (found)
      faults.push({
        streamType: 'access-log',
        id,
        name: `seal ${found.number}`,
        fault: found.fault,
        version: found.number,
      });
  }
  return [...faults, ...(await putInAfterwards(sql))];
}

async function faultOfCentre(sql: TransactionSql, centreId: string): Promise<SealFault | null> {
  let previous: Seal | null = null;
  for (;;) {
    const after: number = previous?.number ?? 0;
    const seals = await readSeals(
      sql,
      centreId,
      sql`and number > ${after} order by number limit ${mostSealsAtOnce}`,
    );
    if (seals.length === 0) return null;
    const rows = await sql<{ id: string; text: string }[]>`
      select id, ${sql.unsafe(lineText)} as text from access_log
      where centre_id = ${centreId} and id = any(${seals.flatMap(({ lineIds }) => lineIds)})`;
    const texts = new Map(rows.map(lineOf).map((line) => [line.id, line]));
    for (const seal of seals) {
      const lines: SealedLine[] = seal.lineIds.flatMap((id) => texts.get(id) ?? []);
      const fault = faultOfSeal(seal, previous, lines);
      if (fault) return fault;
      previous = seal;
    }
  }
}

/** Lines among older ones that no seal has: whoever writes one by the product's own ways comes last. */
async function putInAfterwards(sql: TransactionSql): Promise<LogFault[]> {
  const rows = await sql<{ centre_id: string; id: string }[]>`
    with sealed as (select centre_id, unnest(line_ids) as id from access_seals),
      ends as (select centre_id, max(id) - ${mostLate}::int as id from sealed group by centre_id)
    select centre_id, min(access_log.id) as id
    from access_log join ends using (centre_id)
    where access_log.id < ends.id
      and not exists (select from sealed where sealed.id = access_log.id)
    group by centre_id`;
  return rows.map(({ centre_id: id, id: line }) => ({
    streamType: 'access-log',
    id,
    name: `line ${line}`,
    fault: 'no-row',
    version: Number(line),
  }));
}
