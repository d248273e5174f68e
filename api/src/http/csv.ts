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
  // It asks for lists that may change, and changes none.
  return stringify(rows as string[][], {
    bom: isFirst && variant === 'dutch',
    delimiter: variant === 'dutch' ? ';' : ',',
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
