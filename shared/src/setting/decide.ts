// Who changes what a centre runs by. What can lose an alarm or a proof takes two: one proposes, another approves, as
// long as there is another. A command typed at the machine counts at once, and is signed as that.
import type { Actor } from '../actor.ts';
import { canonical } from '../evidence/canonical.ts';
import { refuse, type Refused, type RuleTable } from '../rule-table.ts';
import type { StaffMember } from '../staff-member.ts';
import type { SettingCommand } from './commands.ts';
import type { SettingFact } from './events.ts';
import {
  isFormerKind,
  isSettingValue,
  settingTraits,
  settingValueOf,
  type Setting,
} from './state.ts';

export type SettingRefusal = Refused<
  | 'rol-mag-niet'
  | 'instelling-ongeldig'
  | 'instelling-onleesbaar'
  | 'geheim-ontbreekt'
  | 'tweede-persoon-nodig'
  | 'geen-voorstel'
  | 'tussentijds-gewijzigd'
>;

/** What a decision needs to know of the centre beside the setting. */
export type SettingContext = { administrators: number };

export type SettingRuleTypes = {
  State: Setting;
  Command: SettingCommand;
  Fact: SettingFact;
  Refusal: SettingRefusal;
  LookedUp: SettingContext;
};

export const settingRules: RuleTable<SettingRuleTypes> = {
  ProposeSetting: {
    sentBy: ['person', 'system'],
    permission: 'setting.change',
    decide(setting, { centreId, kind, value: asked }, { actor, lookedUp }) {
      if (isFormerKind(kind) || !isSettingValue(kind, asked))
        return refuse('instelling-ongeldig', { kind });
      const value = settingValueOf(kind, asked);
      const isSame = setting?.valueVersion && canonical(setting.value) === canonical(value);
      if (isSame && !setting.proposed) return [];
      const { isPersonal } = settingTraits[kind];
      const by = authorOf(actor);
      const proposed: SettingFact = {
        type: 'SettingProposed',
        data: { centreId, kind, by, value: isPersonal ? null : value },
        personal: isPersonal ? { value } : null,
      };
      const alone = aloneBecause(kind, actor, lookedUp);
      return alone ? [proposed, { type: 'SettingApproved', data: { by, alone } }] : [proposed];
    },
  },
  ApproveSetting: {
    sentBy: ['person'],
    permission: 'setting.change',
    decide(setting, { expectedVersion }, { actor }) {
      if (!setting?.proposed) return refuse('geen-voorstel');
      if (setting.proposed.version !== expectedVersion)
        return refuse('tussentijds-gewijzigd', { version: setting.version });
      const { kind, proposed } = setting;
      // This release takes it no more, or the key to what names people was erased: nothing would count then.
      if (!isSettingValue(kind, proposed.value)) return refuse('instelling-ongeldig', { kind });
      const by = authorOf(actor);
      if (by && by.id === proposed.by?.id) return refuse('tweede-persoon-nodig');
      return [{ type: 'SettingApproved', data: { by, alone: null } }];
    },
  },
  WithdrawSetting: {
    sentBy: ['person', 'system'],
    permission: 'setting.change',
    decide(setting, _command, { actor }) {
      if (!setting?.proposed) return refuse('geen-voorstel');
      return [{ type: 'SettingWithdrawn', data: { by: authorOf(actor) } }];
    },
  },
};

const authorOf = (actor: Actor): StaffMember | null =>
  actor.type === 'person' ? { id: actor.id, name: actor.name } : null;

function aloneBecause(
  kind: Setting['kind'],
  actor: Actor,
  { administrators }: SettingContext,
): Extract<SettingFact, { type: 'SettingApproved' }>['data']['alone'] {
  if (actor.type === 'system') return 'by-system';
  if (!settingTraits[kind].needsSecond) return 'not-needed';
  return administrators === 1 ? 'only-administrator' : null;
}
