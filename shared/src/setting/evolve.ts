// A setting after one more event of it.
import type { Dated } from '../subject.ts';
import type { SettingFact } from './events.ts';
import { isSameLine, tested } from '../police/line-test.ts';
import { settingValueOf } from './kinds.ts';
import type { Setting } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const settingFoldVersion = 4;

export type SettingEvent = SettingFact & Dated & { settingId: string };
type EventOf<T extends SettingFact['type']> = Extract<SettingEvent, { type: T }>;
type Folds = { [T in SettingFact['type']]: (setting: Setting, event: EventOf<T>) => Setting };

const folds: Folds = {
  SettingProposed: (setting, { data, personal, at, version }) => {
    // What no release after this one takes any more, nobody can approve.
    const value = settingValueOf(data.kind, personal ? personal.value : data.value);
    return { ...setting, proposed: { value, by: data.by, at, version }, refused: null };
  },
  SettingApproved: (setting, { data: { by, alone }, at, version }) => ({
    ...setting,
    value: setting.proposed?.value ?? null,
    valueVersion: version,
    counts: { since: at, proposedBy: setting.proposed?.by ?? null, by, alone },
    proposed: null,
  }),
  SettingWithdrawn: (setting, { data: { by }, personal, at }) => ({
    ...setting,
    proposed: null,
    refused:
      by && by.id !== setting.proposed?.by?.id
        ? { by, at, reason: personal?.reason ?? null }
        : null,
  }),
  LineTested: (setting, { data, at }) => ({
    ...setting,
    value: (settingValueOf('control-rooms', setting.value) ?? []).map((line) =>
      isSameLine(line, data) && line.phone === data.phone ? tested(line, data.result, at) : line,
    ),
  }),
};

export function evolveSetting(before: Setting | null, event: SettingEvent): Setting {
  const { version, at: updatedAt } = event;
  const fold = folds[event.type] as (setting: Setting, event: SettingEvent) => Setting;
  return { ...fold(before ?? begun(event), event), version, updatedAt };
}

function begun(event: SettingEvent): Setting {
  if (event.type !== 'SettingProposed') throw new Error('a setting begins with a proposal');
  const { centreId, kind } = event.data;
  return {
    id: event.settingId,
    centreId,
    kind,
    value: null,
    valueVersion: 0,
    counts: null,
    proposed: null,
    refused: null,
    version: 0,
    updatedAt: event.at,
    personal: null,
  };
}
