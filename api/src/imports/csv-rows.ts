// A table that somebody hands over, as rows by the names of its columns: with either separator, with columns in any
// order, and bounded, because it may be any file at all. It is read a piece in each turn of the event loop: a press that
// comes meanwhile waits for a piece and not for a file.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse, type Parser } from 'csv-parse';
import { noLetter } from '@achterwacht/shared/file-text.ts';

/** More than any centre has; a larger file is a mistake. */
const mostLines = 100_000;
/** Twice what so many long lines take. */
export const mostFileBytes = 32 * 1024 * 1024;
/** Of one line: longer is a quotation mark that nothing closes. */
const mostLineBytes = 4_000;
/** Read in one turn: some hundred lines, about a millisecond. */
const pieceBytes = 16 * 1024;

/** What is wrong with a line: the name of its sentence, `import_line_…`, and what that names. */
export type WrongLine = { code: string; value: string };

/** `line`: as a text editor numbers them. */
export type Row = { number: number; values: Record<string, string> };

export type Columns = {
  /** Without them it is another list. */
  needed: readonly string[];
  /** Why a column cannot be there; absent: one that nobody knows is read over. */
  whyNot?: (column: string) => 'unknown_column' | 'column_not_yours' | null;
  mostLines?: number;
  mostLineBytes?: number;
};

const fileProblems = {
  empty: 'import_file_empty',
  too_long: 'import_file_too_long',
  uneven: 'import_file_uneven',
  quotation: 'import_file_quotation',
  other_list: 'import_file_other_list',
  unknown_column: 'import_file_unknown_column',
  column_not_yours: 'import_file_column_not_yours',
  column_twice: 'import_file_column_twice',
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

/** The rows of each piece. @throws `WrongFile`. */
export async function* readRows(csv: string, columns: Columns): AsyncGenerator<Row[]> {
  const bytes = Buffer.from(csv);
  const most = columns.mostLines ?? mostLines;
  const parser = openParser(separatorOf(csv), columns);
  let failure: unknown;
  parser.on('error', (error) => (failure = error));
  let [count, last] = [0, 1];
  for (let at = 0; ; at += pieceBytes) {
    if (at < bytes.length) parser.write(bytes.subarray(at, at + pieceBytes));
    else parser.end();
    await nextTurn();
    const rows = rowsIn(parser);
    count += rows.length;
    last = rows.at(-1)?.number ?? last;
    if (failure) throw readingProblem(failure, last + 1);
    if (count > most) throw new WrongFile('too_long', { most });
    if (rows.length > 0) yield rows;
    if (at >= bytes.length) break;
  }
  if (count === 0) throw new WrongFile('empty');
}

/** As a spreadsheet shows a long number that nobody told it was none; its last digits are lost. */
const spreadsheetNumber = /^\d([.,]\d+)?E\+\d+$/i;

/** What a program did to a cell before anybody handed the list over; null where all of them are whole. */
export function damageIn(values: Record<string, string>): WrongLine | null {
  for (const [column, cell] of Object.entries(values)) {
    if (cell.includes(noLetter)) return { code: 'no_letter', value: column };
    if (spreadsheetNumber.test(cell)) return { code: 'spreadsheet_number', value: column };
  }
  return null;
}

function openParser(delimiter: string, { mostLineBytes: most, ...columns }: Columns): Parser {
  return parse({
    columns: (names: string[]) => columnsOf(names, columns),
    delimiter,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    // What a template says of its columns stands in its first lines.
    comment: '#',
    comment_no_infix: true,
    info: true,
    max_record_size: most ?? mostLineBytes,
  });
}

/** As the first line that is no remark has it: a semicolon list may have commas in its words, and is not quoted for them. */
function separatorOf(csv: string): ',' | ';' {
  const start = csv.slice(0, 64 * 1024);
  const head = start.split(/\r?\n/).find((line) => !/^\uFEFF?#/.test(line) && line.trim() !== '');
  return head?.includes(';') ? ';' : ',';
}

type Read = { info: { lines: number }; record: Record<string, string> };

function rowsIn(parser: Parser): Row[] {
  const rows: Row[] = [];
  for (let read: Read | null; (read = parser.read() as Read | null);) {
    const { info, record } = read;
    // It is counted where it ends; a quoted line end is a part of it.
    const within = Object.values(record).join('').split('\n').length - 1;
    rows.push({ number: info.lines - within, values: record });
  }
  return rows;
}

function readingProblem(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const isUneven = error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS';
  // The library's own sentence is English and repeats what stood there.
  return new WrongFile(isUneven ? 'uneven' : 'quotation', { line }, { cause: error });
}

/** @throws where the first line is none of such a list: another file, or none at all. */
function columnsOf(names: readonly string[], { needed, whyNot }: Columns): string[] {
  const columns = names.map((name) => name.trim().toLowerCase());
  for (const column of needed)
    if (!columns.includes(column)) throw new WrongFile('other_list', { column });
  for (const [place, column] of columns.entries()) {
    const problem = whyNot?.(column);
    if (problem) throw new WrongFile(problem, { column });
    if (whyNot && columns.indexOf(column) !== place)
      throw new WrongFile('column_twice', { column });
  }
  return columns;
}
