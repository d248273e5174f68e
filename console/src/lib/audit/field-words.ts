// What stands behind a change, in words as far as there are any: a field by its path, a value as people write it.
import { m } from '../paraglide/messages.js';
import { momentText } from '../time/format.ts';
import { roleText } from '../words.ts';

const words: Record<string, () => string> = {
  role: m.people_role,
  status: m.privacy_state,
  kind: m.privacy_kind,
  name: m.people_name,
  municipalityId: m.people_municipality,
  dueAt: m.privacy_due,
  receivedAt: m.privacy_received,
  outcome: m.audit_outcome,
  by: m.audit_field_by,
  assignedTo: m.privacy_assigned,
  extended: m.audit_field_extended,
  identity: m.privacy_identity,
  closed: m.audit_field_closed,
  owner: m.audit_field_owner,
  value: m.audit_field_value,
  proposed: m.audit_field_proposed,
  expiresAt: m.audit_field_until,
  endsAt: m.audit_field_until,
  until: m.audit_field_until,
};

/** `assignedTo.name`: as far as it has words, and the log's own name where it has none. */
export const fieldText = (path: string): string =>
  path
    .split('.')
    .map((part) => words[part]?.() ?? part)
    .join(' › ');

export function valueText(path: string, value: string | null): string {
  if (value === null) return m.audit_field_none();
  if (value === 'true') return m.yes();
  if (value === 'false') return m.no();
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return momentText(value);
  return path.split('.').at(-1) === 'role' ? roleText(value) : value;
}
