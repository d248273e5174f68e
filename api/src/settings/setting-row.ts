// The row of a setting: its fold. What a press or the release before reads of it stands in the centre's own row again,
// written in the same statement; nothing else writes there.
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';
import { settingSubject, type SettingTypes } from '@achterwacht/shared/subjects/setting.ts';
import type { Sql, TransactionSql } from '../db/connect.ts';
import type { Stream } from '../log/stream.ts';

export const settingRows: Stream<SettingTypes> = {
  subject: settingSubject,
  row: {
    table: 'settings',
    nameOf: (state) => (state as Setting).kind,
    columnsOf: ({ kind }) => ({ kind }),
    // The release before writes down no `counts`.
    read: (state) => ({ counts: null, ...(state as Omit<Setting, 'counts'>), personal: null }),
    write: (sql, setting, { state, headHash, subjectId }) => sql`subject as (
      insert into settings (id, centre_id, kind, version, head_hash, subject_id, state,
        fold_version, updated_at)
      values (${setting.id}, ${setting.centreId}, ${setting.kind}, ${setting.version}, ${headHash},
        ${subjectId}, ${state}::jsonb, ${settingSubject.foldVersion}, ${setting.updatedAt})
      on conflict (id) do update set version = excluded.version, head_hash = excluded.head_hash,
        state = excluded.state, fold_version = excluded.fold_version,
        updated_at = excluded.updated_at
      ), ${inCentre(sql, setting)}`,
    correct: (sql, setting, { state }) => sql`
      with ${inCentre(sql, setting)}
      update settings set state = ${state}::text::jsonb,
        fold_version = ${settingSubject.foldVersion}, updated_at = ${setting.updatedAt}
      where id = ${setting.id}`,
  },
};

/** The centre's columns as its settings say them; what has none changes nothing there. */
function inCentre(
  sql: TransactionSql,
  { kind, centreId, value, valueVersion }: Setting,
): ReturnType<Sql> {
  const is = <K extends SettingKind>(asked: K) =>
    kind === asked && valueVersion > 0 ? (value as SettingValue<K> | null) : null;
  const json = (of: object | null) => of && JSON.stringify(of);
  const retention = is('retention');
  const centre = is('centre');
  return sql`in_centre as (
    update centres set
      name = coalesce(${centre?.name ?? null}, name),
      phone = coalesce(${centre?.phone ?? null}, phone),
      police_phone = coalesce(${centre?.policePhone ?? null}, police_phone),
      timings = coalesce(${json(is('timings'))}::text::jsonb, timings),
      nearby_press = coalesce(${json(is('nearby-press'))}::text::jsonb, nearby_press),
      control_room_lines = coalesce(${json(is('control-rooms'))}::text::jsonb, control_room_lines),
      harmless_sound_days = coalesce(${retention?.harmlessSoundDays ?? null}, harmless_sound_days),
      real_sound_days = case when ${retention !== null} then ${retention?.realSoundDays ?? null}::int
        else real_sound_days end,
      harmless_content_days = case when ${retention !== null}
        then ${retention?.harmlessContentDays ?? null}::int else harmless_content_days end,
      real_content_days = case when ${retention !== null}
        then ${retention?.realContentDays ?? null}::int else real_content_days end,
      access_line_days = coalesce(${retention?.accessLineDays ?? null}, access_line_days)
    where id = ${centreId} and ${hasColumns(kind) && valueVersion > 0})`;
}

const columnKinds = ['centre', 'timings', 'nearby-press', 'control-rooms', 'retention'] as const;
export type ColumnKind = (typeof columnKinds)[number];

export function hasColumns(kind: SettingKind): kind is ColumnKind {
  return (columnKinds as readonly SettingKind[]).includes(kind);
}
