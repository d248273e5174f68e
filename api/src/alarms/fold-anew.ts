// An alarm's row is its fold, kept for speed, with the version of the fold. A release that folds otherwise brings
// every row up to itself before it starts, from the log, which nothing ever changes. A few alarms at a time:
// stopped halfway, it goes on where it was.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import { foldVersion } from '@achterwacht/shared/alarm/fold-version.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { findFault } from '@achterwacht/shared/evidence/chain.ts';
import type { Database, Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readEvent, sha256 } from './event-text.ts';
import { openPersonal, openState, storeFold, type AlarmRow } from './store.ts';

export type FoldedAnew = {
  alarms: number;
  /** What stands in a row otherwise than before: by a rule that changed, or because somebody had a hand in it. */
  changed: { alarmId: string; number: number; fields: string[] }[];
  /** Left as they were: the verifier tells more. */
  setAside: { alarmId: string; number: number; why: string }[];
};

/** Enough that a commit is no burden, few enough that a long log beside others fits in memory. */
const batchSize = 20;

type Row = AlarmRow & { number: number; version: number };
type Link = { version: number; text: string; previousHash: string; hash: string };
type Judged = { row: Row } & ({ alarm: Alarm } | { why: string });

/** @param tell How many are done, of how many; after each batch. */
export async function foldAnew(
  owner: Database,
  openKeys: () => KeyRing,
  tell: (done: number, of: number) => void = () => {},
): Promise<FoldedAnew> {
  const [{ of } = { of: 0 }] = await owner.sql<{ of: number }[]>`
    select count(*)::int as of from alarms where fold_version <> ${foldVersion}`;
  const result: FoldedAnew = { alarms: 0, changed: [], setAside: [] };
  if (of === 0) return result;
  const keys = openKeys();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const judged = await owner.transaction((tx) => foldBatch(tx, keys, after));
    const last = judged.at(-1);
    if (!last) return result;
    after = last.row.id;
    for (const one of judged) count(result, one, keys);
    tell(result.alarms, of);
  }
}

async function foldBatch(tx: Transaction, keys: KeyRing, after: string): Promise<Judged[]> {
  const rows = await tx.sql<Row[]>`
    select id, number, version, state, personal, head_hash, subject_id from alarms
    where fold_version <> ${foldVersion} and id > ${after} order by id limit ${batchSize} for update`;
  const links = await tx.sql<(Link & { stream_id: string })[]>`
    select stream_id, version, text, previous_hash as "previousHash", hash from log.events
    where stream_id = any(${rows.map(({ id }) => id)}::uuid[]) order by stream_id, version`;
  const logs = Map.groupBy(links, ({ stream_id: streamId }) => streamId);
  const judged = rows.map((row) => judge(row, logs.get(row.id) ?? [], keys));
  for (const one of judged)
    if ('alarm' in one) await storeFold(tx, keys, one.alarm, one.row.subject_id);
  return judged;
}

function judge(row: Row, links: Link[], keys: KeyRing): Judged {
  const last = links.at(-1);
  const broken = findFault(sha256, links);
  if (broken) return { row, why: `${broken.fault} ${broken.version}` };
  if (last?.hash !== row.head_hash || last.version !== row.version)
    return { row, why: `cut-off ${row.version}` };
  // Folded without it, the row would lose what is personal until the next release that folds otherwise.
  if (keys.isDamaged(row.subject_id)) return { row, why: 'key damaged' };
  try {
    const key = keys.find(row.subject_id);
    const log: AlarmEvent[] = links.map(({ text }) => readEvent(text, key));
    const alarm = fold(log);
    return alarm ? { row, alarm } : { row, why: 'no events' };
  } catch (error) {
    // One that cannot be read must not keep a centre from starting.
    return { row, why: String(error) };
  }
}

function count(result: FoldedAnew, judged: Judged, keys: KeyRing): void {
  const { row } = judged;
  const named = { alarmId: row.id, number: row.number };
  result.alarms += 1;
  if ('why' in judged) {
    result.setAside.push({ ...named, why: judged.why });
    return;
  }
  const before: Record<string, unknown> = {
    ...openState(keys, row),
    personal: openPersonal(keys, row),
  };
  const now: Record<string, unknown> = { ...judged.alarm };
  const fields = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((field) => canonical(before[field] ?? null) !== canonical(now[field] ?? null))
    .sort();
  if (fields.length > 0) result.changed.push({ ...named, fields });
}
