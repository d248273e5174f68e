// How often a button was pressed without anybody needing help: counted of the device and of nobody, so that whoever wears
// it is helped (another clip, another pocket) before he hesitates to press.
import { alarmSubject } from '@achterwacht/shared/subjects/alarm.ts';
import { isHarmless } from '@achterwacht/shared/alarm/outcome.ts';
import type { Transaction } from '../db/connect.ts';
import { readEvent } from '../log/event-text.ts';
import { over, type Place, type Projection } from '../projections/projection.ts';

/** Raised with whatever changes which alarms count for events that stand in the log. */
const version = 1;

export function createHarmlessPresses(): Projection {
  return {
    name: 'harmless-presses',
    version,
    tables: [{ table: 'harmless_presses', id: 'alarm_id' }],
    over: [
      over(alarmSubject, ['AlarmClosed', 'AlarmReopened'], async (tx, place, events) => {
        for (const { streamId, event } of events) {
          const isOne = event.type === 'AlarmClosed' && isHarmless(event.data.outcome);
          await (isOne ? count : leaveOut)(tx, place, streamId);
        }
      }),
    ],
  };
}

/** Of a real press; a test that somebody announced is none, and neither is a drill. */
async function count({ sql }: Transaction, place: Place, alarmId: string): Promise<void> {
  const [first] = await sql<{ text: string }[]>`
    select text from log.events where stream_id = ${alarmId} and version = 1`;
  const raised = first && readEvent(alarmSubject, first.text, []);
  if (raised?.type !== 'AlarmRaised') return;
  const { button, kind, mode, municipality, receivedAt } = raised.data;
  if (kind !== 'duress' || mode !== 'real') return;
  await sql`
    insert into harmless_presses (projection_version, alarm_id, centre_id, municipality_id,
      button_id, raised_at)
    values (${place.version}, ${alarmId}, ${place.centreId}, ${municipality?.id ?? null},
      ${button.id}, ${receivedAt})
    on conflict do nothing`;
}

async function leaveOut({ sql }: Transaction, place: Place, alarmId: string): Promise<void> {
  await sql`
    delete from harmless_presses
    where projection_version = ${place.version} and alarm_id = ${alarmId}`;
}
