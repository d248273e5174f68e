// The lines of a list of persons as somebody wrote them. An empty cell says nothing: what stands in the sheet stays, and
// is taken out by hand alone. What is wrong with a line is a code with the column that it is about.
import * as z from 'zod';
import { lineText } from '@achterwacht/shared/command-text.ts';
import { callable } from '@achterwacht/shared/person/entered.ts';
import {
  circumstances,
  consent,
  contact,
  identity,
  knownPlace,
  phone,
  words,
  writtenAol,
  agreements,
  type Consent,
  type Contact,
  type PersonPlace,
  type Phone,
  type Words,
  type WrittenAol,
} from '@achterwacht/shared/person/state.ts';
import {
  columnOf,
  groups,
  placesOf,
  whyNotFor,
  type Group,
} from '@achterwacht/shared/person/list-columns.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { damageIn, readRows, type Row, type WrongLine } from '../../imports/csv-rows.ts';

/** Each is looked up and decided about by itself, a hundredth of a second each: more would not be looked at in one sitting. */
export const mostPersons = 2_000;
/** Of a whole sheet with its prose. */
const mostSheetBytes = 64 * 1024;

export type PersonLine = {
  number: number;
  /** Empty: of whoever reads it in, where he has one. */
  municipality: string;
  /** What the file itself calls him by; empty: nothing. */
  called: string;
  /** By that, or by the name of somebody; empty: it says nothing of a family. */
  familyOf: string;
  name: string;
  function: string | null;
  phones: Phone[];
  description: string | null;
  othersAtHome: string | null;
  threatContext: string | null;
  places: Omit<PersonPlace, 'id'>[];
  contacts: Omit<Contact, 'id'>[];
  consents: Consent[];
  words: Partial<Words>;
  aols: WrittenAol[];
  specialInstruction: string | null;
};

export type ReadPerson = { number: number; name: string } & (
  { line: PersonLine } | { wrong: WrongLine }
);

/** Each of them, or what is wrong with it. @throws `WrongFile`; also where a column is none that this role writes. */
export async function readPersonLines(csv: string, role: Role): Promise<ReadPerson[]> {
  const read: ReadPerson[] = [];
  const columns = {
    needed: ['name'],
    whyNot: whyNotFor(role),
    mostLines: mostPersons,
    mostLineBytes: mostSheetBytes,
  };
  for await (const rows of readRows(csv, columns)) read.push(...rows.map(readOne));
  return read;
}

class Wrong extends Error {
  readonly wrong: WrongLine;
  constructor(code: string, value: string) {
    super(code);
    this.wrong = { code, value };
  }
}

function readOne(row: Row): ReadPerson {
  const { number } = row;
  const name = row.values['name'] ?? '';
  const damage = damageIn(row.values);
  if (damage) return { number, name, wrong: damage };
  try {
    return { number, name, line: lineIn(row) };
  } catch (error) {
    if (error instanceof Wrong) return { number, name, wrong: error.wrong };
    throw error;
  }
}

function lineIn({ number, values }: Row): PersonLine {
  const cell = (column: string) => values[column] ?? '';
  /** Null where the cell is empty. */
  const read = <Value>(column: string, schema: z.ZodType<Value>, code = 'not_words') =>
    cell(column) === '' ? null : parsed(schema, cell(column), code, column);
  const rowsOf = (group: Group) => rowsIn(values, group);

  if (cell('name') === '') throw new Wrong('no_name', 'name');
  const { description, othersAtHome, threatContext } = circumstances.shape;
  const codeWord = read('code_word', words.shape.codeWord);
  const duressWord = read('duress_word', words.shape.duressWord);
  return {
    number,
    municipality: read('municipality', lineText(120)) ?? '',
    called: read('number', lineText(60)) ?? '',
    familyOf: read('family_of', lineText(120)) ?? '',
    name: parsed(identity.shape.name, cell('name'), 'not_words', 'name'),
    function: read('function', identity.shape.function),
    phones: rowsOf('phone').map(phoneOf),
    description: read('description', description),
    othersAtHome: read('others_at_home', othersAtHome),
    threatContext: read('threat_context', threatContext),
    places: rowsOf('place').map(placeOf),
    contacts: rowsOf('contact').map(contactOf),
    consents: rowsOf('consent').map(consentOf),
    words: { ...(codeWord !== null && { codeWord }), ...(duressWord !== null && { duressWord }) },
    aols: rowsOf('aol').map(aolOf),
    specialInstruction: read('special_instruction', agreements.shape.specialInstruction),
  };
}

