// A setting of a centre as a subject.
import { decideBy } from '../rule-table.ts';
import { settingRules, type SettingRuleTypes } from '../setting/decide.ts';
import { evolveSetting, settingFoldVersion, type SettingEvent } from '../setting/evolve.ts';
import { settingKinds } from '../setting/kinds.ts';
import { nothingTyped, type Sealed, type Subject } from '../subject.ts';

export type SettingTypes = SettingRuleTypes & { Event: SettingEvent };

/** What names people is sealed in the row as it is in the events: both values, or neither. */
const sealed: Sealed<SettingTypes> = {
  splitData: nothingTyped.splitData,
  splitState(state) {
    if (!settingKinds[state.kind].isPersonal) return { clear: state, typed: null };
    const { value, proposed } = state;
    return {
      clear: { ...state, value: null, proposed: proposed && { ...proposed, value: null } },
      typed: { value, proposed: proposed?.value ?? null },
    };
  },
  joinState(clear, typed) {
    const { value, proposed } = typed as { value: unknown; proposed: unknown };
    const state = clear as { proposed?: object | null };
    return {
      ...clear,
      value,
      proposed: state.proposed ? { ...state.proposed, value: proposed } : null,
    };
  },
};

export const settingSubject: Subject<SettingTypes> = {
  name: 'setting',
  idName: 'settingId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: settingFoldVersion,
  decide: decideBy(settingRules),
  evolve: evolveSetting,
  deadlinesOf: () => [],
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: () => null,
  sealed,
};
