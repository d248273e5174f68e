// A long list, a page at a time: by a text and, where two have the same, by id. The cursor says after which row the next
// page begins, so that what is added or leaves meanwhile shifts nothing.
import * as z from 'zod';

const pageSize = 50;

const place = z.object({ text: z.string(), id: z.uuid() });
type Place = z.infer<typeof place>;

/** Before every row: no text comes before the empty one, and no id before this. */
const beginning: Place = { text: '', id: '00000000-0000-0000-0000-000000000000' };

/** What is none of ours begins at the beginning. */
export function readCursor(cursor: string | undefined): Place {
  if (cursor === undefined) return beginning;
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return beginning;
  }
}

const writeCursor = (of: Place): string => Buffer.from(JSON.stringify(of)).toString('base64url');

/** To be asked for: one more than a page tells whether there is a next. */
export const rowsOfPage = pageSize + 1;

export function pageOf<Row>(
  rows: readonly Row[],
  placeOf: (row: Row) => Place,
): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > pageSize && last ? writeCursor(placeOf(last)) : null };
}

/** What is typed, as a column that `searchable` made has it. */
export const plainWords = (search: string | undefined): string =>
  (search ?? '').trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

/** For `like` on such a column: what is typed is words, and no pattern. */
export const containing = (search: string | undefined): string =>
  `%${plainWords(search).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
