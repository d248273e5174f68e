// What is typed of a sheet, as text, and what it says once it can be kept; and what is wrong with a field, by its path.
import type { Asked } from '../api.ts';
import type { PlanFlag } from '@achterwacht/shared/alarm/plan/state.ts';
import type { ConsentKind } from '@achterwacht/shared/person/state.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { PersonSheet } from '@achterwacht/shared/routes/persons.ts';
import type * as z from 'zod';

export type IdentityEntry = {
  name: string;
  function: string;
  phones: { label: string; number: string }[];
  /** Whether he stays with whom he belongs to. */
  belongs: boolean;
};
export type PointEntry = {
  /** `52.51243, 6.09184`: as maps give it. */
  point: string;
  /** The point that is right though something was asked about it. What is kept was asked when it was written. */
  sureOf: string;
  /** Something is asked about the point, and not answered. */
  isDoubted: boolean;
};
export type PlaceEntry = {
  id: string | null;
  label: string;
  address: string;
  floor: string;
} & PointEntry;
export type ContactEntry = {
  id: string | null;
  name: string;
  relation: string;
  phone: string;
  sameAddress: boolean;
  mayBeInvolved: boolean;
};
export type ConsentEntry = {
  kind: ConsentKind;
  givenOn: string;
  withdrawnOn: string;
  words: string;
};
export type CircumstancesEntry = {
  description: string;
  othersAtHome: string;
  threatContext: string;
  places: PlaceEntry[];
  contacts: ContactEntry[];
  consents: ConsentEntry[];
  reported: { flag: PlanFlag; year: string }[];
};
export type AolEntry = {
  number: string;
  agreedResponse: string;
  contact: string;
  validUntil: string;
  allowedBy: string;
  label: string;
} & PointEntry;
export type AgreementsEntry = { aols: AolEntry[]; specialInstruction: string };

/** Of a field whether something is wrong with it: `places.0.address`. */
export type Wrong = ReadonlySet<string>;

export const identityEntry = (sheet: PersonSheet | null): IdentityEntry => ({
  name: sheet?.name ?? '',
  function: sheet?.function ?? '',
  phones: sheet?.phones?.map(({ label, number }) => ({ label: label ?? '', number })) ?? [
    { label: '', number: '' },
  ],
  belongs: sheet?.belongsTo !== null,
});

export const circumstancesEntry = (sheet: PersonSheet): CircumstancesEntry => ({
  description: sheet.description ?? '',
  othersAtHome: sheet.othersAtHome ?? '',
  threatContext: sheet.threatContext ?? '',
  places: (sheet.places ?? []).map(({ id, label, address, floor, ...at }) => ({
    id,
    label,
    address,
    floor: floor ?? '',
    ...keptPoint(at),
  })),
  contacts: (sheet.contacts ?? []).map((contact) => ({ ...contact })),
  consents: (sheet.consents ?? []).map(({ withdrawnOn, words, ...consent }) => ({
    ...consent,
    withdrawnOn: withdrawnOn ?? '',
    words: words ?? '',
  })),
  reported: reportable.map((flag) => ({ flag, year: String(sheet.reportedIn?.[flag] ?? '') })),
});

export const agreementsEntry = (sheet: PersonSheet): AgreementsEntry => ({
  aols: (sheet.aols ?? []).map(({ place, allowedBy, ...agreed }) => ({
    ...agreed,
    allowedBy: allowedBy ?? '',
    label: place.label,
    ...keptPoint(place),
  })),
  specialInstruction: sheet.specialInstruction ?? '',
});

/** What may have been reported once and is told as history. */
const reportable = ['weapon-reported', 'children', 'medical-need'] as const satisfies PlanFlag[];

export const noPoint = (): PointEntry => ({ point: '', sureOf: '', isDoubted: false });

const keptPoint = (at: Parameters<typeof pointText>[0]): PointEntry => ({
  point: pointText(at),
  sureOf: pointText(at),
  isDoubted: false,
});

