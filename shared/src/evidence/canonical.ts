// One text for one value: keys sorted, no white space, as RFC 8785 writes JSON. What is hashed is
// this text, so it is also what is stored; a database that reorders keys would break every hash.

type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** Canonical JSON (RFC 8785) of plain data; `undefined` members are left out. */
export function canonical(value: unknown): string {
  return write(value as Json);
}

function write(value: Json): string {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new Error('a number that JSON cannot write');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${write(value[key] as Json)}`);
  return `{${members.join(',')}}`;
}
