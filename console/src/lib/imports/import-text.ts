// What is said of the lines of a file, of whatever it is a list, and why a file cannot be read.
import type { LineFate } from '@achterwacht/shared/routes/imports.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { buttonProblem } from '../button-words/button-text.ts';
import { personProblem } from '../persons/person-text.ts';

export const fateWords = {
  added: m.import_added,
  changed: m.import_changed,
  unchanged: m.import_unchanged,
  refused: m.import_refused,
} satisfies Record<LineFate['fate'], () => string>;

export const warningWords = {
  alike: m.import_line_alike,
} satisfies Record<NonNullable<LineFate['warning']>['code'], (about: { value: string }) => string>;

const lineWords: Record<string, (value: { value: string }) => string> = {
  not_a_line: () => m.import_line_not_a_line(),
  no_letter: m.import_line_no_letter,
  spreadsheet_number: m.import_line_spreadsheet_number,
  no_serial: () => m.import_line_no_serial(),
  not_words: m.import_line_not_words,
  account: () => m.import_line_account(),
  sim: () => m.import_line_sim(),
  sound: () => m.import_line_sound(),
  protocol: () => m.import_line_protocol(),
  key_not_hex: () => m.import_line_key_not_hex(),
  key_form: () => m.import_line_key_form(),
  key_length: m.import_line_key_length,
  sound_token: () => m.import_line_sound_token(),
  no_name: () => m.import_line_no_name(),
  phone: m.import_line_phone,
  point: m.import_line_point,
  yes_no: m.import_line_yes_no,
  day: m.import_line_day,
  incomplete: m.import_line_incomplete,
  consent_kind: m.import_line_consent_kind,
  consent: m.import_line_consent,
  municipality: m.import_line_municipality,
  line_twice: m.import_line_line_twice,
  name_unclear: m.import_line_name_unclear,
  family_unclear: m.import_line_family_unclear,
  family_unknown: m.import_line_family_unknown,
  family_refused: m.import_line_family_refused,
  too_many: () => m.import_line_too_many(),
};

export type ListKind = 'buttons' | 'persons';
const refusalText = { buttons: buttonProblem, persons: personProblem };

export function whyText(kind: ListKind, why: NonNullable<LineFate['why']>): string {
  if (why.of === 'line') return lineWords[why.code]?.({ value: why.value }) ?? why.code;
  if (why.code === 'gemeente-onbekend')
    return m.import_municipality_unknown({ name: String(why.details['name'] ?? '') });
  return refusalText[kind](new ApiError(409, why.code, why.details));
}

const fileWords: Record<string, (details: Record<string, string>) => string> = {
  import_file_empty: () => m.import_file_empty(),
  import_file_too_long: ({ most = '' }) => m.import_file_too_long({ most }),
  import_file_uneven: ({ line = '' }) => m.import_file_uneven({ line }),
  import_file_quotation: ({ line = '' }) => m.import_file_quotation({ line }),
  import_file_other_list: ({ column = '' }) => m.import_file_other_list({ column }),
  import_file_unknown_column: ({ column = '' }) => m.import_file_unknown_column({ column }),
  import_file_column_not_yours: ({ column = '' }) => m.import_file_column_not_yours({ column }),
  import_file_column_twice: ({ column = '' }) => m.import_file_column_twice({ column }),
};

export function fileProblem(error: unknown): string {
  if (error instanceof ApiError && error.status === 404) return m.import_gone();
  if (error instanceof ApiError && error.code === 'inlezen-bezig') return m.refusal_inlezen_bezig();
  if (!(error instanceof ApiError) || error.code !== 'bestand-onleesbaar')
    return buttonProblem(error);
  const said = Object.entries(error.details).map(([key, value]) => [key, String(value)] as const);
  const details = Object.fromEntries(said);
  return fileWords[details['problem'] ?? '']?.(details) ?? m.refusal_bestand_onleesbaar();
}
