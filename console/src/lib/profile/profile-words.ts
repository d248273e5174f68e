// What is said about one's own log-in: why something was not done, by what a session was made, what a browser is.
import type { LogInWay, Profile } from '@achterwacht/shared/routes/profile.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { peopleErrorText } from '../people/people-errors.ts';

const refusals: Record<string, () => string> = {
  'password-wrong': m.refusal_password_wrong,
  'password-same': m.refusal_password_same,
  'proof-needed': m.refusal_proof_needed,
  'proof-wrong': m.refusal_proof_wrong,
  'proof-by-passkey': m.refusal_proof_by_passkey,
  'proof-with-another': m.refusal_proof_with_another,
  'last-factor': m.refusal_last_factor,
  'no-such-factor': m.refusal_no_such_factor,
  'too-many-passkeys': m.refusal_too_many_passkeys,
  'passkey-not-made': m.refusal_passkey_not_made,
  'code-wrong': m.refusal_code_wrong,
  'log-in-wrong': m.error_log_in_wrong,
};

export function profileErrorText(cause: unknown): string {
  const refusal = cause instanceof ApiError ? refusals[cause.code] : undefined;
  return refusal?.() ?? peopleErrorText(cause);
}

export const wayWords = {
  password: m.profile_way_password,
  code: m.profile_way_code,
  passkey: m.profile_way_passkey,
  'recovery-code': m.profile_way_recovery_code,
  oidc: m.profile_way_oidc,
  invitation: m.profile_way_invitation,
  reset: m.profile_way_reset,
} satisfies Record<LogInWay, () => string>;

export const logInWords = {
  'log-in': m.audit_action_account_log_in,
  'log-in-failed': m.audit_action_account_log_in_failed,
  'log-in-limited': m.audit_action_account_log_in_limited,
  'recovery-code-used': m.audit_action_account_recovery_code_used,
} satisfies Record<Profile['logIns'][number]['action'], () => string>;

const browsers = [
  ['Firefox', /Firefox\//],
  ['Edge', /Edg\//],
  ['Chrome', /Chrome\//],
  ['Safari', /Safari\//],
] as const;
const systems = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const;

/** What a browser says of itself, as a person would. */
export function deviceText(agent: string | null): string {
  const nameIn = (list: readonly (readonly [string, RegExp])[]) =>
    list.find(([, pattern]) => pattern.test(agent ?? ''))?.[0];
  const [browser, system] = [nameIn(browsers), nameIn(systems)];
  if (!browser) return m.profile_device_unknown();
  return system ? m.profile_device({ browser, system }) : browser;
}
