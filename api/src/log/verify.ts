// Checks every subject's log against itself and against its row: a changed, missing, added or swapped event breaks the
// chain, a cut-off end differs from the row's head, and a row that was changed by hand (its state, its columns, its
// deadlines) differs from what its log folds to. One that was taken away whole leaves a hole in its centre's feed.
import { foldOf, type Subject, type SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Deadline } from '@achterwacht/shared/deadlines.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { findFault, type ChainLink } from '@achterwacht/shared/evidence/chain.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readEvent, sha256 } from './event-text.ts';
import { readRow } from './fold-row.ts';
import { keysOf, openersOfRow } from './stream-keys.ts';
import type { FoldRow, Stream } from './stream.ts';

export type LogFault = {
  streamType: string;
  /** The centre's id for a hole in its feed. */
  id: string;
  /** As people call it. */
  name: string;
  fault:
    | 'missing'
    | 'broken-link'
    | 'changed'
    | 'unreadable'
    | 'cut-off'
    | 'row-differs'
    | 'no-row'
    | 'feed-hole';
  version: number;
};
type Found = Pick<LogFault, 'fault' | 'version'>;

type Row = FoldRow & { version: number; centre_id: string; deadlines: Deadline[] } & {
  [column: string]: unknown;
};
type Link = ChainLink & { type: string; at: string; centreId: string; streamType: string };

export type StreamVerdict = { rows: number; events: number; faults: LogFault[] };

/** Every row of one subject with its log, in a transaction that sees one moment: a centre at work is no fault. */
export async function verifyStream<T extends SubjectTypes>(
  stream: Stream<T>,
  { sql }: Transaction,
  keys: KeyRing,
): Promise<StreamVerdict> {
  const { name } = stream.subject;
  const faults: LogFault[] = [];
  let events = 0;
  const table = sql(stream.row.table);
  const rows = await sql<Row[]>`
    select ${table}.*, (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'at', at,
        'revision', revision)), '[]'::jsonb)
      from log.deadlines where subject_id = ${table}.id) as deadlines,
      ${keysOf(sql, stream, stream.row.table)}
    from ${table}
    -- What a release without histories wrote has none until it is taken over.
    where head_hash is not null or exists (select from log.events where stream_id = ${table}.id)
    order by id`;
  for (const row of rows) {
    const links = await sql<Link[]>`
      select version, text, previous_hash as "previousHash", hash, type, at,
        centre_id as "centreId", stream_type as "streamType"
      from log.events where stream_id = ${row.id} order by version`;
    events += links.length;
    const found = faultOf(stream, keys, row, links);
    if (found)
      faults.push({ streamType: name, id: row.id, name: stream.row.nameOf(row.state), ...found });
  }
  const strays = await sql<{ id: string; version: number }[]>`
    select stream_id as id, min(version) as version from log.events
    where stream_type = ${name}
      and not exists (select from ${table} where ${table}.id = events.stream_id)
    group by stream_id`;
  for (const { id, version } of strays)
    faults.push({ streamType: name, id, name: '', fault: 'no-row', version });
  return { rows: rows.length, events, faults };
}

function faultOf<T extends SubjectTypes>(
  stream: Stream<T>,
  keys: KeyRing,
  row: Row,
  links: readonly Link[],
): Found | null {
  const { subject } = stream;
  const broken = findFault(sha256, links);
  if (broken) return broken;
  const last = links.at(-1);
  if (last?.hash !== row.head_hash || last.version !== row.version)
    return { fault: 'cut-off', version: row.version };
  const openers = openersOfRow(stream, keys, row);
  const log: T['Event'][] = [];
  for (const { text, version } of links) {
    const event = attempt(() => readEvent(subject, text, openers));
    // One that cannot be read keeps no other from being looked at.
    if (!event) return { fault: 'unreadable', version };
    log.push(event);
  }
  // Null where they follow on nothing: whoever chains anew may write what no rule decided.
  const folded = attempt(() => foldOf(subject, log));
  const mislabelled = links.find(
    (link, index) =>
      (folded && link.centreId !== folded.centreId) ||
      !isLabelledAs(subject, link, log[index]!, row.id),
  );
  if (mislabelled) return { fault: 'changed', version: mislabelled.version };
  const stored = attempt(() => readRow(stream, keys, row));
  const isSame =
    folded &&
    stored &&
    canonical(folded) === canonical(stored.state) &&
    canonical(columnsOf(stream, row, folded)) === canonical(columnsFor(stream, folded));
  return isSame ? null : { fault: 'row-differs', version: row.version };
}

