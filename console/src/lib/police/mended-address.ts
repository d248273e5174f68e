// The police link as it arrives: mail scanners and messengers write `#` as `%23` or leave it out, and keyboards begin with a
// capital. Whoever stands at somebody's door must not read that there is no such page.

/** Anything that is `/p` and goes on with no letter of another page's name. */
const ofPolice = /^\/p(?![\p{L}\p{N}])/iu;
/** How the end of a link is written: base64url of 128 bits. */
const secretIn = /[\w-]{22}/;

/**
 * Where such a path was meant to lead; null for one that is right, or of another page. A link that cannot be mended leads
 * to the page without one, which says whom to call.
 */
export function mendedAddress(pathname: string): string | null {
  if (pathname === '/p' || !ofPolice.test(pathname)) return null;
  const secret = secretIn.exec(unescaped(pathname.slice('/p'.length)))?.[0];
  // Without a fragment here a browser keeps the one that stood there.
  return secret ? `/p#${secret}` : '/p';
}

/** Each that a link passes through may escape it once more. */
function unescaped(text: string): string {
  try {
    const read = decodeURIComponent(text);
    return read === text ? text : unescaped(read);
  } catch {
    return text;
  }
}
