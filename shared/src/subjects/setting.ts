// A setting of a centre as a subject.
import { decideBy } from '../rule-table.ts';
import { settingRules, type SettingRuleTypes } from '../setting/decide.ts';
import { evolveSetting, settingFoldVersion, type SettingEvent } from '../setting/evolve.ts';
import { settingKinds } from '../setting/kinds.ts';
import { nothingTyped, type Sealed, type Subject } from '../subject.ts';

export type SettingTypes = SettingRuleTypes & { Event: SettingEvent };

/** What is sealed of a row: both values of a kind that names people, and of every kind why something was refused. */
type Typed = { value?: unknown; proposed?: unknown; reason?: string };

const sealed: Sealed<SettingTypes> = {
  splitData: nothingTyped.splitData,
  splitState(state) {
    const { value, proposed, refused } = state;
    const { isPersonal } = settingKinds[state.kind];
    const reason = refused?.reason ?? null;
    if (!isPersonal && reason === null) return { clear: state, typed: null };
    const typed: Typed = {
      ...(isPersonal && { value, proposed: proposed?.value ?? null }),
      ...(reason !== null && { reason }),
    };
    const withoutValues = { value: null, proposed: proposed && { ...proposed, value: null } };
    return {
      clear: {
        ...state,
        ...(isPersonal && withoutValues),
        refused: refused && { ...refused, reason: null },
      },
      typed,
    };
  },
  joinState(clear, typed) {
    const { value, proposed, reason }: Typed = typed;
    const state = clear as { proposed?: object | null; refused?: object | null };
    return {
      ...clear,
      ...(value !== undefined && {
        value,
        proposed: state.proposed ? { ...state.proposed, value: proposed } : null,
      }),
      ...(reason !== undefined && state.refused && { refused: { ...state.refused, reason } }),
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
