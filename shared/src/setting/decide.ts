// Who changes what a centre runs by. What can lose an alarm or a proof takes two: one proposes, another approves, as
// long as there is another. A command typed at the machine counts at once, and is signed as that.
import type { Actor } from '../actor.ts';
import type { StaffMember } from '../alarm/staff-member.ts';
import { canonical } from '../evidence/canonical.ts';
import type { SettingCommand } from './commands.ts';
import type { SettingFact } from './events.ts';
import { isSettingValue, settingTraits, settingValueOf, type Setting } from './state.ts';

export type SettingRefusal = {
  code:
    | 'rol-mag-niet'
    | 'instelling-ongeldig'
    | 'instelling-onleesbaar'
    | 'tweede-persoon-nodig'
    | 'geen-voorstel'
    | 'tussentijds-gewijzigd';
  details: Record<string, string | number>;
};

/** What a decision needs to know of the centre beside the setting. */
export type SettingContext = { administrators: number };

type Answer = SettingFact[] | SettingRefusal;
type Of<T extends SettingCommand['type']> = Extract<SettingCommand, { type: T }>;
type Asked = { actor: Actor; context: SettingContext };
type Rules = {
  [T in SettingCommand['type']]: {
    sentBy: readonly Actor['type'][];
    decide: (setting: Setting | null, command: Of<T>, asked: Asked) => Answer;
  };
};

const refuse = (
  code: SettingRefusal['code'],
  details: SettingRefusal['details'] = {},
): SettingRefusal => ({ code, details });

export const settingRules: Rules = {
  ProposeSetting: {
    sentBy: ['person', 'system'],
    decide(setting, { centreId, kind, value: asked }, { actor, context }) {
      const no = notAdministrator(actor);
      if (no) return no;
      if (!isSettingValue(kind, asked)) return refuse('instelling-ongeldig', { kind });
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
      const alone = aloneBecause(kind, actor, context);
      return alone ? [proposed, { type: 'SettingApproved', data: { by, alone } }] : [proposed];
    },
  },
  ApproveSetting: {
    sentBy: ['person'],
    decide(setting, { expectedVersion }, { actor }) {
      const no = notAdministrator(actor);
      if (no) return no;
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
    decide(setting, _command, { actor }) {
      const no = notAdministrator(actor);
      if (no) return no;
      if (!setting?.proposed) return refuse('geen-voorstel');
      return [{ type: 'SettingWithdrawn', data: { by: authorOf(actor) } }];
    },
  },
};

function notAdministrator(actor: Actor): SettingRefusal | null {
  return actor.type === 'person' && actor.role !== 'administrator' ? refuse('rol-mag-niet') : null;
}

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
