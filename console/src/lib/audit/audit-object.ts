// What a line is about: what it is called, and its own page where whoever reads may go there.
import type { ChangedSubject } from '@achterwacht/shared/audit/change-types.ts';
import { privacyRequestKind } from '@achterwacht/shared/privacy-request/state.ts';
import type { PlanLayer } from '@achterwacht/shared/plan/state.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { AuditLine } from '@achterwacht/shared/routes/audit.ts';
import { settingKind } from '@achterwacht/shared/setting/kinds.ts';
import { mayOpen } from '../administration/pages.ts';
import { kindHref, kindTitle } from '../centre-settings/words/kind-words.ts';
import { m } from '../paraglide/messages.js';
import { requestWords } from '../privacy/privacy-words.ts';

const subjectWords = {
  alarm: m.audit_stream_alarm,
  button: m.audit_stream_button,
  incident: m.audit_stream_incident,
  plan: m.audit_stream_plan,
  setting: m.audit_stream_setting,
  municipality: m.audit_stream_municipality,
  member: m.audit_stream_member,
  person: m.audit_stream_person,
  'service-account': m.audit_stream_service_account,
  'privacy-request': m.audit_stream_privacy_request,
} satisfies Record<ChangedSubject, () => string>;

/** Whose plan it is; of a person without a name for whoever may not know it. */
const planWords = {
  template: (name) => m.audit_plan_of_municipality({ name: name ?? '' }),
  person: (name) => (name === null ? m.audit_plan_of_somebody() : m.audit_plan_of_person({ name })),
  button: (name) => m.audit_plan_of_button({ serial: name ?? '' }),
} satisfies Record<PlanLayer, (name: string | null) => string>;

const isSubject = (kind: string | null): kind is ChangedSubject =>
  kind !== null && Object.hasOwn(subjectWords, kind);

/** Of a list that was asked for nothing: what was done says which. Of what was refused the question. */
export function objectText({ object: { kind, number, name, id, layer } }: AuditLine): string {
  if (number !== null) return m.audit_alarm({ number });
  if (layer !== null) return planWords[layer](name);
  if (!isSubject(kind)) return isId(id) || isQuestion(id) ? id : '';
  const called = nameOf(kind, name);
  return called === null
    ? subjectWords[kind]()
    : m.audit_called({ of: subjectWords[kind](), called });
}

/** A route, as a refusal names it: `GET /api/board`. */
const isQuestion = (text: string) => /^[A-Z]+ \/api\//.test(text);

export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

function nameOf(kind: ChangedSubject, name: string | null): string | null {
  if (kind === 'setting') {
    const known = settingKind.safeParse(name);
    return known.success ? kindTitle(known.data) : name;
  }
  if (kind === 'privacy-request') {
    const known = privacyRequestKind.safeParse(name);
    return known.success ? requestWords[known.data]() : name;
  }
  return name || null;
}

/** Null where it has no page, or none that he may open. */
export function objectHref({ object }: AuditLine, role: Role): string | null {
  const href = pageOf(object);
  return href !== null && mayOpen(role, href) ? href : null;
}

function pageOf({ kind, id, name }: AuditLine['object']): string | null {
  if (!isId(id)) return null;
  switch (kind) {
    case 'person':
      return `/beheer/personen/${id}`;
    case 'member':
      return `/beheer/mensen/${id}`;
    case 'municipality':
      return `/beheer/gemeenten/${id}`;
    case 'service-account':
      return `/beheer/koppelingen/${id}`;
    case 'privacy-request':
      return `/controle/verzoeken/${id}`;
    case 'setting': {
      const known = settingKind.safeParse(name);
      return known.success ? kindHref(known.data) : null;
    }
    default:
      return null;
  }
}
