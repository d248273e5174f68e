// The cookie of a device that a link let in. Over TLS its name begins with `__Host-`: a browser takes such a one from this
// host alone, so that no neighbour under the same domain can put another in its place.

/** As long as a link may ever live; the link itself ends sooner. */
const seconds = 24 * 3600;

const nameAt = (origin: string) =>
  `${origin.startsWith('https:') ? '__Host-' : ''}achterwacht_police`;

/** A `set-cookie` line. */
export function deviceLine(origin: string, token: string): string {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  return `${nameAt(origin)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
}

/** Empty where there is none, which is nobody's. */
export function deviceTokenIn(origin: string, header = ''): string {
  const start = `${nameAt(origin)}=`;
  const value = header.split(/;\s*/).find((one) => one.startsWith(start));
  return /^[A-Za-z0-9_-]{43}$/.exec(value?.slice(start.length) ?? '')?.[0] ?? '';
}
