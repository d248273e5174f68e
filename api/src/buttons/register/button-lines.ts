// The lines of a register as somebody wrote them: which columns there are, and what may stand in each.
import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { lineText } from '@achterwacht/shared/command-text.ts';
import { readSoundToken } from './sound-token.ts';

/** More than any centre has; a larger file is a mistake. */
const mostLines = 100_000;
/** Twice what so many long lines take. */
export const mostFileBytes = 32 * 1024 * 1024;
/** Of one line: longer is a quotation mark that nothing closes. */
const mostLineBytes = 4_000;

/** `hex:…`, `ascii:…` or empty: the bytes of an AES key, or null for a button that sends in clear. */
function readKey(text: string): Uint8Array | null {
  if (text === '') return null;
  const [, form, value = ''] = /^(hex|ascii):(.*)$/.exec(text) ?? [];
  if (form === 'hex' && !/^([0-9a-f]{2})*$/i.test(value))
    throw new Error('een hex-sleutel heeft alleen 0-9 en A-F, twee per byte');
  const key = form === 'hex' ? Buffer.from(value, 'hex') : Buffer.from(value, 'latin1');
  if (form === undefined) throw new Error('een sleutel begint met hex: of ascii:');
  if (![16, 24, 32].includes(key.length))
    throw new Error(`een sleutel is 16, 24 of 32 bytes lang, deze is er ${key.length}`);
  return key;
}

/** A refusal of the reader as the schema's own, with its sentence. */
const readBy =
  <T>(read: (text: string) => T) =>
  (text: string, context: z.RefinementCtx) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  };

const words = (column: string, most: number) =>
  z
    .string()
    .refine(
      (text) => text === '' || lineText(most).safeParse(text).success,
      `${column} is te lang of heeft tekens die niet kunnen`,
    );

const everyLine = z.object({
  serial: words('serial', 64).min(1, 'serial is leeg'),
  model: words('model', 64).default(''),
  municipality: words('municipality', 120).default(''),
  holder: words('holder', 120).default(''),
});

const line = z.discriminatedUnion(
  'protocol',
  [
    everyLine.extend({
      protocol: z.literal('dc09'),
      account: z
        .string()
        .regex(/^[0-9a-f]{3,16}$/i, 'account is geen 3 tot 16 hex-tekens')
        .transform((account) => account.toUpperCase()),
      key: z.string().transform(readBy(readKey)),
      /** `ja`: a token is made for it, once; empty: it keeps what it has. */
      sound: z
        .enum(['', 'ja'], 'sound is leeg of ja')
        .or(z.string().transform(readBy(readSoundToken)))
        .default(''),
    }),
    // A button that only sends sound: its key is the token, and it is known by its serial.
    everyLine
      .extend({
        protocol: z.literal('whip'),
        key: z.string().transform(readBy(readSoundToken)),
      })
      .transform(({ key, ...row }) => ({ ...row, account: row.serial, key: null, sound: key })),
  ],
  'protocol is niet dc09 of whip',
);
export type Line = z.infer<typeof line>;

/** All of them, or the first that is wrong, by its number. @throws with its sentence. */
export function readLines(csv: string): Line[] {
  const rows = readRows(csv);
  if (rows.length === 0) throw new Error('Er staan geen knoppen in dit bestand.');
  if (rows.length > mostLines) throw new Error(`meer dan ${mostLines} regels`);
  return rows.map((row, index) => {
    const read = line.safeParse(row);
    if (read.success) return read.data;
    throw new Error(`regel ${index + 2}: ${read.error.issues[0]?.message}`);
  });
}

function readRows(csv: string): unknown[] {
  try {
    return parse(csv, {
      columns: columnsOf,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      delimiter: [',', ';'],
      max_record_size: mostLineBytes,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const isUneven = error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS';
    const what = isUneven
      ? 'heeft meer of minder kolommen dan de eerste regel'
      : 'heeft een aanhalingsteken (") dat niet klopt, of is veel te lang';
    // The library's own sentence is English and repeats what stood there.
    throw new Error(`regel ${Number(error['records']) + 2}: ${what}`, { cause: error });
  }
}

/** @throws where the first line is none of such a list: another file, or none at all. */
function columnsOf(names: string[]): string[] {
  const columns = names.map((name) => name.trim().toLowerCase());
  for (const needed of ['serial', 'protocol'])
    if (!columns.includes(needed))
      throw new Error(`Dit is geen lijst van knoppen: de eerste regel noemt geen ${needed}.`);
  return columns;
}
