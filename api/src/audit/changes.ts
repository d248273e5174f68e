// Who changed what: a line of every event of the log, of whatever subject. It is folded of what stands around an event
// and never of what it says, so that a subject that is added later, or erased, needs nothing here.
import * as z from 'zod';
import { actor } from '@achterwacht/shared/actor.ts';
import type { Transaction } from '../db/connect.ts';
import {
  createSlices,
  type Line,
  type Place,
  type Projection,
  type Source,
} from '../projections/projection.ts';

/** Raised with whatever a line says of an event that stands in the log. */
const version = 1;

/** @param subjects Every one whose history is kept. */
export function createAuditChanges(
  subjects: readonly Pick<Source, 'streamType' | 'feed'>[],
): Projection {
  return {
    name: 'audit-changes',
    version,
    tables: [{ table: 'audit_changes', id: 'id' }],
    over: subjects.map(({ streamType, feed }) => ({
      streamType,
      feed,
      types: 'all',
      apply: (tx, place, lines) => write(tx, place, feed, lines),
    })),
  };
}

/** What every event has, whatever it is of and in whichever schema it was written. */
const around = z.object({ version: z.int().positive(), actor });

async function write(
  { sql }: Transaction,
  { centreId, version: projectionVersion }: Place,
  feed: Source['feed'],
  lines: readonly Line[],
): Promise<void> {
  const slice = createSlices();
  const rows = [];
  for (const { streamType, streamId, sequence, type, at, text } of lines) {
    const event = around.parse(JSON.parse(text));
    rows.push({
      projection_version: projectionVersion,
      id: `${streamId}/${event.version}`,
      centre_id: centreId,
      stream_type: streamType,
      stream_id: streamId,
      type,
      at,
      place: placeOf(feed, sequence),
      ...byWhom(event.actor),
    });
    await slice();
  }
  if (rows.length === 0) return;
  await sql`
    insert into audit_changes
    select row.* from jsonb_populate_recordset(null::audit_changes,
      ${JSON.stringify(rows)}::text::jsonb) as row`;
}

/** Two feeds have numbers of their own. */
const placeOf = (feed: Source['feed'], sequence: number) =>
  sequence * 2 + (feed === 'file' ? 1 : 0);

function byWhom(by: z.infer<typeof actor>) {
  const nobody = { user_id: null, user_name: null, user_role: null };
  switch (by.type) {
    case 'person':
      return { user_id: by.id, user_name: by.name, user_role: by.role, part: null };
    // No person: what it is called stands where a part of the system does.
    case 'service':
      return { ...nobody, user_name: by.name, part: 'service' };
    case 'device':
      return { ...nobody, part: 'device' };
    case 'system':
      return { ...nobody, part: by.part };
  }
}
