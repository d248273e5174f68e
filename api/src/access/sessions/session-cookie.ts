// The one cookie of a session: its name, how its token is signed, and how it is read. The log-in library writes the same
// one; who is logged in is asked with every call, and the library's own way to it takes 2–3 ms of processor.
import { constantTimeEqual, makeSignature } from 'better-auth/crypto';
import { getSessionCookie } from 'better-auth/cookies';

export type SessionCookie = ReturnType<typeof sessionCookie>;

/** Beginning with `__Host-` a browser takes it over TLS alone, for the whole of this host and from no other. */
export function sessionCookie({ origin, secret }: { origin: string; secret: string }) {
  const isSecure = origin.startsWith('https:');
  const prefix = isSecure ? '__Host-achterwacht' : 'achterwacht';
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    prefix,
    isSecure,
    attributes,
    /** The token in a cookie that this centre signed; null for any other. */
    async tokenOf(cookie: string | undefined): Promise<string | null> {
      if (!cookie) return null;
      return signedBy(secret, getSessionCookie(new Headers({ cookie }), { cookiePrefix: prefix }));
    },
    /** A `set-cookie` line. */
    async lineFor(token: string, seconds: number): Promise<string> {
      const value = encodeURIComponent(`${token}.${await makeSignature(token, secret)}`);
      return `${prefix}.session_token=${value}; Max-Age=${seconds}${attributes}`;
    },
    /** What of the library's `set-cookie` lines is a new session's token. */
    async tokenIn(lines: readonly string[]): Promise<string | null> {
      const start = `${prefix}.session_token=`;
      const line = lines.find((one) => one.startsWith(start) && !/max-age=0/i.test(one));
      const [value = ''] = line?.slice(start.length).split(';') ?? [];
      return signedBy(secret, decodeURIComponent(value));
    },
  };
}

/** What stands before the last dot, where what stands behind it is its signature. */
export async function signedBy(secret: string, value: string | null): Promise<string | null> {
  const dot = value?.lastIndexOf('.') ?? -1;
  if (!value || dot < 1) return null;
  const text = value.slice(0, dot);
  const signature = await makeSignature(text, secret);
  return constantTimeEqual(signature, value.slice(dot + 1)) ? text : null;
}