function attempt<Value>(look: () => Value): Value | null {
  try {
    return look();
  } catch {
    return null;
  }
}

/** The columns beside the text are what queries look at; the hash covers the text alone. */
function isLabelledAs(
  { name, idName }: Pick<Subject<SubjectTypes>, 'name' | 'idName'>,
  link: Link,
  event: SubjectTypes['Event'],
  id: string,
): boolean {
  return (
    link.streamType === name &&
    (event as Record<string, unknown>)[idName] === id &&
    event.version === link.version &&
    event.type === link.type &&
    event.at === iso(link.at)
  );
}

function columnsFor<T extends SubjectTypes>({ subject, row }: Stream<T>, state: T['State']) {
  return {
    ...row.columnsOf(state),
    centre_id: state.centreId,
    municipality_id: subject.municipalityOf(state),
    updated_at: state.updatedAt,
    deadlines: inOrder(subject.deadlinesOf(state)),
  };
}

/** The row's own, of those that its state says. Moments as ISO 8601. */
function columnsOf<T extends SubjectTypes>(stream: Stream<T>, row: Row, state: T['State']) {
  const names = Object.keys(columnsFor(stream, state)).filter((name) => name !== 'deadlines');
  const columns = names.map((name) => [name, name.endsWith('_at') ? moment(row[name]) : row[name]]);
  return {
    ...(Object.fromEntries(columns) as ReturnType<typeof columnsFor<T>>),
    deadlines: inOrder(row.deadlines),
  };
}

const moment = (column: unknown) => (typeof column === 'string' ? iso(column) : null);

const inOrder = (deadlines: readonly Deadline[]) =>
  deadlines
    .map(({ kind, at, revision }) => ({ kind, at: iso(at), revision }))
    .toSorted((a, b) => (a.kind < b.kind ? -1 : 1));

/** Of every centre and feed one, at the first number that is missing; a cut-off log leaves one as well. */
export async function feedHoles({ sql }: Transaction): Promise<LogFault[]> {
  const rows = await sql<{ centre_id: string; name: string; missing: string }[]>`
    select centre_id, name, min(missing) as missing from log.feeds, lateral (
      select place as missing from (
        select sequence, row_number() over (order by sequence) as place from log.events
        where events.centre_id = feeds.centre_id and events.feed = feeds.name) as numbered
      where sequence <> place
      union all
      select count(*) + 1 from log.events
      where events.centre_id = feeds.centre_id and events.feed = feeds.name
      having count(*) < feeds.last_sequence) as holes
    group by centre_id, name`;
  return rows.map(({ centre_id: id, name, missing }) => ({
    streamType: 'feed',
    id,
    name,
    fault: 'feed-hole',
    version: Number(missing),
  }));
}

/** Events of what this release knows no subject of: somebody had a hand in it, or a newer release wrote them. */
export async function strangers(
  { sql }: Transaction,
  known: readonly string[],
): Promise<LogFault[]> {
  const rows = await sql<{ stream_type: string; id: string; version: number }[]>`
    select stream_type, stream_id as id, min(version) as version from log.events
    where stream_type <> all(${known as string[]}::text[]) group by stream_type, stream_id`;
  return rows.map(({ stream_type: streamType, id, version }) => ({
    streamType,
    id,
    name: '',
    fault: 'no-row',
    version,
  }));
}
