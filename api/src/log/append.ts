// How a change is written: one statement stores it whole – the row, the key that was made for it, its deadlines, its
// effects and, taking the feed's next numbers, its events. Only the handler of commands calls it.
import { randomUUID } from 'node:crypto';
import type { Effect, SubjectTypes } from '@achterwacht/shared/subject.ts';
import { chainStart } from '@achterwacht/shared/evidence/chain.ts';
import type { Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { isPersonal, writeEvent } from './event-text.ts';
import { isTyped, sealRow } from './fold-row.ts';
import { contentClass, partSealersOf, sealerOf } from './stream-keys.ts';
import { seal } from '../sealing/seal.ts';
import type { Stored, Stream } from './stream.ts';

export type Change<T extends SubjectTypes> = {
  before: Stored<T> | null;
  after: T['State'];
  subjectId: string;
  events: T['Event'][];
  /** Each with the version of the event that asked for it. */
  effects: (Effect & { version: number })[];
};

export type Appended<T extends SubjectTypes> = {
  /** The subject as it will be; known at once, so that what follows it can be sent along. */
  stored: Stored<T>;
  /** The events with their places in the centre's feed, once the statement has run. */
  written: Promise<(T['Event'] & { sequence: number })[]>;
};

/** Sends the statement that stores a change. Await `written` before the transaction ends. */
export function append<T extends SubjectTypes>(
  stream: Stream<T>,
  { sql }: Transaction,
  keys: KeyRing,
  change: Change<T>,
): Appended<T> {
  const { subject } = stream;
  const { before, after, subjectId } = change;
  const { dataKey: ownKey = null, classKeys } = before ?? {};
  const held = { id: after.id, subjectId, dataKey: ownKey, ...(classKeys && { classKeys }) };
  const isSealed = needsKey(stream, change);
  const parts = isSealed ? partSealersOf(stream, keys, held, partsSaid(change, stream)) : noParts;
  const { key, made } = isSealed && !subject.sealed.classes ? sealerOf(stream, keys, held) : noKey;
  const keysMade = { ...parts.made, ...(made !== null && { [contentClass]: made }) };
  let headHash = before?.headHash ?? chainStart;
  const links = change.events.map((event) => {
    const link = writeEvent(subject, event, key, headHash, parts.of);
    headHash = link.hash;
    return link;
  });
  const deadlines = subject.deadlinesOf(after);
  const kept = new Set(deadlines.map(({ kind }) => kind));
  const cleared = (before ? subject.deadlinesOf(before.state) : [])
    .map(({ kind }) => kind)
    .filter((kind) => !kept.has(kind));
  const beside = (isSealed && stream.row.beside?.(after)) || null;
  const columns = {
    ...sealRow(stream, key, after, parts.of),
    headHash,
    subjectId,
    beside: beside && seal(keys.findMade(subjectId), beside.purpose, beside.clear),
  };
  const municipalityId = subject.municipalityOf(after);
  const rows = sql<{ sequence: string }[]>`
    with ${stream.row.write(sql, after, columns)}, own_key as (
      insert into log.data_keys (stream_id, class, stream_type, centre_id, municipality_id,
        subject_id, wrapped)
      select ${after.id}, part, ${subject.name}, ${after.centreId},
        ${municipalityId}::uuid, ${subjectId}, made
      from unnest(${Object.keys(keysMade)}::text[],
        ${Object.values(keysMade)}::text[]) as row(part, made)
    ), no_longer_due as (
      delete from log.deadlines where subject_id = ${after.id} and kind = any(${cleared})
    ), due as (
      insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
      select ${subject.name}, ${after.id}, kind, ${after.centreId}, at, revision
      from jsonb_to_recordset(${JSON.stringify(deadlines)}::jsonb)
        as row(kind text, at timestamptz, revision int)
      on conflict (subject_id, kind) do update set at = excluded.at, revision = excluded.revision
        where deadlines.revision <> excluded.revision
    ), outward as (
      insert into log.effects (id, centre_id, stream_type, stream_id, stream_version, kind, mode,
        recipient, text, status, created_at, next_attempt_at)
      select id, ${after.centreId}, ${subject.name}, ${after.id}, version, kind,
        ${subject.modeOf(after)}, recipient, text, 'waiting', ${after.updatedAt}, ${after.updatedAt}
      from jsonb_to_recordset(${JSON.stringify(
        change.effects.map((effect) => ({ id: randomUUID(), ...effect })),
      )}::jsonb) as row(id uuid, version int, kind text, recipient text, text text)
    ), feed as (
      update log.feeds set last_sequence = last_sequence + ${links.length}
      where centre_id = ${after.centreId} and name = ${subject.feed}
      returning last_sequence - ${links.length} as base
    )
    insert into log.events (stream_type, stream_id, version, centre_id, municipality_id, feed, sequence,
      schema_version, type, at, text, previous_hash, hash)
    -- A centre without a feed fails here, on the sequence that is null, and takes all of it along.
    select ${subject.name}, ${after.id}, version, ${after.centreId}, ${municipalityId},
      ${subject.feed}, (select base from feed) + place, ${subject.schemaVersion}, type, at, text,
      previous_hash, hash
    from jsonb_to_recordset(${JSON.stringify(
      links.map(({ event, text, previousHash, hash }, index) => ({
        version: event.version,
        place: index + 1,
        type: event.type,
        at: event.at,
        text,
        previous_hash: previousHash,
        hash,
      })),
    )}::jsonb) as row(version int, place int, type text, at timestamptz, text text,
      previous_hash text, hash text)
    order by place
    returning sequence`;
  const written = inFeed<T>(rows.execute(), change.events);
  // Whoever sends more before awaiting this may fail first; that must not end the process.
  written.catch(() => {});
  const dataKey = made ?? held.dataKey;
  const keysThere = {
    dataKey,
    ...(subject.sealed.classes && { classKeys: { ...classKeys, ...parts.made } }),
  };
  return { stored: { state: after, headHash, subjectId, ...keysThere }, written };
}

const noKey = { key: null, made: null };
const noParts = { of: {}, made: {} };

/** Of a subject whose parts end apart those that say something, in what is written or in what stands. */
function partsSaid<T extends SubjectTypes>(
  { events, after }: Change<T>,
  { subject: { sealed } }: Stream<T>,
): string[] {
  const said = [after, ...events].map((one) => ('personal' in one ? one.personal : null) ?? {});
  return (sealed.classes ?? []).filter((part) =>
    said.some((one) => ((one as Record<string, unknown>)[part] ?? null) !== null),
  );
}

/** Where nothing is said that must be sealed none is: a subject whose key is damaged can still be acted on. */
function needsKey<T extends SubjectTypes>(
  stream: Stream<T>,
  { events, after }: Change<T>,
): boolean {
  return events.some((event) => isPersonal(stream.subject, event)) || isTyped(stream, after);
}

async function inFeed<T extends SubjectTypes>(
  rows: PromiseLike<readonly { sequence: string }[]>,
  events: T['Event'][],
): Promise<(T['Event'] & { sequence: number })[]> {
  const places = await rows;
  return events.map((event, index) => ({ ...event, sequence: Number(places[index]!.sequence) }));
}
