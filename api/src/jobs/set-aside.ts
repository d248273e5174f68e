// What cannot be handled stands in the way of nothing. Whoever works through items handles each apart: one that
// throws is set aside, tried again after the others and ever less often, and shown by kind in `/readyz` and
// `/metrics` until it succeeds. In the database, so that every process knows and a restart forgets nothing; and so
// that a database that is away sets nothing aside: then the round fails as a whole, as it should.
import type { SetAside, SetAsideKind as Kind } from '@achterwacht/shared/routes/system.ts';
import type { Clock } from '../clock.ts';
import type { Database, Sql, TransactionSql } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { Logger } from '../logger.ts';

type Pauses = { firstSeconds: number; longestSeconds: number };
/** Twice as long each time: what was mended is taken up within a minute. */
const usualPauses: Pauses = { firstSeconds: 1, longestSeconds: 60 };
const pauses: { [K in Kind]?: Pauses } = {
  // An address that takes nothing is somebody else's server, which is not to be asked every few minutes for weeks; one
  // that was away for an afternoon has its mail the same day, and one that was mended by the next.
  reminder: { firstSeconds: 300, longestSeconds: 86_400 },
};
/** What nobody has tried for this long after its pause is gone, as an alarm that was closed: as long as two rounds of any job. */
const goneSeconds = 600;
/** What is never tried again is shown for a month: somebody has seen it by then. */
const shownDays = 30;
export const forgetMilliseconds = 60_000;

type Parts = { system: Database; clock: Clock; log: Logger };
type Options<T> = {
  /** Names the item for as long as it lives; no personal content. */
  idOf: (item: T) => string;
  /** How many at a time. */
  atOnce?: number;
  /** Tried every time, set aside or not: what costs the others nothing. */
  everyTime?: boolean;
  /** That no item can be at fault: thrown on. */
  endsRound?: (error: unknown) => boolean;
};

/**
 * Does the work for each item, those set aside before last and only when their time has come.
 * @throws what `endsRound` takes, and where the database is away.
 */
export async function eachApart<T>(
  parts: Parts,
  kind: Kind,
  items: readonly T[],
  options: Options<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  if (items.length === 0) return;
  const { idOf, atOnce = 1, everyTime = false, endsRound = () => false } = options;
  const aside = await readAside(parts, kind, items.map(idOf));
  const isAside = (item: T) => aside.has(idOf(item));
  const isDue = (item: T) => everyTime || aside.get(idOf(item)) !== false;
  const queue = [...items.filter((item) => !isAside(item)), ...items.filter(isAside)].filter(isDue);
  const one = async (item: T) => {
    try {
      await work(item);
    } catch (error) {
      if (endsRound(error)) throw error;
      if (!isAside(item)) parts.log.error({ error, kind, id: idOf(item) }, 'set aside');
      return setAside(parts.system, { kind, id: idOf(item) }, parts.clock.now());
    }
    if (isAside(item)) await takeBack(parts, kind, idOf(item));
  };
  for (let start = 0; start < queue.length; start += atOnce) {
    await tryAll(queue.slice(start, start + atOnce), one);
  }
}

/**
 * Does the work for all of a few at once, whatever becomes of any of them; then it throws the first fault. For what
 * comes again by itself and needs no showing.
 */
export async function tryAll<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const ended = await Promise.allSettled(items.map(work));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** Writes it down, or that it failed once more; with `forGood` nobody tries it again. */
export async function setAside(
  { sql }: { sql: Database['sql'] | TransactionSql },
  { kind, id }: { kind: Kind; id: string },
  now: Date,
  forGood = false,
): Promise<void> {
  const at = now.toISOString();
  const { firstSeconds, longestSeconds } = pauses[kind] ?? usualPauses;
  await sql`
    insert into set_aside as aside (kind, id, since, attempts, retry_at)
    values (${kind}, ${id}, ${at}, 1,
      case when not ${forGood} then ${at}::timestamptz + make_interval(secs => ${firstSeconds}) end)
    on conflict (kind, id) do update set attempts = aside.attempts + 1,
      retry_at = case when not ${forGood} then ${at}::timestamptz + make_interval(secs =>
        least(${firstSeconds} * 2 ^ least(aside.attempts, 10), ${longestSeconds})) end`;
}

/**
 * For a question that takes a number of items at a time, so that those set aside, however many, take no other's place:
 * their row beside each item, to be followed by `mayBeTried`, and ordered by `aside.retry_at nulls first`.
 */
export function besideItem(sql: Sql, kind: Kind, id: string) {
  return sql`left join set_aside as aside on aside.kind = ${kind} and aside.id = ${sql.unsafe(id)}`;
}

/** Of what `besideItem` joined: it is not set aside, or its time has come. */
export function mayBeTried(sql: Sql, now: Date) {
  return sql`(aside.kind is null or aside.retry_at <= ${now.toISOString()})`;
}

/** What stands aside now, by kind. */
export async function readSetAside({ system, clock }: Omit<Parts, 'log'>): Promise<SetAside[]> {
  const rows = await system.sql<SetAside[]>`
    select kind, count(*)::int as count, min(since) as since from set_aside
    where retry_at is null or retry_at > ${before(clock, goneSeconds)}
    group by kind order by kind`;
  return rows.map((row) => ({ ...row, since: iso(row.since) }));
}

/** What is gone, and what was shown for long enough, is told no more. */
export async function forgetSetAside({ system, clock }: Omit<Parts, 'log'>): Promise<void> {
  await system.sql`
    delete from set_aside where retry_at <= ${before(clock, goneSeconds)}
      or (retry_at is null and since <= ${before(clock, shownDays * 86_400)})`;
}

const before = (clock: Clock, seconds: number) =>
  new Date(clock.now().getTime() - seconds * 1000).toISOString();

/** Of the items that stand aside: whether their time has come. */
async function readAside(
  { system, clock }: Parts,
  kind: Kind,
  ids: string[],
): Promise<Map<string, boolean>> {
  const rows = await system.sql<{ id: string; due: boolean }[]>`
    select id, coalesce(retry_at <= ${clock.now().toISOString()}, false) as due from set_aside
    where kind = ${kind} and id = any(${ids}::text[])`;
  return new Map(rows.map(({ id, due }) => [id, due]));
}

async function takeBack({ system, log }: Parts, kind: Kind, id: string): Promise<void> {
  await system.sql`delete from set_aside where kind = ${kind} and id = ${id}`;
  log.info({ kind, id }, 'no longer set aside');
}
