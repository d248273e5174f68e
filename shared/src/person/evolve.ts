// A person after one more event of him. A part that no key opens any more says nothing, and what it said before goes on
// counting as nothing: the fold of an emptied sheet is the same before its key went and after.
import { actedUntil, settled, type Moments } from '../deadlines.ts';
import type { Dated } from '../subject.ts';
import type { PersonFact } from './events.ts';
import {
  nothingKnown,
  type Person,
  type PersonDeadlineKind,
  type RestrictedPart,
} from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const personFoldVersion = 1;

/** How long a sheet is kept after the last button came back. */
export const keptDays = 30;
/** And how soon it is asked again where something needs it still. */
const askedAgainDays = 1;
const dayMilliseconds = 86_400_000;

export type PersonEvent = PersonFact & Dated & { personId: string };
type EventOf<T extends PersonFact['type']> = Extract<PersonEvent, { type: T }>;
type Beginning = 'PersonAdded' | 'PersonTakenOver';
type Folds = {
  [T in Exclude<PersonFact['type'], Beginning>]: (person: Person, event: EventOf<T>) => Person;
};

const folds: Folds = {
  PersonIdentityChanged: (person, { data: { belongsTo }, personal }) => ({
    ...person,
    belongsTo,
    personal: { ...person.personal, identity: personal?.identity ?? null },
  }),
  PersonCircumstancesChanged: (person, event) => written(person, event),
  PersonWordsSet: (person, event) => ({
    ...written(person, event),
    agreed: agreedAfter(person.agreed, event),
  }),
  PersonAgreementsChanged: (person, event) => written(person, event),
  PersonAccountTied: (person, { data: { accountId } }) => ({ ...person, accountId }),
  PersonWearsSince: (person, { data: { returnedAt } }) => ({
    ...person,
    returnedAt,
    needed: null,
    // A return that is written down late has a moment of its own, however long ago.
    passed: {},
  }),
  PersonStillNeeded: (person, { at, data: { kind, why } }) => ({
    ...person,
    needed: { why, askedAt: at },
    passed: { ...person.passed, [kind]: actedUntil(person, kind, at) },
  }),
  PersonEmptied: (person, { at, personal }) => ({
    ...person,
    agreed: noneAgreed,
    accountId: null,
    // What is written in it again waits for the next loan.
    returnedAt: null,
    needed: null,
    emptiedAt: at,
    personal: { identity: personal?.identity ?? null, restricted: null },
  }),
};

export function evolvePerson(before: Person | null, event: PersonEvent): Person {
  const { version, at: updatedAt } = event;
  const after = { ...folded(before, event), version, updatedAt };
  return { ...after, ...settled(after, momentsOf(after)) };
}

function folded(before: Person | null, event: PersonEvent): Person {
  if (event.type === 'PersonAdded' || event.type === 'PersonTakenOver') return begun(event);
  if (!before) throw new Error('a person begins by being added');
  const fold = folds[event.type] as (person: Person, event: PersonEvent) => Person;
  return fold(before, event);
}

const noneAgreed = { codeWord: null, duressWord: null };

function begun(event: EventOf<Beginning>): Person {
  const { personId: id, version, at: updatedAt, data, personal } = event;
  const takenOver = event.type === 'PersonTakenOver';
  return {
    id,
    centreId: data.centreId,
    municipalityId: data.municipalityId,
    belongsTo: 'belongsTo' in data ? data.belongsTo : null,
    accountId: null,
    agreed: takenOver ? agreedAfter(noneAgreed, event) : noneAgreed,
    returnedAt: null,
    needed: null,
    emptiedAt: null,
    takenOver,
    deadlines: [],
    passed: {},
    revisions: {},
    version,
    updatedAt,
    personal: {
      identity: personal?.identity ?? null,
      restricted: writtenOver(
        null,
        (personal && 'restricted' in personal && personal.restricted) || null,
      ),
    },
  };
}

/** Whoever writes in it again begins with a sheet on which nothing stands. */
function written(
  person: Person,
  { personal }: { personal: { restricted: RestrictedPart | null } | null },
): Person {
  const restricted = writtenOver(person.personal.restricted, personal?.restricted ?? null);
  return { ...person, emptiedAt: null, personal: { ...person.personal, restricted } };
}

function writtenOver(
  before: Person['personal']['restricted'],
  part: RestrictedPart | null,
): Person['personal']['restricted'] {
  return part === null ? before : { ...nothingKnown, ...before, ...part };
}

type WordChange = 'set' | 'none' | undefined;
type WordsData = { codeWord?: WordChange; duressWord?: WordChange };

function agreedAfter(
  before: Person['agreed'],
  { at, data }: { at: string; data: WordsData },
): Person['agreed'] {
  const after = (change: WordChange, was: string | null) =>
    change === undefined ? was : change === 'set' ? at : null;
  return {
    codeWord: after(data.codeWord, before.codeWord),
    duressWord: after(data.duressWord, before.duressWord),
  };
}

function momentsOf({ returnedAt, needed, emptiedAt }: Person): Moments<PersonDeadlineKind> {
  if (returnedAt === null || emptiedAt !== null) return { empty: null };
  if (needed) return { empty: Date.parse(needed.askedAt) + askedAgainDays * dayMilliseconds };
  return { empty: Date.parse(returnedAt) + keptDays * dayMilliseconds };
}
