// The stages of alarms as the projection keeps them, and as their logs fold, in one form: to be compared whole.
import { stage } from '@achterwacht/shared/alarm/stages.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Sql } from '../db/connect.ts';

type Stages = Record<string, string | null>;

const moment = (text: string | null | undefined) => (text ? new Date(text).toISOString() : null);

export async function storedStages(sql: Sql): Promise<Map<string, Stages>> {
  const rows = await sql<({ alarm_id: string } & Stages)[]>`select * from answer_times`;
  return new Map(
    rows.map((row) => [
      row.alarm_id,
      {
        kind: row.kind!,
        mode: row.mode!,
        ...Object.fromEntries(
          stage.options.map((name) => [name, moment(row[`${name.replaceAll('-', '_')}_at`])]),
        ),
      },
    ]),
  );
}

export function foldedStages(alarms: readonly Alarm[]): Map<string, Stages> {
  return new Map(
    alarms.map(({ id, kind, mode, times }) => [
      id,
      {
        kind,
        mode,
        ...Object.fromEntries(stage.options.map((name) => [name, moment(times[name])])),
      },
    ]),
  );
}
