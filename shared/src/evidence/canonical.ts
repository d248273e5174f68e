// One text for one value: keys sorted, no white space, as RFC 8785 writes JSON. What is hashed is
// this text, so it is also what is stored; a database that reorders keys would break every hash.

type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/**
 * Canonical JSON (RFC 8785) of plain data; `undefined` members are left out. Throws on what JSON would
 * silently write as something else (a date, a hole in a list), because a hash of that proves nothing.
 */
export function canonical(value: unknown): string {
  return write(value as Json);
}

function write(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw new Error('a number that JSON cannot write');
      return JSON.stringify(value);
    case 'boolean':
    case 'string':
      return JSON.stringify(value);
    case 'object':
      return writeMembers(value);
    default:
      throw new Error('a value that JSON cannot write');
  }
}

function writeMembers(value: { [key: string]: Json | undefined }): string {
  const kind: unknown = Object.getPrototypeOf(value);
  if (kind !== Object.prototype && kind !== null) throw new Error('not plain data');
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${write(value[key] as Json)}`);
  return `{${members.join(',')}}`;
}
