// What a line of the audit says, in words.
import type { SystemPart } from '@achterwacht/shared/actor.ts';
import type {
  AccessAction,
  AccessOutcome,
  ActionGroup,
  SeenKind,
} from '@achterwacht/shared/audit/actions.ts';
import { resultText as resultTextBy } from '@achterwacht/shared/routes/audit-results.ts';
import type { AuditLine } from '@achterwacht/shared/routes/audit.ts';
import { m } from '../paraglide/messages.js';
import { changeText } from './change-words.ts';
import { resultWords } from './result-words.ts';

const actionWords = {
  'alarm.log': m.audit_action_alarm_log,
  'alarm.dossier': m.audit_action_alarm_dossier,
  'alarm.earlier': m.audit_action_alarm_earlier,
  'alarm.listen-in': m.audit_action_alarm_listen_in,
  'alarm.sound': m.audit_action_alarm_sound,
  'police.page': m.audit_action_police_page,
  'incident.opened': m.audit_action_incident_opened,
  'incident.versions': m.audit_action_incident_versions,
  'incident.printed': m.audit_action_incident_printed,
  'incident.exported': m.audit_action_incident_exported,
  'signals.listed': m.audit_action_signals_listed,
  'register.searched': m.audit_action_register_searched,
  'register.listed': m.audit_action_register_listed,
  'register.opened': m.audit_action_register_opened,
  'register.printed': m.audit_action_register_printed,
  'register.exported': m.audit_action_register_exported,
  'people.listed': m.audit_action_people_listed,
  'people.opened': m.audit_action_people_opened,
  'person.listed': m.audit_action_person_listed,
  'person.identity': m.audit_action_person_identity,
  'person.opened': m.audit_action_person_opened,
  'contacts.opened': m.audit_action_contacts_opened,
  'audit.listed': m.audit_action_audit_listed,
  'audit.exported': m.audit_action_audit_exported,
  'breach.listed': m.audit_action_breach_listed,
  'breach.exported': m.audit_action_breach_exported,
  'privacy-request.listed': m.audit_action_privacy_request_listed,
  'privacy-request.opened': m.audit_action_privacy_request_opened,
  'privacy-request.exported': m.audit_action_privacy_request_exported,
  'account.log-in': m.audit_action_account_log_in,
  'account.log-in-failed': m.audit_action_account_log_in_failed,
  'account.log-in-limited': m.audit_action_account_log_in_limited,
  'account.log-out': m.audit_action_account_log_out,
  'account.sessions-ended': m.audit_action_account_sessions_ended,
  'account.password-changed': m.audit_action_account_password_changed,
  'account.factor-added': m.audit_action_account_factor_added,
  'account.factor-removed': m.audit_action_account_factor_removed,
  'account.recovery-codes-made': m.audit_action_account_recovery_codes_made,
  'account.recovery-code-used': m.audit_action_account_recovery_code_used,
  'account.factor-reset': m.audit_action_account_factor_reset,
  'account.recovered': m.audit_action_account_recovered,
  'account.refused': m.audit_action_account_refused,
  'service.refused': m.audit_action_service_refused,
  'alarm.erase': m.audit_action_alarm_erase,
  'person.erased': m.audit_action_person_erased,
  'plans.listed': m.audit_action_plans_listed,
  'plan.opened': m.audit_action_plan_opened,
  'setting.tested': m.audit_action_setting_tested,
  'setting.set': m.audit_action_setting_set,
  'member.set': m.audit_action_member_set,
  'retention.set': m.audit_action_retention_set,
  'retention.erased': m.audit_action_retention_erased,
} satisfies Record<AccessAction, () => string>;

export const groupWords = {
  look: m.audit_group_look,
  'take-along': m.audit_group_take_along,
  'log-in': m.audit_group_log_in,
  machine: m.audit_group_machine,
  change: m.audit_group_change,
} satisfies Record<ActionGroup, () => string>;

export const outcomeWords = {
  done: m.audit_outcome_done,
  refused: m.audit_outcome_refused,
  failed: m.audit_outcome_failed,
} satisfies Record<AccessOutcome, () => string>;

export const seenWords = {
  facts: m.audit_seen_facts,
  threat: m.audit_seen_threat,
  words: m.audit_seen_words,
  sound: m.audit_seen_sound,
  position: m.audit_seen_position,
  file: m.audit_seen_file,
  export: m.audit_seen_export,
} satisfies Record<SeenKind, () => string>;

const machineWords = {
  device: m.audit_device,
  service: m.audit_part_service,
  intake: m.audit_part_intake,
  sweep: m.audit_part_sweep,
  presence: m.audit_part_presence,
  outbox: m.audit_part_outbox,
  'listen-in': m.audit_part_listen_in,
  'police-link': m.audit_part_police_link,
  clock: m.audit_part_clock,
  projections: m.audit_part_projections,
  demo: m.audit_part_demo,
  'command-line': m.member_by_machine,
  import: m.audit_part_import,
  'take-over': m.audit_part_take_over,
  retention: m.audit_part_retention,
  'log-in': m.audit_part_log_in,
} satisfies Record<SystemPart | 'device' | 'service', () => string>;
const isMachine = (part: string): part is keyof typeof machineWords =>
  Object.hasOwn(machineWords, part);

export const actionText = (action: AccessAction): string => actionWords[action]();

export function whatText({ action, type }: AuditLine): string {
  if (action) return actionWords[action]();
  return type === null ? '' : (changeText(type) ?? type);
}

export function whoText({ by: { name, part, id } }: AuditLine): string {
  const machine = part && isMachine(part) ? machineWords[part]() : part;
  return name ?? machine ?? id ?? m.audit_nobody();
}

/** What came of it, where that says more than that it was done. */
export const resultText = ({ action, result }: AuditLine): string =>
  result === null ? '' : resultTextBy(action, result, (key, details) => resultWords[key](details));

export const whomText = ({ whom }: AuditLine) =>
  whom === null ? '' : (whom.name ?? m.audit_without_name());
