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
