/**
 * Where to go after logging in: a path of our own, never another site. A path that a browser could
 * read as an address (`//evil.example`, `/\evil.example`) is not one of ours.
 */
export function returnPath(asked: string | null): string {
  return asked && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/inloggen') ? asked : '/';
}
