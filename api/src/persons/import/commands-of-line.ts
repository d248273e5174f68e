// What a line asks of a sheet, part by part as somebody would write it by hand, upon what stands there: of what it says
// nothing stays as it is, and of a list (places, contacts, telephones) what it names is written over or comes to it.
import { randomUUID } from 'node:crypto';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import {
  agreements,
  circumstances,
  identity,
  nothingKnown,
  type Person,
  type Restricted,
} from '@achterwacht/shared/person/state.ts';
import type * as z from 'zod';
import { plainWords } from '../../db/paged.ts';
import type { PersonLine } from './person-lines.ts';
import type { Planned } from './plan-of-import.ts';

type Part = Exclude<
  PersonCommand['type'],
  'AddPerson' | 'DeadlineReached' | 'WearsSince' | 'TieAccount' | 'EmptyWithFamily' | 'EmptySheet'
>;
/** All but the version, which each finds as the one before it leaves it. */
export type AskedPart = {
  [T in Part]: Omit<Extract<PersonCommand, { type: T }>, 'expectedVersion'>;
}[Part];

/** A list of the sheet has become longer than it can be. */
export class TooMany extends Error {}

/** How somebody new begins; all else that his line says is written upon it. */
export const addingOf = (
  { line, municipalityId, belongsTo }: Planned,
  centreId: string,
): Extract<PersonCommand, { type: 'AddPerson' }> => ({
  type: 'AddPerson',
  centreId,
  municipalityId,
  belongsTo: belongsTo ?? null,
  identity: within(identity, identityIn(line, null)),
});

/** @throws `TooMany`. */
export function partsOf(
  line: PersonLine,
  { belongsTo, personal }: Person,
  head: string | undefined,
): AskedPart[] {
  const known = personal.restricted ?? nothingKnown;
  const parts: AskedPart[] = [];
  const asked = identityIn(line, personal.identity);
  if (head !== undefined || canonical(asked) !== canonical(personal.identity ?? {}))
    parts.push({
      type: 'ChangeIdentity',
      belongsTo: head ?? belongsTo,
      identity: within(identity, asked),
    });
  if (saysOfCircumstances(line))
    parts.push({
      type: 'ChangeCircumstances',
      circumstances: within(circumstances, circumstancesIn(line, known)),
    });
  if (line.specialInstruction !== null || line.aols.length > 0)
    parts.push({
      type: 'ChangeAgreements',
      agreements: within(agreements, agreementsIn(line, known)),
    });
  if (Object.keys(line.words).length > 0) parts.push({ type: 'SetWords', words: line.words });
  return parts;
}

const saysOfCircumstances = (line: PersonLine) =>
  [line.description, line.othersAtHome, line.threatContext].some((said) => said !== null) ||
  [line.places, line.contacts, line.consents].some((said) => said.length > 0);

function identityIn(line: PersonLine, stands: Person['personal']['identity']) {
  return {
    name: line.name,
    function: line.function ?? stands?.function ?? '',
    phones: inOrderOf(line.phones, stands?.phones ?? [], ({ number }) =>
      number.replaceAll(/\D/g, ''),
    ),
  };
}

function circumstancesIn(line: PersonLine, known: Restricted) {
  const withId = <One extends object>(one: One, before: { id: string } | undefined) => ({
    ...one,
    id: before?.id ?? randomUUID(),
  });
  const named = (name: string) => plainWords(name);
  return {
    description: line.description ?? known.description,
    othersAtHome: line.othersAtHome ?? known.othersAtHome,
    threatContext: line.threatContext ?? known.threatContext,
    places: written(
      line.places.map((place) => {
        const before = known.places.find(({ label }) => named(label) === named(place.label));
        // An address that is on the map stays there while it is the same one.
        const isThere = place.latitude === null && before?.address === place.address;
        const { latitude, longitude } = isThere ? before : place;
        return withId({ ...place, latitude, longitude }, before);
      }),
      known.places,
      ({ label }) => named(label),
    ),
    contacts: inOrderOf(
      line.contacts.map((contact) =>
        withId(
          contact,
          known.contacts.find(({ name }) => named(name) === named(contact.name)),
        ),
      ),
      known.contacts,
      ({ name }) => named(name),
    ),
    consents: written(line.consents, known.consents, ({ kind, givenOn }) => `${kind}/${givenOn}`),
    reportedIn: known.reportedIn,
  };
}

const agreementsIn = (line: PersonLine, known: Restricted) => ({
  specialInstruction: line.specialInstruction ?? known.specialInstruction,
  aols: written(line.aols, known.aols, ({ number }) => number),
});

/** What is named where it stood, and behind it what is new. */
function written<One>(named: readonly One[], stood: readonly One[], keyIn: (one: One) => string) {
  const asked = new Map(named.map((one) => [keyIn(one), one]));
  const kept = stood.map((one) => asked.get(keyIn(one)) ?? one);
  const there = new Set(stood.map(keyIn));
  return [...kept, ...named.filter((one) => !there.has(keyIn(one)))];
}

/** What is named in its order, and behind it what stood there beside it: who is called first is said by the list. */
function inOrderOf<One>(named: readonly One[], stood: readonly One[], keyIn: (one: One) => string) {
  const asked = new Set(named.map(keyIn));
  return [...named, ...stood.filter((one) => !asked.has(keyIn(one)))];
}

function within<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const read = schema.safeParse(value);
  if (!read.success) throw new TooMany('more than a sheet holds');
  return read.data;
}
