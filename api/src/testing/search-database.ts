// Whether words stand in clear anywhere in a database: every column of every table, as whoever took a copy of it reads
// it, also where somebody dressed them.
import postgres from 'postgres';
import { inject } from 'vitest';

/** Sees every table and every row of the database that this address names. */
export function openSuperuser(url: string): postgres.Sql {
  const address = new URL(inject('superuserUrl'));
  address.pathname = new URL(url).pathname;
  return postgres(address.href, { max: 1, onnotice: () => {} });
}

export type Place = { column: string; word: string };

/** Each that stands somewhere, however it is dressed. `column` as `table.column`. */
export async function placesOf(sql: postgres.Sql, words: Iterable<string>): Promise<Place[]> {
  const columns = await sql<{ schema: string; table: string; column: string; isBytes: boolean }[]>`
    select nspname as schema, relname as "table", attname as "column",
      atttypid = 'bytea'::regtype as "isBytes"
    from pg_attribute join pg_class on pg_class.oid = attrelid
    join pg_namespace on pg_namespace.oid = relnamespace
    where attnum > 0 and not attisdropped and relkind in ('r', 'm')
      and nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`;
  const dressed = [...words].map((word) => ({ word, forms: formsOf(word) }));
  const found = new Map<string, Place>();
  for (const { schema, table, column, isBytes } of columns) {
    const rows = await sql<{ value: Uint8Array | string | null }[]>`
      select ${isBytes ? sql`${sql(column)}` : sql`${sql(column)}::text`} as value
      from ${sql(schema)}.${sql(table)}`;
    for (const { value } of rows) {
      if (value === null) continue;
      const bytes = Buffer.from(value);
      for (const { word, forms } of dressed) {
        const place = { column: `${table}.${column}`, word };
        if (forms.some((form) => bytes.includes(form)))
          found.set(Object.values(place).join(), place);
      }
    }
  }
  return [...found.values()];
}

function formsOf(word: string): Buffer[] {
  const texts = [Buffer.from(word), Buffer.from(word, 'latin1'), Buffer.from(word, 'utf16le')];
  const encoded = texts.flatMap((bytes) => [
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    // Where in a longer text it begins decides how base64 writes it; its edges depend on the neighbours.
    ...[0, 1, 2].flatMap((offset) => {
      const whole = bytes.subarray((3 - offset) % 3);
      const middle = whole.subarray(0, whole.length - (whole.length % 3));
      // Four characters of base64 stand by chance in what is sealed, about once in thirty runs.
      return middle.length < 6 ? [] : [middle.toString('base64'), middle.toString('base64url')];
    }),
  ]);
  return [
    ...texts,
    ...encoded.map((text) => Buffer.from(text)),
    Buffer.from(JSON.stringify(word).slice(1, -1)),
  ];
}
