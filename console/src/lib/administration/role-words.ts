// What a role may, in words: derived from the table of permissions, so that nobody promises what is not so. Complete by
// type; a permission that everybody has, or that only goes along with another, has no sentence of its own.
import { can, permission, type Permission, type Role } from '@achterwacht/shared/roles.ts';
import { m } from '../paraglide/messages.js';

const permissionWords = {
  'session.read': null,
  'profile.change': null,
  'factor.set-up': null,
  'task.read': null,
  'alarm.read': null,
  'map.read': null,
  'privacy.read': null,
  'board.read': m.may_board_read,
  'alarm.command': m.may_alarm_command,
  'alarm.dossier': m.may_alarm_dossier,
  'alarm.listen': m.may_alarm_listen,
  'signals.read': m.may_signals_read,
  'answer-times.read': m.may_answer_times_read,
  'outbox.read': m.may_outbox_read,
  'system.read': m.may_system_read,
  'incident.read': m.may_incident_read,
  'incident.change': m.may_incident_change,
  'incident.export': m.may_incident_export,
  'setting.read': m.may_setting_read,
  'setting.change': m.may_setting_change,
  'line.test': m.may_line_test,
  'people.read': m.may_people_read,
  'people.change': m.may_people_change,
  'factor.reset': m.may_factor_reset,
  'audit.read': m.may_audit_read,
  'privacy.change': m.may_privacy_change,
  'municipality.read': m.may_municipality_read,
  'municipality.change': m.may_municipality_change,
  'service-account.change': m.may_service_account_change,
  'plan.read': null,
  'plan.propose': m.may_plan_propose,
  'plan.approve': m.may_plan_approve,
  'person.read': null,
  'person.change': m.may_person_change,
  'person.agreements': m.may_person_agreements,
  'own.read': m.may_own_read,
  'button.read': m.may_button_read,
  'button.change': m.may_button_change,
  'loan.read': null,
  'loan.change': m.may_loan_change,
  'register.export': m.may_register_export,
} satisfies Record<Permission, (() => string) | null>;

/** Each as what comes after "may"; empty where the role is of somebody who has no work here yet. */
export const mayOf = (role: Role): string[] =>
  permission.options
    .filter((asked) => can(role, asked))
    .flatMap((asked) => permissionWords[asked]?.() ?? []);
