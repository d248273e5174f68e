// The audit as a table to take along or to send, in Dutch as Excel here opens it: what was asked for and when stands
// above it, so that the file says by itself what it is a part of. What people are called may begin like a formula.
import { stringify } from 'csv-stringify/sync';
import { accessActions, actionKey } from '@achterwacht/shared/audit/actions.ts';
import type { AuditLine } from '@achterwacht/shared/routes/audit.ts';
import { textOf } from '../http/texts.ts';

const write = (rows: readonly string[][], isFirst: boolean) =>
  stringify(rows as string[][], {
    bom: isFirst,
    delimiter: ';',
    record_delimiter: 'windows',
    escape_formulas: true,
  });

/** @param asked What the file is of, a line each: a name and a value. */
export function headOf(asked: readonly [string, string][]): string {
  const heading = [
    'audit_csv_moment',
    'audit_csv_who',
    'audit_csv_role',
    'audit_csv_what',
    'audit_csv_seen',
    'audit_csv_object',
    'audit_csv_whom',
    'audit_csv_outcome',
    'audit_csv_result',
    'audit_csv_origin',
  ].map((column) => textOf(column));
  return write([...asked, [], heading], true);
}

export const linesAsCsv = (lines: readonly AuditLine[]): string =>
  lines.length === 0 ? '' : write(lines.map(rowOf), false);

function rowOf({ at, action, type, by, object, whom, outcome, result, origin }: AuditLine) {
  return [
    at,
    by.name ?? by.id ?? by.part ?? '',
    by.role ?? '',
    action ? textOf(`audit_action_${actionKey(action)}`) : (type ?? ''),
    action ? accessActions[action].sees.map((kind) => textOf(`audit_seen_${kind}`)).join(', ') : '',
    object.number === null ? object.id : `#${object.number}`,
    whom ? (whom.name ?? whom.id) : '',
    textOf(`audit_outcome_${outcome}`),
    result ?? '',
    origin ?? '',
  ];
}
