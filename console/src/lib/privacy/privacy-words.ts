// What a privacy request is, in words.
import type {
  AfterErasure,
  HeldKind,
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

export const heldWords = {
  'alarm-content': m.privacy_held_alarm_content,
  sound: m.privacy_held_sound,
  register: m.privacy_held_register,
  account: m.privacy_held_account,
  'incident-file': m.privacy_held_incident_file,
  log: m.privacy_held_log,
  looks: m.privacy_held_looks,
  'back-ups': m.privacy_held_back_ups,
} satisfies Record<HeldKind, () => string>;

export const afterWords = {
  erased: m.privacy_after_erased,
  'not-held': m.privacy_after_not_held,
  'kept-for-claims': m.privacy_after_kept_for_claims,
  'kept-for-public-task': m.privacy_after_kept_for_public_task,
  'kept-as-proof': m.privacy_after_kept_as_proof,
  'kept-for-others': m.privacy_after_kept_for_others,
  'kept-until-term': m.privacy_after_kept_until_term,
} satisfies Record<AfterErasure, () => string>;

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
