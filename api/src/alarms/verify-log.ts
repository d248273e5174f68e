// Checks every alarm's log against itself and against its row: a changed, missing, added or swapped
// event breaks the chain, a cut-off end differs from the row's head, and a row that was changed by
// hand (its state, its columns, its deadlines) differs from what its log folds to. An alarm that was
// taken away whole leaves a hole in its centre's feed. All of it is read from one moment, so that a
// centre at work is no fault.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Deadline } from '@achterwacht/shared/alarm/deadlines/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { findFault } from '@achterwacht/shared/evidence/chain.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { sha256 } from '../log/event-text.ts';
import { readEventIfPossible } from './event-text.ts';
import { readAlarm } from './alarm-row.ts';

export type LogFault = {
  /** The centre's id for a hole in its feed. */
  alarmId: string;
  number: number;
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

export type LogVerdict = { alarms: number; events: number; faults: LogFault[] };

type Row = Parameters<typeof readAlarm>[1] & {
  centre_id: string;
  municipality_id: string | null;
  button_id: string;
  number: number;
  kind: string;
  mode: string;
  open: boolean;
  owner_id: string | null;
  version: number;
  raised_at: string;
  updated_at: string;
  deadlines: Deadline[];
};

type Link = {
  version: number;
  text: string;
  previousHash: string;
  hash: string;
  type: string;
  at: string;
  centreId: string;
};

export function verifyLog(system: Database, keys: KeyRing): Promise<LogVerdict> {
  return system.transaction(async ({ sql }) => {
    const faults: LogFault[] = [];
    let events = 0;
    const rows = await sql<Row[]>`
      select alarms.*, (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'at', at,
          'revision', revision)), '[]'::jsonb)
        from log.deadlines where subject_id = alarms.id) as deadlines
      from alarms order by number`;
    for (const row of rows) {
      const links = await sql<Link[]>`
        select version, text, previous_hash as "previousHash", hash, type, at,
          centre_id as "centreId"
        from log.events where stream_id = ${row.id} order by version`;
      events += links.length;
      const fault = faultOf(keys, row, links);
      if (fault) faults.push({ alarmId: row.id, number: row.number, ...fault });
    }
    faults.push(...(await strays(sql)), ...(await feedHoles(sql)));
    return { alarms: rows.length, events, faults };
  }, 'snapshot');
}

function faultOf(
  keys: KeyRing,
  row: Row,
  links: readonly Link[],
): Pick<LogFault, 'fault' | 'version'> | null {
  const broken = findFault(sha256, links);
  if (broken) return broken;
  const last = links.at(-1);
  if (last?.hash !== row.head_hash || last.version !== row.version)
    return { fault: 'cut-off', version: row.version };
  const key = keys.find(row.subject_id);
  const log: AlarmEvent[] = [];
  for (const { text, version } of links) {
    const event = readEventIfPossible(text, key);
    // One alarm that cannot be read keeps no other from being looked at.
    if (!event) return { fault: 'unreadable', version };
    log.push(event);
  }
  const [first] = log;
  const centreId = first?.type === 'AlarmRaised' ? first.data.centreId : null;
  const mislabelled = links.find(
    (link, index) => link.centreId !== centreId || !isLabelledAs(link, log[index]!, row.id),
  );
  if (mislabelled) return { fault: 'changed', version: mislabelled.version };
  const folded = foldOf(log);
  const isSame =
    folded !== null &&
    canonical(folded) === stateOf(keys, row) &&
    canonical(columnsOf(row)) === canonical(columnsFor(folded));
  return isSame ? null : { fault: 'row-differs', version: row.version };
}

/** Null where they follow on nothing: whoever chains anew may write what no rule decided. */
function foldOf(log: readonly AlarmEvent[]): Alarm | null {
  try {
    return fold(log);
  } catch {
    return null;
  }
}

/** Null where it cannot even be read. */
function stateOf(keys: KeyRing, row: Row): string | null {
  try {
    return canonical(readAlarm(keys, row).state);
  } catch {
    return null;
  }
}

/** The columns beside the text are what queries look at; the hash covers the text alone. */
function isLabelledAs(link: Link, event: AlarmEvent, alarmId: string): boolean {
  return (
    event.alarmId === alarmId &&
    event.version === link.version &&
    event.type === link.type &&
    event.at === iso(link.at)
  );
}

function columnsOf(row: Row) {
  return {
    id: row.id,
    centreId: row.centre_id,
    municipalityId: row.municipality_id,
    buttonId: row.button_id,
    number: row.number,
    kind: row.kind,
    mode: row.mode,
    open: row.open,
    ownerId: row.owner_id,
    raisedAt: iso(row.raised_at),
    updatedAt: iso(row.updated_at),
    deadlines: inOrder(row.deadlines),
  };
}

function columnsFor(alarm: Alarm): ReturnType<typeof columnsOf> {
  return {
    id: alarm.id,
    centreId: alarm.centreId,
    municipalityId: alarm.municipality?.id ?? null,
    buttonId: alarm.button.id,
    number: alarm.number,
    kind: alarm.kind,
    mode: alarm.mode,
    open: alarm.closed === null,
    ownerId: ownerOf(alarm)?.id ?? null,
    raisedAt: alarm.times.received ?? alarm.updatedAt,
    updatedAt: alarm.updatedAt,
    deadlines: inOrder(alarm.deadlines),
  };
}

const inOrder = (deadlines: readonly Deadline[]) =>
  deadlines
    .map(({ kind, at, revision }) => ({ kind, at: iso(at), revision }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));

async function strays(sql: Transaction['sql']): Promise<LogFault[]> {
  const rows = await sql<{ stream_id: string; version: number }[]>`
    select stream_id, min(version) as version from log.events
    where not exists (select from alarms where alarms.id = events.stream_id) group by stream_id`;
  return rows.map(({ stream_id: alarmId, version }) => ({
    alarmId,
    number: 0,
    fault: 'no-row',
    version,
  }));
}

/** One for each centre, at the first number that is missing; a cut-off alarm leaves one as well. */
async function feedHoles(sql: Transaction['sql']): Promise<LogFault[]> {
  const rows = await sql<{ centre_id: string; missing: string }[]>`
    select centre_id, min(missing) as missing from log.feeds, lateral (
      select place as missing from (
        select sequence, row_number() over (order by sequence) as place from log.events
        where events.centre_id = feeds.centre_id and events.feed = feeds.name) as numbered
      where sequence <> place
      union all
      select count(*) + 1 from log.events
      where events.centre_id = feeds.centre_id and events.feed = feeds.name
      having count(*) < feeds.last_sequence) as holes
    group by centre_id`;
  return rows.map((row) => ({
    alarmId: row.centre_id,
    number: 0,
    fault: 'feed-hole',
    version: Number(row.missing),
  }));
}