function parsed<Value>(
  schema: z.ZodType<Value>,
  said: unknown,
  code: string,
  column: string,
): Value {
  const read = schema.safeParse(said);
  if (!read.success) throw new Wrong(code, column);
  return read.data;
}

/** One of a group as it stands in a line. */
type Cells = { text: (part: string) => string; column: (part: string) => string };

/** Those of which anything is filled in. */
function rowsIn(values: Record<string, string>, group: Group): Cells[] {
  const { parts } = groups[group];
  return placesOf(group, Object.keys(values)).flatMap((place) => {
    const column = (part: string) => columnOf(group, place, part);
    const text = (part: string) => values[column(part)] ?? '';
    return (parts as readonly string[]).some((part) => text(part) !== '') ? [{ text, column }] : [];
  });
}

function phoneOf({ text, column }: Cells): Phone {
  const number = parsed(callable, text('number'), 'phone', column('number'));
  return {
    number,
    label: parsed(phone.shape.label, orNull(text('label')), 'not_words', column('label')),
  };
}

function placeOf({ text, column }: Cells): Omit<PersonPlace, 'id'> {
  const { label, address, floor } = knownPlace.shape;
  return {
    label: parsed(label, text('label'), 'incomplete', column('label')),
    address: parsed(address, text('address'), 'incomplete', column('address')),
    floor: parsed(floor, orNull(text('floor')), 'not_words', column('floor')),
    // An address alone is put on the map later.
    ...(text('point') === ''
      ? { latitude: null, longitude: null }
      : pointIn(text('point'), column('point'))),
  };
}

function contactOf({ text, column }: Cells): Omit<Contact, 'id'> {
  const { name, relation } = contact.shape;
  return {
    name: parsed(name, text('name'), 'incomplete', column('name')),
    relation: parsed(relation, text('relation'), 'incomplete', column('relation')),
    phone: parsed(callable, text('phone'), 'phone', column('phone')),
    sameAddress: yesOrNo(text('same_address'), column('same_address')),
    mayBeInvolved: yesOrNo(text('may_be_involved'), column('may_be_involved')),
  };
}

function consentOf({ text, column }: Cells): Consent {
  const { kind } = consent.shape;
  return parsed(
    consent,
    {
      kind: parsed(kind, text('kind'), 'consent_kind', column('kind')),
      givenOn: dayIn(text('given_on'), column('given_on')),
      withdrawnOn:
        text('withdrawn_on') === '' ? null : dayIn(text('withdrawn_on'), column('withdrawn_on')),
      words: orNull(text('words')),
    },
    'consent',
    column('kind'),
  );
}

function aolOf({ text, column }: Cells): WrittenAol {
  const { number, agreedResponse, contact: who, allowedBy } = writtenAol.shape;
  return {
    number: parsed(number, text('number'), 'incomplete', column('number')),
    agreedResponse: parsed(
      agreedResponse,
      text('agreed_response'),
      'incomplete',
      column('agreed_response'),
    ),
    contact: parsed(who, text('contact'), 'incomplete', column('contact')),
    validUntil: dayIn(text('valid_until'), column('valid_until')),
    allowedBy: parsed(allowedBy, text('allowed_by'), 'incomplete', column('allowed_by')),
    place: {
      label: parsed(
        writtenAol.shape.place.shape.label,
        text('place'),
        'incomplete',
        column('place'),
      ),
      ...pointIn(text('point'), column('point')),
    },
  };
}

const orNull = (text: string) => (text === '' ? null : text);

/** `52.51243, 6.09184`, as maps give it: first north, then east. */
function pointIn(text: string, column: string): { latitude: number; longitude: number } {
  const [, north, east] =
    /^(-?\d{1,2}(?:\.\d+)?)(?:\s*[,;]\s*|\s+)(-?\d{1,3}(?:\.\d+)?)$/.exec(text) ?? [];
  const [latitude, longitude] = [Number(north), Number(east)];
  if (north === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    throw new Wrong('point', column);
  return { latitude, longitude };
}

function yesOrNo(text: string, column: string): boolean {
  if (['ja', 'yes'].includes(text.toLowerCase())) return true;
  if (['', 'nee', 'no'].includes(text.toLowerCase())) return false;
  throw new Wrong('yes_no', column);
}

/** `2026-11-30`, or as a Dutch office writes it: `30-11-2026`. */
function dayIn(text: string, column: string): string {
  const [, date = '', month = '', year = ''] = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text) ?? [];
  const written = year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text;
  return parsed(z.iso.date(), written, 'day', column);
}
