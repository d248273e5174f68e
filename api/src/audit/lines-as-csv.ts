// The audit as a table to take along or to send, in Dutch: what was asked for and when stands above it, so that the file
// says by itself what it is a part of.
import { accessActions, actionKey } from '@achterwacht/shared/audit/actions.ts';
import { changeKey, isChangeType } from '@achterwacht/shared/audit/change-types.ts';
import { dutchTime } from '@achterwacht/shared/dutch-time.ts';
import { resultText } from '@achterwacht/shared/routes/audit-results.ts';
import type { AuditLine } from '@achterwacht/shared/routes/audit.ts';
import { csvOf } from '../http/csv.ts';
import { textOf } from '../http/texts.ts';

const headings = [
  'audit_csv_moment',
  'audit_csv_utc',
  'audit_csv_who',
  'audit_csv_role',
  'audit_csv_what',
  'audit_csv_seen',
  'audit_csv_of',
  'audit_csv_object',
  'audit_csv_whom',
  'audit_csv_outcome',
  'audit_csv_result',
  'audit_csv_origin',
];

/** @param asked What the file is of, a line each: a name and a value. */
export const headOf = (asked: readonly (readonly [string, string])[]): string =>
  csvOf([...asked, [], headings.map((heading) => textOf(heading))], 'dutch');

export const linesAsCsv = (lines: readonly AuditLine[]): string =>
  lines.length === 0 ? '' : csvOf(lines.map(rowOf), 'dutch', { isFirst: false });

/** Where it ends before all of it was written, so that nobody takes it for the whole. */
export const cutOff = (lines: number): string =>
  csvOf([[], [textOf('audit_csv_cut_off', { lines })]], 'dutch', { isFirst: false });

function rowOf(line: AuditLine): string[] {
  const { at, action, by, object, whom, outcome, result, origin } = line;
  return [
    // The hour that comes twice in autumn is told apart by the next.
    dutchTime(new Date(at)),
    at,
    by.name ?? by.id ?? by.part ?? '',
    by.role ?? '',
    whatOf(line),
    action ? accessActions[action].sees.map((kind) => textOf(`audit_seen_${kind}`)).join(', ') : '',
    object.number === null ? (object.name ?? '') : `#${object.number}`,
    object.id,
    whom ? (whom.name ?? whom.id) : '',
    textOf(`audit_outcome_${outcome}`),
    result === null ? '' : resultText(action, result, textOf),
    origin ?? '',
  ];
}

function whatOf({ action, type }: AuditLine): string {
  if (action) return textOf(`audit_action_${actionKey(action)}`);
  return type !== null && isChangeType(type) ? textOf(changeKey(type)) : (type ?? '');
}
