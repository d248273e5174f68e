/** A name that nobody has. */
const here = 'http://here.invalid';

/**
 * Where to go after logging in: a path of our own, never another site. It is read as a browser reads it, for whom
 * `//evil.example`, `/\evil.example` and a tab between the two strokes are addresses.
 */
export function returnPath(asked: string | null): string {
  if (!asked?.startsWith('/') || !URL.canParse(asked, here)) return '/';
  const { origin, pathname, search, hash } = new URL(asked, here);
  // A path can become an address once more where it is read a second time.
  const isOurs = origin === here && !pathname.startsWith('//') && pathname !== '/inloggen';
  return isOurs ? `${pathname}${search}${hash}` : '/';
}
