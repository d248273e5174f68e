// A file of lines: looked at before anything of it is written, carried out a part at a time, and erased.
import * as z from 'zod';
import { lineText } from '../command-text.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const count = z.int().nonnegative();
const params = z.object({ importId: z.uuid() });
/** Some ten thousand lines. */
export const mostImportCharacters = 2_000_000;

/** What becomes of one line; nothing is written yet where it is only looked at. */
export const lineFate = z.object({
  /** As it stands in the file, the first line being the names of the columns. */
  number: z.int().positive(),
  name: z.string(),
  fate: z.enum(['added', 'changed', 'unchanged', 'refused']),
  /** Null where nothing is wrong. `line`: of the line itself; `refusal`: by the rules, with what its sentence names. */
  why: z
    .discriminatedUnion('of', [
      z.object({ of: z.literal('line'), code: z.string(), value: z.string() }),
      z.object({
        of: z.literal('refusal'),
        code: z.string(),
        details: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ])
    .nullable(),
});
export type LineFate = z.infer<typeof lineFate>;

export const importPreview = z.object({
  importId: z.uuid(),
  counts: z.object({ added: count, changed: count, unchanged: count, refused: count }),
  /** What is refused first; two hundred at most. */
  lines: z.array(lineFate),
  /** Names that are none of the centre's municipalities: whoever reads the file in says which they are. */
  unknownMunicipalities: z.array(z.string()),
  /** Then nothing of it is kept, read in or not. */
  expiresAt: at,
});
export type ImportPreview = z.infer<typeof importPreview>;

export const importRoutes = {
  importPreview: {
    method: 'POST',
    path: '/api/register/imports',
    summary: 'What would become of each line of a file; nothing of it is written yet',
    access: 'button.change',
    body: z.object({ content: z.string().max(mostImportCharacters) }),
    // In UTF-8, and as JSON writes line ends.
    mostBodyBytes: 3 * mostImportCharacters,
    response: importPreview,
  },
  importCarryOut: {
    method: 'POST',
    path: '/api/register/imports/:importId',
    summary: 'A part of a file that was looked at is read in; after the last one it is erased',
    access: 'button.change',
    params,
    body: z.object({
      /** The first line of this part, as `next` said; 0 at first. */
      from: count,
      /** Which municipality each name stands for that is none of the centre's. */
      municipalities: z.record(lineText(120), z.uuid()),
    }),
    response: z.object({
      added: count,
      changed: count,
      unchanged: count,
      refused: z.array(lineFate),
      done: count,
      of: count,
      /** Where the next part begins; null: that was all. */
      next: count.nullable(),
    }),
  },
  importDrop: {
    method: 'POST',
    path: '/api/register/imports/:importId/drop',
    summary: 'A file that is not read in after all is erased',
    access: 'button.change',
    params,
    body: z.object({}),
    response: z.object({}),
  },
} satisfies Record<string, Route>;
