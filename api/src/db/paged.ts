// A long list, a page at a time. The cursor says after which row the next page begins, so that what is added or leaves
// meanwhile shifts nothing.
import * as z from 'zod';

const pageSize = 50;

type Page<Row> = { rows: Row[]; next: string | null };

/** @param place Where a row stands in the list's order; whatever of it the database reads as more than a text is parsed. */
export function pagingBy<Place>(place: z.ZodType<Place>) {
  const write = (of: Place): string => Buffer.from(JSON.stringify(of)).toString('base64url');
  return {
    /** Null, for the beginning, without one and of what is none of ours. */
    read(cursor: string | undefined): Place | null {
      if (cursor === undefined) return null;
      try {
        return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
      } catch {
        return null;
      }
    },
    /** @param found One more than `size`, where there are: it tells whether there is a next page. */
    pageOf<Row>(found: readonly Row[], placeOf: (row: Row) => Place, size = pageSize): Page<Row> {
      const rows = found.slice(0, size);
      const last = rows.at(-1);
      return { rows, next: found.length > size && last ? write(placeOf(last)) : null };
    },
  };
}

/** To be asked for: one more than a page tells whether there is a next. */
export const rowsOfPage = pageSize + 1;

type Named = { text: string; id: string };
const byText = pagingBy<Named>(z.object({ text: z.string(), id: z.uuid() }));

/** Before every row: no text comes before the empty one, and no id before this. */
const beginning: Named = { text: '', id: '00000000-0000-0000-0000-000000000000' };

/** Of a list by a text and, where two have the same, by id. */
export const readCursor = (cursor: string | undefined): Named => byText.read(cursor) ?? beginning;
export const { pageOf } = byText;

/** What is typed, as a column that `searchable` made has it. */
export const plainWords = (search: string | undefined): string =>
  (search ?? '').trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

/** For `like` on such a column: what is typed is words, and no pattern. */
export const containing = (search: string | undefined): string => patternOf(plainWords(search));

/** For `ilike`, on a column that is kept as it was written. */
export const patternOf = (words: string): string =>
  `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
