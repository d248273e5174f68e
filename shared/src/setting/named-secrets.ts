// Which secrets a value names, and where each may go: whoever writes another address beside a password gives the
// password anew, or an administrator could have it sent to himself.
import type { SettingKind, SettingValue } from './kinds.ts';

/** `to`: null where it never leaves this program, because something is signed with it. */
export type NamedSecret = { id: string; to: string | null };

/** Of a value that was parsed as its kind; null names none. */
export function secretsNamedIn(kind: SettingKind, value: unknown): NamedSecret[] {
  if (typeof value !== 'object' || value === null || !('secretIds' in value)) return [];
  const ids = value.secretIds as string[]; // every kind that names any has their ids there
  const to = destinations[kind]?.(value) ?? null;
  return ids.map((id) => ({ id, to }));
}

const destinations: { [K in SettingKind]?: (value: unknown) => string } = {
  mail: (value) => {
    const { host, port, tls } = value as NonNullable<SettingValue<'mail'>>;
    return `${host.toLowerCase()}:${port}/${tls}`;
  },
  oidc: (value) => new URL((value as NonNullable<SettingValue<'oidc'>>).issuer).origin,
  sms: (value) => new URL((value as NonNullable<SettingValue<'sms'>>).url).origin,
};

/** Whether it can be one, before it is kept: nothing in it may end a line of a header or of a talk with a server. */
export function isSecretOf(kind: SettingKind, secret: string): boolean {
  return (forms[kind] ?? oneLine).test(secret);
}

const oneLine = /^[^\p{Cc}]{1,500}$/u;
/** `whsec_…`, as Standard Webhooks has them. */
export const webhookSecret = /^whsec_[A-Za-z0-9+/]{32,200}={0,2}$/;
const forms: { [K in SettingKind]?: RegExp } = { webhooks: webhookSecret };
