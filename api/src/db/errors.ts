// What a refused statement or a full pool says, for whoever goes on from there: naming it opens no database.

/** Nothing was done: so many wait for a connection already that whoever asks would be gone before his turn. */
export class PoolFull extends Error {
  constructor(name: string) {
    super(`too many wait for a connection of the pool ${name}`);
    this.name = 'PoolFull';
  }
}

/** The constraint or unique index that refused a statement; null for other errors. */
export function violatedConstraint(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const name: unknown = 'constraint_name' in at ? at.constraint_name : null;
    if (typeof name === 'string') return name;
  }
  return null;
}

/** Somebody held a lock for longer than this pool waits for one; it may be asked again. */
export function isLockHeld(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && at.code === '55P03') return true;
  return false;
}

/**
 * What somebody sent is none that a database knows, although it has the form of one: a moment of the year 0, half a letter,
 * a number beyond all, a NUL.
 */
const unknownValues = new Set(['22003', '22007', '22008', '22021', '22P02', '22P05']);

export function isValueUnknown(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string' && unknownValues.has(at.code)) return true;
  return false;
}

/** By name: a disk that is full has a system error too, and its transaction must be rolled back. */
const lostLine = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Under an id of the asker's own choice stands something already: his own, or what a policy keeps from him. */
export function isIdTaken(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && (at.code === '23505' || /row-level security/.test(at.message))) return true;
  return false;
}

/** Whatever was on its way may or may not have been done. */
export function isLineLost(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string' && lostLine.has(at.code)) return true;
  return false;
}
