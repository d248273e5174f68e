// What came of what a line of the audit tells, in words. The codes are a closed list: whoever writes another one does not
// compile until it has a sentence. The page and the CSV say the same, each from its own texts.
import type { ErasedBecause } from '../alarm/erasing/state.ts';
import type { RefusalCode } from '../alarm/refusal.ts';
import type { AccessAction } from '../audit/actions.ts';
import type { MemberCommand } from '../member/commands.ts';
import type { LookReason } from '../person/look-reason.ts';
import type { SettingKind } from '../setting/kinds.ts';
import { testOutcome, type TestOutcome } from './setting-tests.ts';
import { retentionClass, type RetentionClassName } from './system.ts';

type ChosenReason = Exclude<LookReason, 'other'>;

/** Of a look that was refused, or that says more than that something was shown. */
const lookKeys = {
  played: 'audit_result_played',
  listening: 'audit_result_listening',
  nobody: 'audit_result_nobody',
  'not-found': 'audit_result_not_found',
  'not-claimed': 'audit_result_not_claimed',
  'luistert-niet': 'audit_result_not_listening',
  'afspeelreden-ontbreekt': 'audit_result_no_reason',
  'geen-opname': 'audit_result_no_recording',
  'niet-opgenomen': 'audit_result_not_recorded',
  'opname-gewist': 'audit_result_recording_erased',
  'not-allowed': 'audit_result_not_allowed',
  'off-duty': 'audit_result_off_duty',
  'token-expired': 'audit_result_token_expired',
  'token-revoked': 'audit_result_token_revoked',
  'token-ended': 'audit_result_token_ended',
  'scope-missing': 'audit_result_scope_missing',
} as const;
type LookResult = keyof typeof lookKeys;

/** Why there is no sound for whoever asks for it. */
export type NoSound = Extract<RefusalCode, LookResult>;

const testKeys = {
  taken: 'audit_result_test_taken',
  refused: 'audit_result_test_refused',
  'log-in-refused': 'audit_result_test_log_in_refused',
  'no-answer': 'audit_result_test_no_answer',
  unreachable: 'audit_result_test_unreachable',
  'not-secure': 'audit_result_test_not_secure',
  'cut-off': 'audit_result_test_cut_off',
  'no-way': 'audit_result_test_no_way',
} as const satisfies Record<TestOutcome, string>;

const eraseKeys = {
  retention: 'audit_result_erase_retention',
  request: 'audit_result_erase_request',
} as const satisfies Record<ErasedBecause, string>;

/** By a person; no deadline is anybody's doing. */
export type AskedOfMember = Exclude<MemberCommand['type'], 'DeadlineReached'>;
const memberKeys = {
  InviteMember: 'audit_change_member_invited',
  EnterMember: 'audit_change_member_entered',
  RenewInvitation: 'audit_change_invitation_renewed',
  WithdrawInvitation: 'audit_change_invitation_withdrawn',
  AcceptInvitation: 'audit_change_invitation_accepted',
  ChangeMember: 'audit_change_member_changed',
  SuspendMember: 'audit_change_member_suspended',
  RestoreMember: 'audit_change_member_restored',
  EndMember: 'audit_change_member_ended',
  EndSessions: 'audit_change_sessions_ended',
  RecordPaper: 'audit_change_paper_recorded',
  AskFactorReset: 'audit_change_factor_reset_asked',
  ApproveFactorReset: 'audit_change_factor_reset_approved',
  WithdrawFactorReset: 'audit_change_factor_reset_withdrawn',
  UseRecoveryCode: 'audit_change_factors_reset',
} as const satisfies Record<AskedOfMember, string>;

const settingKeys = {
  centre: 'setting_kind_centre',
  languages: 'setting_kind_languages',
  timings: 'setting_kind_timings',
  priorities: 'setting_kind_priorities',
  'nearby-press': 'setting_kind_nearby',
  'control-rooms': 'page_control_rooms',
  paging: 'setting_kind_paging',
  mail: 'setting_kind_mail',
  sms: 'setting_kind_sms',
  webhooks: 'setting_kind_webhooks',
  'police-webhook': 'setting_kind_webhooks',
  oidc: 'provider_title',
  recording: 'setting_kind_recording',
  retention: 'setting_kind_retention',
  norms: 'setting_kind_norms',
} as const satisfies Record<SettingKind, string>;

