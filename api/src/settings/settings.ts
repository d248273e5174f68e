// What the centres run by, as this process holds it: everybody who needs a setting asks here, and hears a change of
// any process within milliseconds of its commit.
import {
  settingKind,
  settingKinds,
  settingValueOf,
  type SettingKind,
  type SettingValue,
} from '@achterwacht/shared/setting/kinds.ts';
import type { Database, Sql, TransactionSql } from '../db/connect.ts';
import { strayMessageDays, unusedSheetDays } from '../db/terms-without-column.ts';
import type { Logger } from '../logger.ts';
import { readRow } from '../log/fold-row.ts';
import type { FoldRow } from '../log/stream.ts';
import { dataKeyOf } from '../log/stream-keys.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { settingRows, type ColumnKind } from './setting-row.ts';

/** As the trigger names it. */
const channel = 'achterwacht_settings';

export type SettingOf = <K extends SettingKind>(centreId: string, kind: K) => SettingValue<K>;

export type Settings = { settingOf: SettingOf; centreIds: () => string[] };
type Heard = {
  /** Told of each centre of which something counts that did not, once it is known here. It may not throw. */
  listen: (listener: (centreId: string) => void) => void;
};

export type Values = { [K in SettingKind]: SettingValue<K> };
type Parts = { background: Database; keys: KeyRing; log: Pick<Logger, 'error' | 'warn'> };

/** Resolves when it knows all and hears what changes. Its line of its own ends with the pool. */
export async function openSettings({ background, keys, log }: Parts): Promise<Settings & Heard> {
  let known = new Map<string, Values>();
  let reading: Promise<void> | null = null;
  let isAsked = false;
  const listeners: ((centreId: string) => void)[] = [];

  /** One reading at a time; what is said meanwhile is read by the next. */
  function read(): Promise<void> {
    isAsked = true;
    reading ??= (async () => {
      try {
        while (isAsked) {
          isAsked = false;
          const before = known;
          known = await readSettings(background.sql, keys, log);
          for (const centreId of changedSince(before, known))
            for (const listener of listeners) listener(centreId);
        }
      } finally {
        reading = null;
      }
    })();
    return reading;
  }
  const readAgain = () =>
    void read().catch((error: unknown) => log.warn({ error }, 'settings were not read'));

  // Also after the line was lost: nobody knows what was said meanwhile.
  await background.sql.listen(channel, readAgain, readAgain);
  await read();
  return {
    settingOf(centreId, kind) {
      const values = known.get(centreId);
      if (!values) throw new Error('a centre of which nothing was heard yet');
      return values[kind];
    },
    centreIds: () => [...known.keys()],
    listen: (listener) => void listeners.push(listener),
  };
}

/** A centre that is new has nobody yet who could ask. */
function changedSince(before: ReadonlyMap<string, Values>, now: ReadonlyMap<string, Values>) {
  const isOther = ([centreId, values]: [string, Values]) => {
    const were = before.get(centreId);
    return were !== undefined && JSON.stringify(were) !== JSON.stringify(values);
  };
  return [...now].filter(isOther).map(([centreId]) => centreId);
}

type Row = FoldRow & { centre_id: string; kind: SettingKind };

/** Where nothing was set, or nobody can read it any more, the centre's columns count. */
export async function readSettings(
  sql: Sql,
  keys: KeyRing,
  log: Pick<Logger, 'error'>,
): Promise<Map<string, Values>> {
  const [known, rows] = await Promise.all([
    readColumns(sql),
    sql<Row[]>`
      select id, state, personal, head_hash, subject_id, centre_id, kind,
        ${dataKeyOf(sql, 'settings')} as data_key
      from settings`,
  ]);
  for (const row of rows) {
    const values = known.get(row.centre_id);
    try {
      const { state } = readRow(settingRows, keys, row);
      const value = state.valueVersion > 0 ? settingValueOf(row.kind, state.value) : null;
      if (values && value !== null) Object.assign(values, { [row.kind]: value });
    } catch (error) {
      log.error({ error, settingId: row.id, kind: row.kind }, 'a setting cannot be read');
    }
  }
  return known;
}

const usual = Object.fromEntries(
  settingKind.options.map((kind) => [kind, settingKinds[kind].usual]),
) as Values; // of every kind its own

/** As every release has kept them; of what never stood there, the usual. */
export async function readColumns(sql: Sql | TransactionSql): Promise<Map<string, Values>> {
  type Columns = { id: string; values: Pick<Values, ColumnKind> };
  const rows = await sql<Columns[]>`
    select id, jsonb_build_object('centre', jsonb_build_object('name', name, 'phone', phone,
        'policePhone', police_phone), 'timings', timings, 'nearby-press', nearby_press,
      'control-rooms', control_room_lines, 'retention', jsonb_build_object(
        'harmlessSoundDays', harmless_sound_days, 'realSoundDays', real_sound_days,
        'harmlessContentDays', harmless_content_days, 'realContentDays', real_content_days,
        'accessLineDays', access_line_days,
        'strayMessageDays', ${sql.unsafe(strayMessageDays)},
        'unusedSheetDays', ${sql.unsafe(unusedSheetDays)})) as values
    from centres`;
  return new Map(rows.map(({ id, values }) => [id, { ...usual, ...values }]));
}
