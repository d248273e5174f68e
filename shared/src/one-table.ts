// Several tables as one. Spread into each other, of two rows by one name the last would count and nobody would see the
// first again: a command decided by another aspect's rule. So it throws where the table is made, which is when a program
// starts, and in every test.

type Intersection<Tables extends readonly object[]> = Tables extends readonly [
  infer First,
  ...infer Rest extends readonly object[],
]
  ? First & Intersection<Rest>
  : unknown;

export function oneTable<const Tables extends readonly object[]>(
  ...tables: Tables
): Intersection<Tables> {
  const names = tables.flatMap((table) => Object.keys(table));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`in two tables: ${twice.join(', ')}`);
  // What all of them have together, which the compiler does not follow through a list.
  return Object.assign({}, ...tables) as Intersection<Tables>;
}
