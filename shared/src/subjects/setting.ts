// A setting of a centre as a subject.
import type { Actor } from '../actor.ts';
import type { SettingCommand } from '../setting/commands.ts';
import { settingRules, type SettingContext, type SettingRefusal } from '../setting/decide.ts';
import type { SettingFact } from '../setting/events.ts';
import { evolveSetting, settingFoldVersion, type SettingEvent } from '../setting/evolve.ts';
import { settingTraits, type Setting } from '../setting/state.ts';
import { nothingTyped, type Sealed, type Subject } from '../subject.ts';

export type SettingTypes = {
  State: Setting;
  Command: SettingCommand;
  Fact: SettingFact;
  Event: SettingEvent;
  Refusal: SettingRefusal;
  LookedUp: SettingContext;
};

type AnyRule = {
  sentBy: readonly Actor['type'][];
  decide: (
    setting: Setting | null,
    command: SettingCommand,
    asked: { actor: Actor; context: SettingContext },
  ) => SettingFact[] | SettingRefusal;
};

/** What names people is sealed in the row as it is in the events: both values, or neither. */
const sealed: Sealed<SettingTypes> = {
  splitData: nothingTyped.splitData,
  splitState(state) {
    if (!settingTraits[state.kind].isPersonal) return { clear: state, typed: null };
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
  decide(setting, command, { actor, lookedUp }) {
    const rule = settingRules[command.type] as AnyRule;
    if (!rule.sentBy.includes(actor.type))
      return { status: 'refused', refusal: { code: 'rol-mag-niet', details: {} } };
    const answer = rule.decide(setting, command, { actor, context: lookedUp });
    return 'code' in answer
      ? { status: 'refused', refusal: answer }
      : { status: 'accepted', facts: answer };
  },
  evolve: evolveSetting,
  deadlinesOf: () => [],
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: () => null,
  sealed,
};
