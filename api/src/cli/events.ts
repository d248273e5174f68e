// `achterwacht events ALARM`: the alarm's log in order, hashes included. ALARM is its id, or its number where
// no other centre has that one too.
import { alarms } from '../alarms/row/alarm-row.ts';
import { readLine } from '../alarms/event-text.ts';
import { dataKeyOf, openersOfRow } from '../log/stream-keys.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ system, keys, json }, args) => {
  const [asked] = args;
  if (!asked) throw new Error('Welk alarm? achterwacht events NUMMER');
  const rows = await system.sql<
    {
      text: string;
      sequence: string;
      version: number;
      at: string;
      previous_hash: string;
      hash: string;
      subject_id: string;
      data_key: string | null;
      stream_id: string;
      centre: string;
    }[]
  >`
    select events.text, events.sequence, events.version, events.at, events.previous_hash, events.hash, alarms.subject_id,
      ${dataKeyOf(system.sql, 'alarms')} as data_key, events.stream_id, centres.name as centre
    from log.events join alarms on alarms.id = events.stream_id
    join centres on centres.id = alarms.centre_id
    where alarms.id::text = ${asked} or alarms.number::text = ${asked.replace(/^#/, '')}
    order by events.version`;
  if (rows.length === 0) throw new Error(`Er is geen alarm ${asked}.`);
  const found = new Map(rows.map((row) => [row.stream_id, row.centre]));
  if (found.size > 1)
    throw new Error(
      [
        `Er zijn ${found.size} alarmen ${asked}; welk? achterwacht events ID`,
        ...[...found].map(([id, centre]) => `  ${id}  ${centre}`),
      ].join('\n'),
    );
  const events = rows.map((row) => ({
    ...readLine(
      { ...row, alarmId: row.stream_id },
      openersOfRow(alarms, keys, { ...row, id: row.stream_id }),
    ),
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
  if (json) return print(events);
  for (const event of events)
    print(
      `${event.version.toString().padStart(3)}  ${event.at}  ${event.type.padEnd(24)} ${event.hash.slice(0, 16)}`,
    );
});
