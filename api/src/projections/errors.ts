// What is wrong when a projection does not get on: an event that it cannot fold, or a database that comes back.
import { isLineLost } from '../db/errors.ts';

/** Of connections, of two at once, of room, of being told to stop, of the machine: it says nothing about an event. */
const passingClasses = new Set(['08', '40', '53', '57', '58']);
const lockNotAvailable = '55P03';
/** What takes longer than a statement may is no passing matter where it is a single event that does. */
const statementTimeout = '57014';

/** The same event may be folded the next time. */
export function isPassing(error: unknown): boolean {
  if (isLineLost(error)) return true;
  const code = codeIn(error);
  if (code === null || code === statementTimeout) return false;
  const isState = /^[0-9A-Z]{5}$/.test(code);
  return isState && (passingClasses.has(code.slice(0, 2)) || code === lockNotAvailable);
}

/** For people to search by; never the message, which may quote what the event says. */
export function errorCodeOf(error: unknown): string {
  return codeIn(error) ?? (error instanceof Error ? error.name : 'unknown');
}

function codeIn(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return null;
}