/** Empty where nobody has put it on the map yet. */
export const pointText = ({
  latitude,
  longitude,
}: {
  latitude: number | null;
  longitude: number | null;
}) => (latitude === null || longitude === null ? '' : `${latitude}, ${longitude}`);

/** Null where it is none: two numbers, first north, then east. */
export function pointOf(text: string): { latitude: number; longitude: number } | null {
  const [, north, east] =
    /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text) ?? [];
  return north === undefined || east === undefined
    ? null
    : { latitude: Number(north), longitude: Number(east) };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
const isFilled = (one: object) =>
  Object.values(one).some((value) => typeof value === 'string' && value.trim() !== '');

type Read<Value> = { value: Value } | { wrong: Wrong };

/** What the server parses, parsed here first: no field is refused there that was not marked here. */
function read<Value>(schema: z.ZodType<Value>, asked: object): Read<Value> {
  const parsed = schema.safeParse(asked);
  if (parsed.success) return { value: parsed.data };
  return { wrong: new Set(parsed.error.issues.map(({ path }) => path.join('.'))) };
}

/** Beside what is wrong by itself: what was asked about a point and nobody answered. */
function withDoubts<Value>(
  list: string,
  rows: readonly PointEntry[],
  one: Read<Value>,
): Read<Value> {
  const doubts = rows.flatMap(({ isDoubted }, index) =>
    isDoubted ? [`${list}.${index}.isDoubted`] : [],
  );
  if (doubts.length === 0) return one;
  return { wrong: new Set([...('wrong' in one ? one.wrong : []), ...doubts]) };
}

const identityOf = ({ name, function: work, phones }: IdentityEntry) => ({
  name,
  function: work.trim(),
  phones: phones
    .filter(isFilled)
    .map(({ label, number }) => ({ label: orNull(label), number: number.trim() })),
});

type Body<Name extends 'personIdentity' | 'personCircumstances' | 'personAgreements'> = NonNullable<
  Asked<Name>['body']
>;

export function readIdentity(entry: IdentityEntry): Read<Body<'personIdentity'>['identity']> {
  return read(routes.personIdentity.body.shape.identity, identityOf(entry));
}

export function readCircumstances(
  entry: CircumstancesEntry,
): Read<Body<'personCircumstances'>['circumstances']> {
  const one = read(routes.personCircumstances.body.shape.circumstances, {
    description: orNull(entry.description),
    othersAtHome: orNull(entry.othersAtHome),
    threatContext: orNull(entry.threatContext),
    places: entry.places.map(({ point, sureOf: _sure, isDoubted: _doubted, floor, ...place }) => ({
      ...place,
      floor: orNull(floor),
      ...(place.id !== null && point.trim() === ''
        ? { latitude: null, longitude: null }
        : (pointOf(point) ?? { latitude: NaN, longitude: NaN })),
    })),
    contacts: entry.contacts.map((contact) => ({ ...contact, phone: contact.phone.trim() })),
    consents: entry.consents.map(({ withdrawnOn, words, ...consent }) => ({
      ...consent,
      withdrawnOn: orNull(withdrawnOn),
      words: orNull(words),
    })),
    reportedIn: Object.fromEntries(
      entry.reported.flatMap(({ flag, year }) => (year.trim() ? [[flag, Number(year)]] : [])),
    ),
  });
  return withDoubts('places', entry.places, one);
}

export function readAgreements(
  entry: AgreementsEntry,
): Read<Body<'personAgreements'>['agreements']> {
  const one = read(routes.personAgreements.body.shape.agreements, {
    aols: entry.aols.map(({ label, point, sureOf: _sure, isDoubted: _doubted, ...agreed }) => ({
      ...agreed,
      place: { label, ...(pointOf(point) ?? { latitude: null, longitude: null }) },
    })),
    specialInstruction: orNull(entry.specialInstruction),
  });
  return withDoubts('aols', entry.aols, one);
}
