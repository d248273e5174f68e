// Checks every alarm's log against itself and against its row: a changed, missing, added or swapped
// event breaks the chain, a cut-off end differs from the row's head, and a row that was changed by
// hand differs from what its log folds to.
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { findFault } from '@achterwacht/shared/evidence/chain.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readEvent, sha256 } from './event-text.ts';
import { readAlarm } from './store.ts';

export type LogFault = {
  alarmId: string;
  number: number;
  fault: 'missing' | 'broken-link' | 'changed' | 'cut-off' | 'row-differs' | 'no-row';
  version: number;
};

export type LogVerdict = { alarms: number; events: number; faults: LogFault[] };

export async function verifyLog(system: Database, keys: KeyRing): Promise<LogVerdict> {
  const faults: LogFault[] = [];
  let events = 0;
  const rows = await system.sql<(Parameters<typeof readAlarm>[1] & { version: number })[]>`
    select id, state, personal, head_hash, subject_id, version from alarms order by number`;
  for (const row of rows) {
    const links = await system.sql<
      { version: number; text: string; previousHash: string; hash: string }[]
    >`
      select version, text, previous_hash as "previousHash", hash from events
      where alarm_id = ${row.id} order by version`;
    events += links.length;
    const { alarm } = readAlarm(keys, row);
    const found = (fault: LogFault['fault'], version: number) =>
      faults.push({ alarmId: row.id, number: alarm.number, fault, version });
    const broken = findFault(sha256, links);
    const last = links.at(-1);
    if (broken) found(broken.fault, broken.version);
    else if (last?.hash !== row.head_hash || last.version !== row.version)
      found('cut-off', row.version);
    else if (!sameAsLog(alarm, links, keys.find(row.subject_id))) found('row-differs', row.version);
  }
  const strays = await system.sql<{ alarm_id: string; version: number }[]>`
    select alarm_id, min(version) as version from events
    where not exists (select from alarms where alarms.id = events.alarm_id) group by alarm_id`;
  for (const stray of strays)
    faults.push({ alarmId: stray.alarm_id, number: 0, fault: 'no-row', version: stray.version });
  return { alarms: rows.length, events, faults };
}

function sameAsLog(
  row: Alarm,
  links: readonly { text: string }[],
  key: Uint8Array | null,
): boolean {
  const folded = fold(links.map((link) => readEvent(link.text, key)));
  return folded !== null && canonical(folded) === canonical(row);
}
