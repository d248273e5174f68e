// Who changes what a centre runs by. What can lose an alarm or a proof takes two: one proposes, another approves, as
// long as there is another. A command typed at the machine counts at once, and is signed as that.
import type * as z from 'zod';
import type { Actor } from '../actor.ts';
import { canonical } from '../evidence/canonical.ts';
import { aloneFrom, isAlone, secondFrom, type Colleague } from '../member/four-eyes.ts';
import { refuse, type Asked, type Refused, type RuleTable } from '../rule-table.ts';
import { authorOf, type StaffMember } from '../staff-member.ts';
import type { SettingCommand } from './commands.ts';
import type { SettingFact } from './events.ts';
import { isSameLine } from '../police/line-test.ts';
import { settingKinds, settingValueOf, type SettingKind, type SettingValue } from './kinds.ts';
import { withTestsKept } from './kinds/control-rooms.ts';
import { problemsOf, type SettingProblem } from './problems.ts';
import type { Setting } from './state.ts';

export type SettingRefusal =
  | Refused<
      | 'rol-mag-niet'
      | 'instelling-onleesbaar'
      | 'geheim-ontbreekt'
      | 'tweede-persoon-nodig'
      | 'tweede-persoon-nieuw'
      | 'geen-voorstel'
      | 'instelling-gewijzigd'
      | 'lijn-onbekend'
      | 'nummer-gewijzigd'
    >
  | {
      code: 'instelling-ongeldig';
      details: { kind: SettingKind; problems: SettingProblem[] };
    };

/** What a decision needs to know of the centre beside the setting: who is its administrator, and who was. */
export type SettingContext = { administrators: readonly Colleague[] };

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
    decide(setting, { centreId, kind, value: asked, expectedVersion }, { actor, lookedUp, now }) {
      const version = setting?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== version)
        return refuse('instelling-gewijzigd', { version });
      const value = valueAsked(setting, kind, asked, actor);
      const problems = isTakenOver(actor, value) ? [] : problemsOf(kind, asked);
      if (problems.length > 0) return { code: 'instelling-ongeldig', details: { kind, problems } };
      const isSame = setting?.valueVersion && canonical(setting.value) === canonical(value);
      if (isSame && !setting.proposed) return [];
      const { isPersonal } = settingKinds[kind];
      const by = authorOf(actor);
      const proposed: SettingFact = {
        type: 'SettingProposed',
        data: { centreId, kind, by, value: isPersonal ? null : value },
        personal: isPersonal ? { value } : null,
      };
      const alone = aloneBecause(kind, { actor, lookedUp, now });
      return alone ? [proposed, { type: 'SettingApproved', data: { by, alone } }] : [proposed];
    },
  },
  ApproveSetting: {
    sentBy: ['person'],
    permission: 'setting.change',
    decide(setting, { expectedVersion }, asking) {
      if (!setting?.proposed) return refuse('geen-voorstel');
      if (setting.proposed.version !== expectedVersion)
        return refuse('instelling-gewijzigd', { version: setting.version });
      const { kind, proposed } = setting;
      const by = authorOf(asking.actor);
      const alone = by && by.id === proposed.by?.id ? aloneBecause(kind, asking) : null;
      const no = whyNoSecond(by, proposed.by, asking);
      if (no && !alone) return no;
      // This release takes it no more, or the key to what names people was erased: nothing would count then.
      const problems = problemsOf(kind, proposed.value);
      if (problems.length > 0) return { code: 'instelling-ongeldig', details: { kind, problems } };
      return [{ type: 'SettingApproved', data: { by, alone } }];
    },
  },
  WithdrawSetting: {
    sentBy: ['person', 'system'],
    permission: 'setting.change',
    decide(setting, { expectedVersion, reason }, { actor }) {
      if (!setting?.proposed) return refuse('geen-voorstel');
      if (expectedVersion !== undefined && setting.proposed.version !== expectedVersion)
        return refuse('instelling-gewijzigd', { version: setting.version });
      const personal = reason === undefined ? null : { reason };
      return [{ type: 'SettingWithdrawn', data: { by: authorOf(actor) }, personal }];
    },
  },
  RecordLineTest: {
    sentBy: ['person'],
    permission: 'line.test',
    decide(setting, { type: _type, note, ...called }, { actor }) {
      const lines = settingValueOf('control-rooms', setting?.value) ?? [];
      const line = lines.find((one) => isSameLine(one, called));
      if (!line) return refuse('lijn-onbekend');
      // He called what stands there no more: that says nothing of what does.
      if (line.phone !== called.phone) return refuse('nummer-gewijzigd', { phone: line.phone });
      const data = { ...called, by: authorOf(actor) };
      return [{ type: 'LineTested', data, personal: note === null ? null : { note } }];
    },
  },
};

/**
 * As it will stand. Of numbers, when they were last tried is not for whoever enters them to say; a command at the machine
 * may know it.
 */
function valueAsked(
  setting: Setting | null,
  kind: SettingKind,
  asked: unknown,
  actor: Actor,
): SettingValue | null {
  const schema: z.ZodType<SettingValue> | undefined = settingKinds[kind].asked;
  const parsed = schema?.safeParse(asked);
  const value = parsed?.success ? parsed.data : settingValueOf(kind, asked);
  if (kind !== 'control-rooms' || actor.type !== 'person' || value === null) return value;
  const before = settingValueOf('control-rooms', setting?.value) ?? [];
  return withTestsKept(value as SettingValue<'control-rooms'>, before); // of its kind
}

/** What stood there before there were bounds counts on; `null`: it is none of its kind. */
const isTakenOver = (actor: Actor, value: unknown) =>
  value !== null && actor.type === 'system' && actor.part === 'take-over';

/** Of what waits for another: whoever it is, he is neither who proposed it nor let in for it. */
function whyNoSecond(
  by: StaffMember | null,
  proposer: StaffMember | null,
  { lookedUp: { administrators: among }, now }: Asking,
): SettingRefusal | null {
  if (!by || !proposer) return null;
  if (by.id === proposer.id) {
    const from = aloneFrom(among, now);
    return refuse('tweede-persoon-nodig', { proposer: by.name, ...(from && { from }) });
  }
  const from = secondFrom(by.id, { by: proposer.id, among, now });
  return from ? refuse('tweede-persoon-nieuw', { proposer: proposer.name, from }) : null;
}

type Asking = Pick<Asked<SettingRuleTypes>, 'actor' | 'lookedUp' | 'now'>;

/** Also of what waits, once nobody else is remembered: a week after the other went. */
function aloneBecause(
  kind: Setting['kind'],
  { actor, lookedUp: { administrators: among }, now }: Asking,
): Extract<SettingFact, { type: 'SettingApproved' }>['data']['alone'] {
  if (actor.type === 'system') return 'by-system';
  if (!settingKinds[kind].needsSecond) return 'not-needed';
  return actor.type === 'person' && isAlone({ by: actor.id, among, now })
    ? 'only-administrator'
    : null;
}
