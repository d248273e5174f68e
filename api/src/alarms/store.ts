// How an alarm is read and written. One statement stores a change whole: the row, its deadlines, its
// effects and, taking the centre's next numbers, its events. Only handle-command and the intake call it.
import type { CipherKey } from 'node:crypto';
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import { foldVersion } from '@achterwacht/shared/alarm/fold-version.ts';
import { untouched } from '@achterwacht/shared/alarm/raising/evolve.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import { nobody } from '@achterwacht/shared/alarm/personal.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import {
  joinRow,
  splitData,
  splitRow,
  type TypedOfAlarm,
} from '@achterwacht/shared/alarm/typed-fields.ts';
import { chainStart, findFault, type ChainLink } from '@achterwacht/shared/evidence/chain.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Transaction } from '../db/connect.ts';
import * as sealing from '../sealing/seal.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Effect } from './effects-of.ts';
import { readEvent, sha256, writeEvent } from './event-text.ts';

export type StoredAlarm = { alarm: Alarm; headHash: string; subjectId: string };

export type AlarmRow = {
  id: string;
  /** The releases before wrote rows without what they did not know. */
  state: Omit<Alarm, 'personal' | 'changedAt' | keyof Later> &
    Partial<Later> & {
      changedAt: Omit<Alarm['changedAt'], 'handover'> & { handover?: number };
      /** What was typed into the rest of it, sealed. */
      typed?: string;
    };
  personal: string | null;
  head_hash: string;
  subject_id: string;
};

/** In every state that was ever written; what each release added to it is filled in below. */
const always = [
  'id',
  'number',
  'centreId',
  'button',
  'kind',
  'mode',
  'priority',
  'plan',
  'ownership',
  'verification',
  'changedAt',
  'signals',
  'warnings',
  'times',
  'deadlines',
  'version',
] as const satisfies (keyof AlarmRow['state'])[];

type Later = ReturnType<typeof untouched> & Pick<Alarm, 'presses'>;

