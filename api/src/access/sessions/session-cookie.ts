// The one cookie of a session: its name, how its token is signed, and how it is read. The log-in library writes the same
// one; who is logged in is asked with every call, and the library's own way to it takes 2–3 ms of processor.
import { constantTimeEqual, makeSignature } from 'better-auth/crypto';
import { parseCookies } from 'better-auth/cookies';

export type SessionCookie = ReturnType<typeof sessionCookie>;

/** Beginning with `__Host-` a browser takes it over TLS alone, for the whole of this host and from no other. */
export function sessionCookie({ origin, secret }: { origin: string; secret: string }) {
  const isSecure = origin.startsWith('https:');
  const prefix = isSecure ? '__Host-achterwacht' : 'achterwacht';
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  // By its whole name alone. The library's own reading takes another one before it, which begins with `__Secure-`: that
  // one a neighbour under the same domain may set, and would have somebody work in a session of his.
  async function signedIn(cookie: string | undefined, name: string): Promise<string | null> {
    return cookie ? signedBy(secret, parseCookies(cookie).get(`${prefix}.${name}`) ?? null) : null;
  }
  return {
    prefix,
    isSecure,
    attributes,
    /** The token in a cookie that this centre signed; null for any other. */
    tokenOf: (cookie: string | undefined) => signedIn(cookie, 'session_token'),
    /** What another cookie of ours holds, in the same way. */
    signedIn,
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
async function signedBy(secret: string, value: string | null): Promise<string | null> {
  const dot = value?.lastIndexOf('.') ?? -1;
  if (!value || dot < 1) return null;
  const text = value.slice(0, dot);
  const signature = await makeSignature(text, secret);
  return constantTimeEqual(signature, value.slice(dot + 1)) ? text : null;
}
