// Reading a centre's feed back from Postgres: for a desk that catches up, and for a process that
// missed something on the bus.
import type { PlacedItem } from '@achterwacht/shared/feed-view.ts';
import { alarms } from '../../alarms/row/alarm-row.ts';
import { readLine } from '../../alarms/event-text.ts';
import type { Database } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { dataKeyOf, openersOfRow } from '../../log/stream-keys.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';

export type FeedHead = { centreId: string; lastSequence: number; beatAt: string | null };

export type EventSource = {
  heads(): Promise<FeedHead[]>;
  /** What comes after a sequence, in order, at most `limit`. */
  after(centreId: string, sequence: number, limit: number): Promise<PlacedItem[]>;
};

export function createEventSource(system: Database, keys: KeyRing): EventSource {
  return {
    async heads() {
      const rows = await system.sql<
        { centre_id: string; last_sequence: string; beat_at: string | null }[]
      >`select centre_id, last_sequence, beat_at from log.feeds
        where name = 'live'`;
      return rows.map((row) => ({
        centreId: row.centre_id,
        lastSequence: Number(row.last_sequence),
        beatAt: row.beat_at && iso(row.beat_at),
      }));
    },
    async after(centreId, sequence, limit) {
      const rows = await system.sql<
        {
          sequence: string;
          alarmId: string;
          version: number;
          at: string;
          text: string;
          subject_id: string | null;
          data_key: string | null;
          place: { centreId: string; streamType: string };
        }[]
      >`
        select events.sequence, events.stream_id as "alarmId", events.version, events.at, events.text,
          alarms.subject_id, ${dataKeyOf(system.sql, 'alarms')} as data_key, jsonb_build_object(
            'centreId', events.centre_id, 'streamType', events.stream_type) as place
        from log.events
        -- Of another subject the number comes along, or whoever follows would wait for it for ever.
        left join alarms on alarms.id = events.stream_id and events.stream_type = 'alarm'
        where events.centre_id = ${centreId} and events.feed = 'live' and events.sequence > ${sequence}
        order by events.sequence limit ${limit}`;
      return rows.map(({ subject_id, data_key, place, ...line }) => {
        const row = subject_id === null ? null : { id: line.alarmId, subject_id, data_key };
        const openers = row ? openersOfRow(alarms, keys, row) : [];
        return { ...readLine(line, openers), ...place };
      });
    },
  };
}