const classKeys = {
  'harmless-sound': 'job_harmless_sound',
  'real-sound': 'job_real_sound',
  'harmless-content': 'job_harmless_content',
  'real-content': 'job_real_content',
  'access-lines': 'job_access_lines',
  'stray-messages': 'job_stray_messages',
  'unused-sheets': 'job_unused_sheets',
} as const satisfies Record<RetentionClassName, string>;

/** Why somebody opened a sheet; what he typed himself stands behind `because`. */
const reasonKeys = {
  'hand-out': 'person_why_hand_out',
  update: 'person_why_update',
  talk: 'person_why_talk',
  'asked-by-person': 'person_why_asked',
} as const satisfies Record<ChosenReason, string>;

type Values<T> = T[keyof T];
/** Every sentence that can be needed. */
export type ResultKey =
  | Values<typeof lookKeys>
  | Values<typeof testKeys>
  | Values<typeof eraseKeys>
  | Values<typeof memberKeys>
  | Values<typeof settingKeys>
  | Values<typeof classKeys>
  | Values<typeof reasonKeys>
  | 'audit_result_with_status'
  | 'audit_result_term'
  | 'audit_result_term_never'
  | 'setting_days';

/** What may be written down: nothing that says something of a person. */
export type AccessResult =
  | 'shown'
  | 'done'
  /** With what was asked for: `shown from=…`. */
  | `shown ${string}`
  | LookResult
  | TestOutcome
  /** With what the other side answered. */
  | `${TestOutcome} ${number}`
  | ErasedBecause
  | AskedOfMember
  | SettingKind
  | RetentionClassName
  /** Why somebody opened a sheet. */
  | `for ${ChosenReason}`
  /** The same, or why he took a list along, as he typed it. */
  | `because ${string}`
  /** Of terms: `from CLASS 7 days, … to CLASS never, …`. */
  | `from ${string}`;

type Say = (key: ResultKey, details: Record<string, string | number>) => string;

/**
 * Empty where it says no more than that it was done, or was not.
 * @returns the code itself where another release wrote one that this release does not know.
 */
export function resultText(action: AccessAction | null, result: string, say: Say): string {
  if (/^(shown|done|failed|refused)\b/.test(result) && action !== 'setting.tested') return '';
  const [, why] = /^because (.+)$/.exec(result) ?? [];
  if (why !== undefined) return why;
  const [, chosen] = /^for (.+)$/.exec(result) ?? [];
  if (chosen !== undefined && Object.hasOwn(reasonKeys, chosen))
    return say(reasonKeys[chosen as ChosenReason], {});
  const worded = action === null ? null : wordsOf(action, result, say);
  return worded ?? result;
}

function wordsOf(action: AccessAction, result: string, say: Say): string | null {
  const from = (keys: Readonly<Record<string, ResultKey>>) =>
    Object.hasOwn(keys, result) ? say(keys[result]!, {}) : null; // it has that one
  switch (action) {
    case 'setting.tested':
      return testWords(result, say);
    case 'setting.set':
      return from(settingKeys);
    case 'member.set':
      return from(memberKeys);
    case 'alarm.erase':
    case 'person.erased':
      return from(eraseKeys);
    case 'retention.erased':
      return from(classKeys);
    case 'retention.set':
      return termWords(result, say);
    default:
      return from(lookKeys);
  }
}

function testWords(result: string, say: Say): string | null {
  const [word, status] = result.split(' ');
  const outcome = testOutcome.safeParse(word);
  if (!outcome.success) return null;
  const what = say(testKeys[outcome.data], {});
  return status === undefined ? what : say('audit_result_with_status', { what, status });
}

/** Those that became another, each with what it was. */
function termWords(result: string, say: Say): string | null {
  const [, before, after] = /^from (.+), to (.+)$/.exec(result) ?? [];
  if (before === undefined || after === undefined) return null;
  const [was, is] = [termsIn(before), termsIn(after)];
  const term = (days: string | undefined) =>
    days === undefined || days === 'never'
      ? say('audit_result_term_never', {})
      : say('setting_days', { count: Number.parseInt(days, 10) });
  return retentionClass.options
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => {
      const what = say(classKeys[name], {});
      return say('audit_result_term', {
        what,
        before: term(was.get(name)),
        after: term(is.get(name)),
      });
    })
    .join('; ');
}

const termsIn = (stated: string) =>
  new Map(
    [...stated.matchAll(/([a-z-]+) (never|[0-9]+ days)/g)].map(([, name, term]) => [name, term]),
  );
