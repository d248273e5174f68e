// A table that somebody hands over, as rows by the names of its columns: with either separator, with columns in any
// order, and bounded, because it may be any file at all.
import { CsvError, parse } from 'csv-parse/sync';

/** More than any centre has; a larger file is a mistake. */
const mostLines = 100_000;
/** Twice what so many long lines take. */
export const mostFileBytes = 32 * 1024 * 1024;
/** Of one line: longer is a quotation mark that nothing closes. */
const mostLineBytes = 4_000;

/** What is wrong with a line, each with its sentence. */
export const lineProblems = {
  not_a_line: 'import_line_not_a_line',
  no_serial: 'import_line_no_serial',
  not_words: 'import_line_not_words',
  account: 'import_line_account',
  sim: 'import_line_sim',
  sound: 'import_line_sound',
  protocol: 'import_line_protocol',
  key_not_hex: 'import_line_key_not_hex',
  key_form: 'import_line_key_form',
  key_length: 'import_line_key_length',
  sound_token: 'import_line_sound_token',
} as const;
/** With what its sentence names. */
export type WrongLine = { code: keyof typeof lineProblems; value: string };

const fileProblems = {
  empty: 'import_file_empty',
  too_long: 'import_file_too_long',
  uneven: 'import_file_uneven',
  quotation: 'import_file_quotation',
  other_list: 'import_file_other_list',
  at_line: 'import_file_at_line',
} as const;

/** It is none of such lists, or cannot be read. `code`: the name of its sentence. */
export class WrongFile extends Error {
  readonly code: string;
  readonly details: Record<string, string | number>;
  constructor(
    problem: keyof typeof fileProblems,
    details: Record<string, string | number> = {},
    options?: ErrorOptions,
  ) {
    super(problem, options);
    this.code = fileProblems[problem];
    this.details = details;
  }
}

/** @param needed Columns without which it is another list. @throws `WrongFile`. */
export function readRows(csv: string, needed: readonly string[]): unknown[] {
  let rows: unknown[];
  try {
    rows = parse(csv, {
      columns: (names: string[]) => columnsOf(names, needed),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      delimiter: [',', ';'],
      max_record_size: mostLineBytes,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const isUneven = error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS';
    const line = Number(error['records']) + 2;
    // The library's own sentence is English and repeats what stood there.
    throw new WrongFile(isUneven ? 'uneven' : 'quotation', { line }, { cause: error });
  }
  if (rows.length === 0) throw new WrongFile('empty');
  if (rows.length > mostLines) throw new WrongFile('too_long', { most: mostLines });
  return rows;
}

/** @throws where the first line is none of such a list: another file, or none at all. */
function columnsOf(names: readonly string[], needed: readonly string[]): string[] {
  const columns = names.map((name) => name.trim().toLowerCase());
  for (const column of needed)
    if (!columns.includes(column)) throw new WrongFile('other_list', { column });
  return columns;
}
