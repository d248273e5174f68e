// What stands behind a change, in words: a field by its path, a value as people write it. Of members, settings,
// municipalities, service accounts and privacy requests it is complete by type; of others a name that has no words here
// is the log's own.
import { m } from '../paraglide/messages.js';
import { paperWords } from '../people/people-words.ts';
import { afterWords, heldWords } from '../privacy/privacy-words.ts';
import { dateText, momentText } from '../time/format.ts';
import { roleWords } from '../words.ts';
import { isId } from './audit-object.ts';
import { codeWords } from './code-words.ts';
import type { NamedField } from './fields-of-subjects.ts';

type Words = Readonly<Partial<Record<string, () => string>>>;

const fields = {
  done: m.audit_field_erased,
  erasing: m.privacy_sheet_propose,
  whole: m.privacy_sheet_whole,
  alone: m.audit_field_alone,
  approved: m.audit_field_approved,
  askedAt: m.audit_field_asked_at,
  askedBy: m.audit_field_asked_by,
  assignedTo: m.privacy_assigned,
  about: m.privacy_about,
  at: m.audit_moment,
  by: m.audit_field_by,
  changed: m.audit_changed_fields,
  closed: m.audit_field_closed,
  closingText: m.municipality_closing_text,
  code: m.municipality_code,
  contract: m.municipality_contract,
  counts: m.audit_field_counts,
  dayAndNightPhone: m.municipality_day_and_night,
  days: m.audit_field_days,
  discipline: m.audit_field_discipline,
  due: m.privacy_due,
  dueAt: m.privacy_due,
  ended: m.audit_field_ended,
  erasure: m.privacy_held,
  expires: m.audit_field_until,
  expiresAt: m.audit_field_until,
  extended: m.audit_field_extended,
  factorsResetAt: m.audit_field_factors_reset,
  fill: m.municipality_fill,
  how: m.audit_field_how,
  identity: m.privacy_identity,
  invitation: m.audit_field_invitation,
  kind: m.privacy_kind,
  label: m.integration_label,
  language: m.municipality_language,
  left: m.audit_field_left,
  letIn: m.audit_field_let_in,
  made: m.integration_made,
  municipalityId: m.people_municipality,
  notices: m.privacy_notices,
  name: m.people_name,
  otherResponder: m.municipality_other_responder,
  outcome: m.audit_outcome,
  owner: m.integration_owner,
  paper: m.people_papers,
  papers: m.people_papers,
  phone: m.audit_field_phone,
  proposedBy: m.audit_field_proposed_by,
  reason: m.audit_field_reason,
  receivedAt: m.privacy_received,
  refused: m.audit_field_refused,
  regionCode: m.municipality_control_room,
  reset: m.audit_field_reset,
  result: m.audit_outcome,
  revoked: m.audit_field_revoked,
  role: m.people_role,
  rolesUntil: m.audit_field_roles_until,
  scopes: m.integration_may,
  seen: m.audit_field_how,
  sessionsEndedAt: m.audit_field_sessions_ended,
  since: m.audit_field_since,
  status: m.people_status,
  suspended: m.audit_field_suspended,
  takenOut: m.audit_field_taken_out,
  takenOver: m.audit_field_taken_over,
  text: m.municipality_text_colour,
  theme: m.municipality_theme,
  told: m.audit_field_told,
  tokens: m.integration_tokens,
  type: m.privacy_kind,
  until: m.audit_field_until,
  way: m.audit_field_how,
  which: m.audit_field_which,
  wrongCodes: m.audit_field_wrong_codes,
  ...paperWords,
  ...roleWords,
  ...heldWords,
} satisfies Record<NamedField, () => string>;

const words: Words = fields;

const partsOf = (path: string) => path.split('.').filter((part) => !/^\d+$/.test(part));

/** `closed.by.name`: whose name it is says enough. */
export function fieldText(path: string): string {
  const parts = partsOf(path);
  const said = parts.length > 1 && parts.at(-1) === 'name' ? parts.slice(0, -1) : parts;
  return said.map((part) => words[part]?.() ?? part).join(' › ');
}

/** An id tells nobody anything: what it is of stands beside it by name. */
export const isSaid = ({ name }: { name: string }, ...values: (string | null)[]) =>
  !values.some((value) => value !== null && isId(value)) || name.endsWith('municipalityId');

export function valueText(path: string, value: string | null): string {
  if (value === null) return m.audit_field_none();
  if (value === 'true') return m.yes();
  if (value === 'false') return m.no();
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return momentText(value);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return dateText(value);
  const last = partsOf(path).at(-1) ?? '';
  const codes: Words | undefined = Object.hasOwn(heldWords, last) ? afterWords : codeWords[last];
  return codes?.[value]?.() ?? value;
}
