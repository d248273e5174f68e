// A file of lines: looked at before anything of it is written, carried out a part at a time, and erased. Of each kind of
// list the same three questions.
import * as z from 'zod';
import { lineText } from '../command-text.ts';
import type { Permission } from '../roles.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const count = z.int().nonnegative();
const params = z.object({ importId: z.uuid() });
/** Some ten thousand buttons, or some thousand sheets: it is held in memory while somebody looks. */
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
  /** Of one that is taken and may be a mistake all the same. */
  warning: z.object({ code: z.enum(['alike']), value: z.string() }).optional(),
});
export type LineFate = z.infer<typeof lineFate>;

/** A line whose name several persons have, or one who may be somebody else. */
export const unclearLine = z.object({
  number: z.int().positive(),
  name: z.string(),
  function: z.string(),
  persons: z.array(z.object({ id: z.uuid(), name: z.string(), function: z.string() })),
});
export type UnclearLine = z.infer<typeof unclearLine>;

export const importPreview = z.object({
  importId: z.uuid(),
  counts: z.object({ added: count, changed: count, unchanged: count, refused: count }),
  /** What is refused first, then what is warned of; two hundred at most. */
  lines: z.array(lineFate),
  /** Names that are none of the centre's municipalities: whoever reads the file in says which they are. */
  unknownMunicipalities: z.array(z.string()),
  /** Of these he says whom they are about; a hundred at most, the others are refused. */
  unclearLines: z.array(unclearLine),
  /** Then nothing of it is kept, read in or not. */
  expiresAt: at,
});
export type ImportPreview = z.infer<typeof importPreview>;

const importPart = z.object({
  added: count,
  changed: count,
  unchanged: count,
  refused: z.array(lineFate),
  done: count,
  of: count,
  /** There is no more, and the file is erased. */
  isOver: z.boolean(),
});

/** Under which addresses, and who may. */
const importsOf = <Access extends Permission>(path: string, access: Access, what: string) => ({
  preview: {
    method: 'POST',
    path,
    summary: `What would become of each line of a file of ${what}; nothing of it is written yet`,
    access,
    body: z.object({ content: z.string().max(mostImportCharacters) }),
    // In UTF-8, and as JSON writes line ends.
    mostBodyBytes: 3 * mostImportCharacters,
    response: importPreview,
  } satisfies Route,
  carryOut: {
    method: 'POST',
    path: `${path}/:importId`,
    summary: `The next part of a file of ${what} is read in; after the last one it is erased`,
    access,
    params,
    body: z.object({
      /** Which municipality each name stands for that is none of the centre's. */
      municipalities: z.record(lineText(120), z.uuid()),
      /** Whom the line of that number is about; `new`: somebody who is not there yet. */
      persons: z
        .record(z.string().regex(/^[0-9]{1,6}$/), z.uuid().or(z.literal('new')))
        .default({}),
    }),
    response: importPart,
  } satisfies Route,
  drop: {
    method: 'POST',
    path: `${path}/:importId/drop`,
    summary: `A file of ${what} that is not read in after all is erased`,
    access,
    params,
    body: z.object({}),
    response: z.object({}),
  } satisfies Route,
});

const buttons = importsOf('/api/register/imports', 'button.change', 'buttons');
const persons = importsOf('/api/persons/imports', 'person.change', 'persons');

export const importRoutes = {
  importPreview: buttons.preview,
  importCarryOut: buttons.carryOut,
  importDrop: buttons.drop,
  personImportPreview: persons.preview,
  personImportCarryOut: persons.carryOut,
  personImportDrop: persons.drop,
} satisfies Record<string, Route>;
