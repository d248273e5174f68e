// What a privacy request is, in words.
import type {
  IdentityCheck,
  PrivacyRequestKind,
} from '@achterwacht/shared/privacy-request/state.ts';
import { nearnessOf, type Nearness } from '@achterwacht/shared/privacy-request/term.ts';
import type { PrivacyRequestSummary } from '@achterwacht/shared/routes/privacy.ts';
import { m } from '../paraglide/messages.js';

export const requestWords = {
  access: m.privacy_kind_access,
  correction: m.privacy_kind_correction,
  erasure: m.privacy_kind_erasure,
  breach: m.privacy_kind_breach,
} satisfies Record<PrivacyRequestKind, () => string>;

export const identityWords = {
  'seen-in-person': m.privacy_identity_seen_in_person,
  'called-back': m.privacy_identity_called_back,
  'by-municipality': m.privacy_identity_by_municipality,
  'log-in': m.privacy_identity_log_in,
} satisfies Record<IdentityCheck, () => string>;

const nearWords = {
  soon: m.privacy_near_soon,
  'last-days': m.privacy_near_last_days,
  over: m.privacy_near_over,
} satisfies Record<Nearness, () => string>;

export const aboutText = ({ about, aboutName }: PrivacyRequestSummary) =>
  about.type === 'other' ? m.privacy_about_other() : (aboutName ?? m.audit_without_name());

/** Null: it is over, or there is time. */
export function nearText({ closed, dueAt }: PrivacyRequestSummary, now: Date): string | null {
  const nearness = closed ? null : nearnessOf(dueAt, now);
  return nearness && nearWords[nearness]();
}
