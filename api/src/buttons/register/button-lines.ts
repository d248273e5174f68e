// The lines of a register as somebody wrote them: which columns there are, and what may stand in each. What is wrong with
// a line is a code, so that whoever reads it is told in his own language.
import * as z from 'zod';
import { lineText } from '@achterwacht/shared/command-text.ts';
import { textOf } from '../../http/texts.ts';
import { damageIn, readRows, WrongFile, type WrongLine } from '../../imports/csv-rows.ts';
import { readSoundToken } from './sound-token.ts';

/** `hex:…`, `ascii:…` or empty: the bytes of an AES key, or null for a button that sends in clear. */
export function readKey(text: string): Uint8Array | null {
  if (text === '') return null;
  const [, form, value = ''] = /^(hex|ascii):(.*)$/.exec(text) ?? [];
  if (form === 'hex' && !/^([0-9a-f]{2})*$/i.test(value)) throw new Error('key_not_hex');
  const key = form === 'hex' ? Buffer.from(value, 'hex') : Buffer.from(value, 'latin1');
  if (form === undefined) throw new Error('key_form');
  if (![16, 24, 32].includes(key.length)) throw new Error(`key_length ${key.length}`);
  return key;
}

/** A refusal of the reader as the schema's own, by its code. */
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
    .refine((text) => text === '' || lineText(most).safeParse(text).success, `not_words ${column}`);

const everyLine = z.object({
  serial: words('serial', 64).min(1, 'no_serial'),
  model: words('model', 64).default(''),
  municipality: words('municipality', 120).default(''),
  holder: words('holder', 120).default(''),
  /** Missing: what stands there stays. */
  sim: z
    .string()
    .regex(/^([0-9]{6,22})?$/, 'sim')
    .optional(),
  firmware: words('firmware', 64).optional(),
});

const line = z.discriminatedUnion(
  'protocol',
  [
    everyLine.extend({
      protocol: z.literal('dc09'),
      account: z
        .string()
        .regex(/^[0-9a-f]{3,16}$/i, 'account')
        .transform((account) => account.toUpperCase()),
      key: z.string().default('').transform(readBy(readKey)),
      /** `ja`: a token is made for it, once; empty: it keeps what it has. */
      sound: z
        .enum(['', 'ja'], 'sound')
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
  'protocol',
);
export type Line = z.infer<typeof line>;

export type ReadLine = { number: number } & ({ line: Line } | { wrong: WrongLine });

/** Each of them, or what is wrong with it. @throws `WrongFile` where it is no such list at all. */
export async function readEachLine(csv: string): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const rows of readRows(csv, { needed: ['serial', 'protocol'] }))
    for (const { number, values } of rows) {
      const damage = damageIn(values);
      const read = line.safeParse(values);
      if (damage) lines.push({ number, wrong: damage });
      else if (read.success) lines.push({ number, line: read.data });
      else lines.push({ number, wrong: wrongIn(read.error) });
    }
  return lines;
}

/** What the schema library says by itself is an answer in English: a column that is not there. */
function wrongIn({ issues }: z.ZodError): WrongLine {
  const [code = '', value = ''] = issues[0]!.message.split(' '); // an error without any is none
  return { code: lineProblems.has(code) ? code : 'not_a_line', value };
}

/** Each with its sentence, `import_line_…`. */
const lineProblems: ReadonlySet<string> = new Set([
  'not_a_line',
  'no_serial',
  'not_words',
  'account',
  'sim',
  'sound',
  'protocol',
  'key_not_hex',
  'key_form',
  'key_length',
  'sound_token',
]);

export type NumberedLine = { number: number; line: Line };

/** All of them, or the first that is wrong, by its number. @throws with its sentence, in Dutch. */
export async function readLines(csv: string): Promise<NumberedLine[]> {
  try {
    return (await readEachLine(csv)).map((read) => {
      if ('line' in read) return read;
      throw new WrongFile('at_line', { line: read.number, what: wrongText(read.wrong) });
    });
  } catch (error) {
    if (!(error instanceof WrongFile)) throw error;
    throw new Error(textOf(error.code, error.details), { cause: error });
  }
}

const wrongText = ({ code, value }: WrongLine): string => textOf(`import_line_${code}`, { value });
