// What people type in a command: how long it may be, and that it can be kept at all.
import * as z from 'zod';

/** Postgres keeps neither a NUL nor half a surrogate pair in JSON: no refusal later, but a failure. */
const storable = (words: string) => words.isWellFormed() && !words.includes('\0');
export const anyText = (most: number) => z.string().trim().max(most).refine(storable);
export const text = (most: number) => anyText(most).min(1);
/** Long enough for a page of prose, short enough that a stuck key fills nothing. */
export const noteText = text(4000);
export const reasonText = text(500);
export const nameText = text(120);

/** What somebody or something is called: nothing in it breaks a line, or turns what stands behind it around. */
export const lineText = (most: number) =>
  text(most).refine((words) => !/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(words));
