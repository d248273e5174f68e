// An alarm as a release before this one left it: what is sealed of it stands under its holder's own key.
import { chainStart } from '@achterwacht/shared/evidence/chain.ts';
import { alarmSubject } from '@achterwacht/shared/subjects/alarm.ts';
import { writeEvent } from '../../log/event-text.ts';
import { sealRow } from '../../log/fold-row.ts';
import type { AlarmCentre } from '../../testing/alarm-centre.ts';
import { readLog } from '../alarm-queries.ts';
import { alarms, findAlarm } from '../row/alarm-row.ts';

export async function asBeforeOwnKeys(
  { keys, system, database }: AlarmCentre,
  alarmId: string,
): Promise<void> {
  const [stored, events] = await system.transaction((tx) =>
    Promise.all([findAlarm(tx, keys, alarmId), readLog(tx, keys, alarmId)]),
  );
  const { state, subjectId } = stored!; // the test pressed it
  const key = keys.find(subjectId);
  const sql = database.superuser;
  await sql`alter table log.events disable trigger all`;
  let head = chainStart;
  for (const { sequence: _sequence, ...event } of events!) {
    const { text, previousHash, hash } = writeEvent(alarmSubject, event, key, head);
    head = hash;
    await sql`
      update log.events set text = ${text}, previous_hash = ${previousHash}, hash = ${hash}
      where stream_id = ${alarmId} and version = ${event.version}`;
  }
  await sql`alter table log.events enable trigger all`;
  const row = sealRow(alarms, key, state);
  await sql`
    update alarms set head_hash = ${head}, personal = ${row.personal}, state = ${row.state}::text::jsonb
    where id = ${alarmId}`;
  await sql`delete from log.data_keys where stream_id = ${alarmId}`;
}
