// Everything that anybody is shown of a centre's alarms, as one text: their rows, the board, each one's log, the feed
// and the list of signals. For tests that look whether words are to be had.
import { readBoard, readLines } from '../alarms/alarm-queries.ts';
import { findAlarm } from '../alarms/row/alarm-row.ts';
import { createEventSource } from '../live/feed/event-source.ts';
import { listSignals } from '../messages/list-signals.ts';
import { listViewers } from '../police/page/links.ts';
import type { Database } from '../db/connect.ts';
import type { AlarmCentre } from './alarm-centre.ts';

/** @param system Of another database, where that is to be read. */
export async function readEverywhere(
  centre: Pick<AlarmCentre, 'keys' | 'centreId' | 'clock' | 'system'>,
  system: Database = centre.system,
): Promise<string> {
  const { keys, centreId, clock } = centre;
  const said: unknown[] = await createEventSource(system, keys).after(centreId, 0, 1_000);
  said.push(await listSignals(system.sql, keys, { limit: 1_000 }));
  const ids = await system.sql<{ id: string }[]>`select id from alarms order by number`;
  for (const { id } of ids)
    await system.transaction(async (tx) => {
      said.push(await findAlarm(tx, keys, id), await readLines(tx, keys, id));
      said.push(await listViewers(tx, keys, id));
    });
  said.push(await system.transaction((tx) => readBoard(tx, keys, centreId, clock.now())));
  return JSON.stringify(said);
}
