// Several tables as one, and lists in which no name stands twice. Spread into each other, of two rows by one name the
// last would count and nobody would see the first again: a command decided by another aspect's rule. Of two in a list
// by one name what one of them does would be told of the other. So it throws where table or list is made, which is when
// a program starts, and in every test.

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
  eachOnce(
    'rows',
    names.map((name) => ({ name })),
  );
  // What all of them have together, which the compiler does not follow through a list.
  return Object.assign({}, ...tables) as Intersection<Tables>;
}

/** @returns the list. @throws where two in it have one name; `what` are they. */
export function eachOnce<const List extends readonly { name: string }[]>(
  what: string,
  list: List,
): List {
  const names = list.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`two ${what} are called ${twice.join(', ')}`);
  return list;
}