/** The alarm as it stands now; null when it is not there or not yours. */
export async function findAlarm(
  tx: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<StoredAlarm | null> {
  const rows = await tx.sql<AlarmRow[]>`
    select id, state, personal, head_hash, subject_id from alarms where id = ${alarmId}`;
  return rows[0] ? readRow(tx, keys, rows[0]) : null;
}

/** The same, locked until the transaction ends. */
export async function lockAlarm(
  tx: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<StoredAlarm | null> {
  const rows = await tx.sql<AlarmRow[]>`
    select id, state, personal, head_hash, subject_id from alarms where id = ${alarmId} for update`;
  return rows[0] ? readLocked(tx, keys, rows[0]) : null;
}

/** Neither its row nor its log can be trusted. */
export class UnreadableAlarm extends Error {}

/**
 * As the row says; where that is none that `append` has written, as the log says, if it is whole and ends where the
 * row's head does.
 */
async function readRow(tx: Transaction, keys: KeyRing, row: AlarmRow): Promise<StoredAlarm> {
  try {
    return readAlarm(keys, row);
  } catch {
    return readFromLog(tx, keys, row);
  }
}

/** The same, and then the row is mended: whoever holds it is about to go on from there. */
export async function readLocked(
  tx: Transaction,
  keys: KeyRing,
  row: AlarmRow,
): Promise<StoredAlarm> {
  try {
    return readAlarm(keys, row);
  } catch {
    const stored = await readFromLog(tx, keys, row);
    const { alarm, subjectId } = stored;
    // Without its key nothing personal could be written, and what is sealed may be all that there is.
    if (keys.find(subjectId)) await storeFold(tx, keys, alarm, subjectId);
    return stored;
  }
}

async function readFromLog(
  { sql }: Transaction,
  keys: KeyRing,
  row: AlarmRow,
): Promise<StoredAlarm> {
  const { id, head_hash: headHash, subject_id: subjectId } = row;
  const links = await sql<ChainLink[]>`
    select version, text, previous_hash as "previousHash", hash from log.events
    where stream_id = ${id} order by version`;
  const isWhole = findFault(sha256, links) === null && links.at(-1)?.hash === headHash;
  const key = keys.find(subjectId);
  const alarm = isWhole ? fold(links.map(({ text }) => readEvent(text, key))) : null;
  if (!alarm) throw new UnreadableAlarm('an alarm that neither its row nor its log tells');
  return { alarm, headHash, subjectId };
}

/** @throws where the row is none that `append` has written: somebody had a hand in it. */
export function readAlarm(keys: KeyRing, row: AlarmRow): StoredAlarm {
  for (const field of always)
    if (!(field in row.state)) throw new Error(`an alarm without ${field}`);
  const state = openState(keys, row);
  return {
    alarm: {
      presses: { count: 1, lastAt: state.signals.lastAt },
      ...untouched(state, state.times.received ?? state.updatedAt),
      ...state,
      changedAt: { ...state.changedAt, handover: state.changedAt.handover ?? 1 },
      personal: openPersonal(keys, row) ?? (state.bare ? nobody : null),
    },
    headHash: row.head_hash,
    subjectId: row.subject_id,
  };
}

/** Null where nothing personal was said, and once its subject was erased. */
export function openPersonal(
  keys: KeyRing,
  { id, personal, subject_id: subjectId }: Pick<AlarmRow, 'id' | 'personal' | 'subject_id'>,
): Alarm['personal'] {
  const key = keys.find(subjectId);
  const opened = personal && key && sealing.openIfPossible(key, purposeOf(id), personal);
  return opened ? (JSON.parse(opened) as Alarm['personal']) : null;
}

/** What its log folds to by this release, in place of what the row says; nothing happened to the alarm. */
export async function storeFold(
  { sql }: Transaction,
  keys: KeyRing,
  alarm: Alarm,
  subjectId: string,
): Promise<void> {
  const { state, sealed } = sealedRow(keys.find(subjectId), alarm);
  await sql`
    update alarms set open = ${alarm.closed === null}, owner_id = ${ownerOf(alarm)?.id ?? null},
      kind = ${alarm.kind}, mode = ${alarm.mode}, state = ${state}::text::jsonb,
      personal = ${sealed}, raised_at = ${alarm.times.received ?? alarm.updatedAt},
      updated_at = ${alarm.updatedAt}, fold_version = ${foldVersion}
    where id = ${alarm.id}`;
  await sql`
    delete from log.deadlines where subject_id = ${alarm.id}
      and kind <> all(${alarm.deadlines.map(({ kind }) => kind)}::text[])`;
  await sql`
    insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
    select 'alarm', ${alarm.id}, kind, ${alarm.centreId}, at, revision
    from jsonb_to_recordset(${JSON.stringify(alarm.deadlines)}::text::jsonb)
      as row(kind text, at timestamptz, revision int)
    on conflict (subject_id, kind) do update set at = excluded.at, revision = excluded.revision`;
}

/** As it was written, with what was typed; marks stand for that once its subject was erased. */
export function openState(keys: KeyRing, row: AlarmRow): Omit<AlarmRow['state'], 'typed'> {
  const { typed, ...state } = row.state;
  const key = typed === undefined ? null : keys.find(row.subject_id);
  const opened = typed && key && sealing.openIfPossible(key, typedPurposeOf(row.id), typed);
  return opened ? joinRow(state, JSON.parse(opened) as TypedOfAlarm) : state;
}

export type Change = {
  before: StoredAlarm | null;
  after: Alarm;
  subjectId: string;
  events: AlarmEvent[];
  /** Each with the version of the event that asked for it. */
  effects: (Effect & { version: number })[];
};

export type Appended = {
  /** The alarm as it will be; known at once, so that what follows it can be sent along. */
  stored: StoredAlarm;
  /** The events with their places in the centre's feed, once the statement has run. */
  written: Promise<FeedEvent[]>;
};

/** Where nothing is said that must be sealed none is: an alarm whose key is damaged can still be claimed. */
function needsKey({ events, after }: Change): boolean {
  const isSealed = (event: AlarmEvent) =>
    ('personal' in event && event.personal !== null) || splitData(event).typed !== null;
  return events.some(isSealed) || splitRow(after).typed !== null;
}

/** Sends the statement that stores a change. Await `written` before the transaction ends. */
export function append({ sql }: Transaction, keys: KeyRing, change: Change): Appended {
  const { before, after, subjectId } = change;
  const key = needsKey(change) ? keys.findMade(subjectId) : null;
  let headHash = before?.headHash ?? chainStart;
  const links = change.events.map((event) => {
    const link = writeEvent(event, key, headHash);
    headHash = link.hash;
    return link;
  });
  const { state, sealed } = sealedRow(key, after);
  const kept = new Set(after.deadlines.map((deadline) => deadline.kind));
  const cleared = (before?.alarm.deadlines ?? [])
    .map((deadline) => deadline.kind)
    .filter((kind) => !kept.has(kind));
  const stored = { alarm: after, headHash, subjectId };
  const rows = sql<{ sequence: string }[]>`
    with alarm as (
      insert into alarms (id, centre_id, municipality_id, button_id, number, kind, mode, open,
        owner_id, version, head_hash, subject_id, state, personal, raised_at, updated_at,
        fold_version, bare)
      values (${after.id}, ${after.centreId}, ${after.municipality?.id ?? null},
        ${after.button.id}, ${after.number}, ${after.kind}, ${after.mode},
        ${after.closed === null}, ${ownerOf(after)?.id ?? null}, ${after.version}, ${headHash},
        ${subjectId}, ${state}::jsonb, ${sealed},
        ${after.times.received ?? after.updatedAt}, ${after.updatedAt}, ${foldVersion},
        ${after.bare ?? false})
      on conflict (id) do update set open = excluded.open, owner_id = excluded.owner_id,
        kind = excluded.kind, mode = excluded.mode, version = excluded.version, head_hash = excluded.head_hash,
        state = excluded.state,
        -- What nothing was said about stays as it is.
        personal = coalesce(excluded.personal, alarms.personal), updated_at = excluded.updated_at,
        fold_version = excluded.fold_version
    ), no_longer_due as (
      delete from log.deadlines where subject_id = ${after.id} and kind = any(${cleared})
    ), due as (
      insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
      select 'alarm', ${after.id}, kind, ${after.centreId}, at, revision
      from jsonb_to_recordset(${JSON.stringify(after.deadlines)}::jsonb)
        as row(kind text, at timestamptz, revision int)
      on conflict (subject_id, kind) do update set at = excluded.at, revision = excluded.revision
        where deadlines.revision <> excluded.revision
    ), outward as (
      insert into log.effects (id, centre_id, stream_id, stream_version, kind, mode, recipient, text,
        status, created_at, next_attempt_at)
      select id, ${after.centreId}, ${after.id}, version, kind, ${after.mode}, recipient, text,
        'waiting', ${after.updatedAt}, ${after.updatedAt}
      from jsonb_to_recordset(${JSON.stringify(change.effects)}::jsonb)
        as row(id uuid, version int, kind text, recipient text, text text)
    ), feed as (
      update log.feeds set last_sequence = last_sequence + ${links.length}
      where centre_id = ${after.centreId} and name = 'live' returning last_sequence - ${links.length} as base
    )
    insert into log.events (stream_id, version, centre_id, municipality_id, sequence, type, at, text,
      previous_hash, hash)
    -- A centre without a feed fails here, on the sequence that is null, and takes all of it along.
    select ${after.id}, version, ${after.centreId}, ${after.municipality?.id ?? null},
      (select base from feed) + place, type, at, text, previous_hash, hash
    from jsonb_to_recordset(${JSON.stringify(
      links.map((link, index) => ({
        version: link.event.version,
        place: index + 1,
        type: link.event.type,
        at: link.event.at,
        text: link.text,
        previous_hash: link.previousHash,
        hash: link.hash,
      })),
    )}::jsonb) as row(version int, place int, type text, at timestamptz, text text,
      previous_hash text, hash text)
    order by place
    returning sequence`;
  const written = inFeed(rows.execute(), change.events);
  // Whoever sends more before awaiting this may fail first; that must not end the process.
  written.catch(() => {});
  return { stored, written };
}

async function inFeed(
  rows: PromiseLike<readonly { sequence: string }[]>,
  events: AlarmEvent[],
): Promise<FeedEvent[]> {
  const places = await rows;
  return events.map((event, index) => ({ ...event, sequence: Number(places[index]!.sequence) }));
}

function purposeOf(alarmId: string): string {
  return `alarm/${alarmId}`;
}

const typedPurposeOf = (alarmId: string) => `${purposeOf(alarmId)}/typed`;

/** The row's two columns. Without a key nothing personal is kept, nor what was typed: its subject was erased. */
function sealedRow(key: CipherKey | null, { personal, ...alarm }: Alarm) {
  const { clear, typed } = splitRow(alarm);
  const sealed =
    key && personal && sealing.seal(key, purposeOf(alarm.id), JSON.stringify(personal));
  const sealedTyped =
    key && typed && sealing.seal(key, typedPurposeOf(alarm.id), JSON.stringify(typed));
  const state = JSON.stringify({ ...clear, ...(sealedTyped && { typed: sealedTyped }) });
  return { state, sealed };
}
