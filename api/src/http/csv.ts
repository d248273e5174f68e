// Tables to take along. What people typed, or are called, may begin like a formula: a spreadsheet must show it and not
// carry it out.
import { stringify } from 'csv-stringify/sync';

/**
 * `dutch`: as Excel in a Dutch office opens it at a double click, with semicolons and a byte order mark; `iso`: as programs
 * read it. `isFirst` is false of what is written after a part of the same file.
 */
export function csvOf(
  rows: readonly (readonly string[])[],
  variant: 'dutch' | 'iso',
  { isFirst = true }: { isFirst?: boolean } = {},
): string {
  return stringify(
    rows.map((cells) => cells.map(guarded)),
    {
      bom: isFirst && variant === 'dutch',
      delimiter: variant === 'dutch' ? ';' : ',',
      record_delimiter: 'windows',
      escape_formulas: true,
    },
  );
}

/**
 * A spreadsheet that takes the other sign for the end of a cell begins one in the middle of a text, quoted or not, and one
 * that takes a line for a row does at each line: what would be a formula there is shown too.
 */
const formulaWithin = /([;,|]|(?<!^)[\t\r\n])(?=\s*[=@＝＠]|[+\-＋－][\w(.=])/g;

function guarded(cell: string): string {
  return cell.replaceAll(formulaWithin, "$1'");
}
