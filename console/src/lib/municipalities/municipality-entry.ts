// What an administrator types of a municipality, as text, and what it says once it can be kept. Nothing is guessed: a
// name that is not exactly one of the list's has no code.
import {
  municipalityDetails,
  tooLittleContrast,
  type MunicipalityDetails,
} from '@achterwacht/shared/municipality/state.ts';
import { municipalities, provinceNames } from '@achterwacht/shared/places/municipalities.ts';
import type { Municipality } from '@achterwacht/shared/routes/municipalities.ts';

/** Every field as it stands in its box. */
export type Entry = {
  name: string;
  dayAndNightPhone: string;
  officeName: string;
  officePhone: string;
  officeMail: string;
  since: string;
  until: string;
  otherResponder: string;
  closingText: string;
  hasTheme: boolean;
  fill: string;
  text: string;
  language: MunicipalityDetails['language'];
};
export type Field = Exclude<keyof Entry, 'hasTheme'>;

/** What is wrong with a field; the page has the sentences. */
export type Problem =
  | 'name-not-listed'
  | 'phone'
  | 'phone-elsewhere'
  | 'mail'
  | 'office-without-name'
  | 'contract-without-start'
  | 'day'
  | 'ends-before-start'
  | 'contrast';

/** What each group of fields of the form gets: all that was typed, and what is wrong with a field of it. */
export type EntryFields = { entry: Entry; errorOf: (field: Field) => string | null };

const isShared = (name: string) =>
  [...municipalities.values()].filter((one) => one.name === name).length > 1;

/** As it stands in the list: with its province where two are called the same. */
function labelOf(code: string): string {
  const listed = municipalities.get(code);
  if (!listed) return '';
  const { name, province } = listed;
  return isShared(name) ? `${name} (${provinceNames[province]})` : name;
}

/** All there are, by name. */
export const municipalityLabels: readonly string[] = [...municipalities.keys()]
  .map(labelOf)
  .toSorted((one, other) => one.localeCompare(other, 'nl'));

/** Of a name as the list has it, but for capitals and spaces around it; null: choose one. */
export function codeNamed(typed: string): string | null {
  const asked = typed.trim().toLowerCase();
  return [...municipalities.keys()].find((code) => labelOf(code).toLowerCase() === asked) ?? null;
}

const usualFill = '#0b4fb3';
const usualText = '#ffffff';

export function entryOf(municipality: Municipality | null): Entry {
  const { office = null, contract = null, theme = null } = municipality ?? {};
  return {
    // One that the list does not have is to be chosen: what it was called stands there to be changed.
    name: municipality?.code ? labelOf(municipality.code) : (municipality?.name ?? ''),
    dayAndNightPhone: municipality?.dayAndNightPhone ?? '',
    officeName: office?.name ?? '',
    officePhone: office?.phone ?? '',
    officeMail: office?.mail ?? '',
    since: contract?.since ?? '',
    until: contract?.until ?? '',
    otherResponder: contract?.otherResponder ?? '',
    closingText: contract?.closingText ?? '',
    hasTheme: theme !== null,
    fill: theme?.fill ?? usualFill,
    text: theme?.text ?? usualText,
    language: municipality?.language ?? null,
  };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

export function detailsOf(
  entry: Entry,
): { details: MunicipalityDetails } | { problems: Partial<Record<Field, Problem>> } {
  const code = codeNamed(entry.name);
  const hasOffice = [entry.officeName, entry.officePhone, entry.officeMail].some(orNull);
  const hasContract = [entry.since, entry.until, entry.otherResponder, entry.closingText].some(
    orNull,
  );
  const asked = {
    code,
    dayAndNightPhone: orNull(entry.dayAndNightPhone),
    office: hasOffice
      ? {
          name: entry.officeName,
          phone: orNull(entry.officePhone),
          mail: orNull(entry.officeMail),
        }
      : null,
    contract: hasContract
      ? {
          since: entry.since,
          until: orNull(entry.until),
          otherResponder: orNull(entry.otherResponder),
          closingText: orNull(entry.closingText),
        }
      : null,
    theme: entry.hasTheme ? { fill: entry.fill, text: entry.text } : null,
    language: entry.language,
  };
  const parsed = municipalityDetails.safeParse(asked);
  const problems: Partial<Record<Field, Problem>> = {};
  for (const { path, code: issue } of parsed.error?.issues ?? []) {
    const found = problemAt[path.join('.')];
    if (!found) continue;
    const [field, problem] = found;
    // Well written, and not theirs.
    problems[field] ??= problem === 'phone' && issue === 'custom' ? 'phone-elsewhere' : problem;
  }
  if (hasOffice && !orNull(entry.officeName)) problems.officeName = 'office-without-name';
  if (hasContract && !orNull(entry.since)) problems.since = 'contract-without-start';
  if (entry.until !== '' && entry.until < entry.since) problems.until ??= 'ends-before-start';
  if (tooLittleContrast(asked.theme) !== null) problems.text = 'contrast';
  return parsed.success && Object.keys(problems).length === 0
    ? { details: parsed.data }
    : { problems };
}

const problemAt: Record<string, [Field, Problem]> = {
  code: ['name', 'name-not-listed'],
  dayAndNightPhone: ['dayAndNightPhone', 'phone'],
  'office.name': ['officeName', 'office-without-name'],
  'office.phone': ['officePhone', 'phone'],
  'office.mail': ['officeMail', 'mail'],
  'contract.since': ['since', 'day'],
  'contract.until': ['until', 'day'],
};
