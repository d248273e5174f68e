// The answer times: of every alarm the stages of the honest clock, folded by the alarm's own `evolve`, so that what is
// counted is what every desk drew. Ids and moments only; what an alarm is beside that stands in its row.
import { alarmFact, type AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { stage } from '@achterwacht/shared/alarm/stages.ts';
import { alarmSubject, type AlarmTypes } from '@achterwacht/shared/subjects/alarm.ts';
import type { Transaction } from '../db/connect.ts';
import { readEvent } from '../log/event-text.ts';
import {
  createSlices,
  over,
  type Event,
  type Place,
  type Projection,
} from '../projections/projection.ts';

/** Raised with whatever changes a stage's moment, an alarm's kind or its mode for events that stand in the log. */
const version = 1;

/** Alarms that something happened to lately; of any other its log is read again. */
const mostKept = 500;

/** Its own memory of alarms as they stood, for one process; two may have the same. */
export function createAnswerTimes(): Projection {
  const kept = new Map<string, Alarm>();
  return {
    name: 'answer-times',
    version,
    tables: [{ table: 'answer_times', id: 'alarm_id' }],
    over: [
      over(
        alarmSubject,
        alarmFact.options.map(({ shape }) => shape.type.value),
        async (tx, place, events) => {
          const alarms = await foldAlarms(tx, kept, events);
          await write(tx, place, alarms);
          for (const alarm of alarms) keep(kept, alarm);
        },
      ),
    ],
  };
}

/** Each alarm of these events as it stands after the last of them. */
async function foldAlarms(
  tx: Transaction,
  kept: ReadonlyMap<string, Alarm>,
  events: readonly Event<AlarmTypes>[],
): Promise<Alarm[]> {
  const slice = createSlices();
  const histories = Map.groupBy(events, ({ streamId }) => streamId);
  const alarms: Alarm[] = [];
  for (const [alarmId, history] of histories) {
    let alarm = await before(tx, kept.get(alarmId), history[0]!.event);
    for (const { event } of history) {
      alarm = evolve(alarm, event);
      await slice();
    }
    if (alarm) alarms.push(alarm);
  }
  return alarms;
}

/** The alarm as it stood before this event: as it is kept, if that is it, or as its log says. */
async function before(
  { sql }: Transaction,
  known: Alarm | undefined,
  { alarmId, version }: AlarmEvent,
): Promise<Alarm | null> {
  if (version === 1) return null;
  if (known?.version === version - 1) return known;
  const slice = createSlices();
  let alarm: Alarm | null = null;
  const lines = await sql<{ text: string }[]>`
    select text from log.events where stream_id = ${alarmId} and version < ${version}
    order by version`;
  for (const { text } of lines) {
    alarm = evolve(alarm, readEvent(alarmSubject, text, []));
    await slice();
  }
  return alarm;
}

/** The one that nothing happened to for the longest goes first. */
function keep(kept: Map<string, Alarm>, alarm: Alarm): void {
  kept.delete(alarm.id);
  // A closed one is hardly heard of again.
  if (alarm.closed === null) kept.set(alarm.id, alarm);
  if (kept.size <= mostKept) return;
  const [oldest] = kept.keys();
  kept.delete(oldest!);
}

/** What changes no stage writes nothing. */
async function write(
  { sql }: Transaction,
  { version: projectionVersion }: Place,
  alarms: readonly Alarm[],
): Promise<void> {
  const rows = alarms.map((alarm) => ({
    projection_version: projectionVersion,
    alarm_id: alarm.id,
    centre_id: alarm.centreId,
    municipality_id: alarm.municipality?.id ?? null,
    kind: alarm.kind,
    mode: alarm.mode,
    ...momentsOf(alarm),
  }));
  if (rows.length === 0) return;
  await sql`
    insert into answer_times as known
    select row.* from jsonb_populate_recordset(null::answer_times,
      ${JSON.stringify(rows)}::text::jsonb) as row
    on conflict (projection_version, alarm_id) do update set kind = excluded.kind,
      mode = excluded.mode, presented_at = excluded.presented_at, claimed_at = excluded.claimed_at,
      audible_at = excluded.audible_at, decided_at = excluded.decided_at,
      handed_over_at = excluded.handed_over_at, police_confirmed_at = excluded.police_confirmed_at,
      on_scene_at = excluded.on_scene_at, closed_at = excluded.closed_at
    where known is distinct from excluded`;
}

/** By column; a stage that was not reached is null. */
function momentsOf({ times, updatedAt }: Alarm): Record<string, string | null> {
  const moments = stage.options.map((name) => [
    `${name.replaceAll('-', '_')}_at`,
    times[name] ?? null,
  ]);
  return {
    ...(Object.fromEntries(moments) as Record<string, string | null>),
    received_at: times.received ?? updatedAt,
  };
}
