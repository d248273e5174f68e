// Who writes what in a person's sheet, and when it is emptied. A sheet never goes with the loan: the button may come back
// in the morning and the case of last night be open still.
import { compareWord } from '../alarm/calling/words.ts';
import { dueNow } from '../deadlines.ts';
import { canonical } from '../evidence/canonical.ts';
import { refuse, type Refused, type RuleTable } from '../rule-table.ts';
import { authorOf } from '../staff-member.ts';
import type { PersonCommand } from './commands.ts';
import type { PersonFact } from './events.ts';
import { nothingKnown, type Person, type RestrictedPart, type Words } from './state.ts';

export type PersonRefusal = Refused<
  | 'not-found'
  | 'rol-mag-niet'
  | 'al-ingeschreven'
  | 'geen-klant'
  | 'persoon-onleesbaar'
  | 'gezin-onbekend'
  | 'gezin-van-gezin'
  | 'account-onbekend'
  | 'account-van-ander'
  | 'woorden-lijken'
  | 'tussentijds-gewijzigd'
  | 'blad-nog-nodig'
>;

/** What a decision needs to know beside the person. */
export type PersonContext = {
  /** Whether the municipality that was named is a customer of the centre. */
  isCustomer: boolean;
  /** Whom he is said to belong to; null: nobody of the municipality. */
  head: { belongsTo: string | null } | null;
  /** Whether somebody belongs to him. */
  hasFamily: boolean;
  /** The log-in that was named: a holder's of the municipality that nobody has, one that another has, or none. */
  account: 'free' | 'taken' | 'unknown';
};

export type PersonRuleTypes = {
  State: Person;
  Command: PersonCommand;
  Fact: PersonFact;
  Refusal: PersonRefusal;
  LookedUp: PersonContext;
};

export const personRules: RuleTable<PersonRuleTypes> = {
  AddPerson: {
    sentBy: ['person', 'system'],
    permission: 'person.change',
    decide(before, { centreId, municipalityId, belongsTo, identity }, { actor, lookedUp }) {
      // Sent again after a lost answer: it is there, and stays one.
      if (before)
        return before.version === 1 &&
          isSame(
            { centreId, municipalityId, belongsTo, identity },
            { ...before, identity: before.personal.identity },
          )
          ? []
          : refuse('al-ingeschreven');
      if (!lookedUp.isCustomer) return refuse('geen-klant');
      const no = whyNotOfFamily({ id: null }, belongsTo, lookedUp);
      if (no) return no;
      const data = { centreId, municipalityId, belongsTo, by: authorOf(actor) };
      return [{ type: 'PersonAdded', data, personal: { identity } }];
    },
  },
  ChangeIdentity: {
    sentBy: ['person', 'system'],
    permission: 'person.change',
    decide(person, { expectedVersion, belongsTo, identity }, { actor, lookedUp }) {
      const stands = standing(person, expectedVersion);
      if ('code' in stands) return stands;
      const no = whyNotOfFamily(stands, belongsTo, lookedUp);
      if (no) return no;
      if (isSame({ belongsTo, identity }, { ...stands, identity: stands.personal.identity }))
        return [];
      const data = { belongsTo, by: authorOf(actor) };
      return [{ type: 'PersonIdentityChanged', data, personal: { identity } }];
    },
  },
  ChangeCircumstances: {
    sentBy: ['person', 'system'],
    permission: 'person.change',
    decide(person, { expectedVersion, circumstances }, { actor }) {
      const stands = standing(person, expectedVersion);
      if ('code' in stands) return stands;
      const restricted = changedOf(stands, circumstances);
      if (!restricted) return [];
      const data = { by: authorOf(actor) };
      return [{ type: 'PersonCircumstancesChanged', data, personal: { restricted } }];
    },
  },
  SetWords: {
    sentBy: ['person', 'system'],
    permission: 'person.change',
    decide(person, { expectedVersion, words }, { actor }) {
      const stands = standing(person, expectedVersion);
      if ('code' in stands) return stands;
      const { codeWord, duressWord } = { ...nothingKnown, ...stands.personal.restricted, ...words };
      if (areAlike({ codeWord, duressWord })) return refuse('woorden-lijken');
      // Set to what it was it is agreed anew: its date is all that anybody sees of it.
      if (Object.keys(words).length === 0) return [];
      const data = {
        by: authorOf(actor),
        ...changeOf('codeWord', words),
        ...changeOf('duressWord', words),
      };
      return [{ type: 'PersonWordsSet', data, personal: { restricted: words } }];
    },
  },
  ChangeAgreements: {
    sentBy: ['person', 'system'],
    permission: 'person.agreements',
    decide(person, { expectedVersion, agreements }, { actor }) {
      const stands = standing(person, expectedVersion);
      if ('code' in stands) return stands;
      const restricted = changedOf(stands, agreements);
      if (!restricted) return [];
      const data = { by: authorOf(actor) };
      return [{ type: 'PersonAgreementsChanged', data, personal: { restricted } }];
    },
  },
  TieAccount: {
    sentBy: ['person', 'system'],
    permission: 'person.change',
    decide(person, { expectedVersion, accountId }, { actor, lookedUp: { account } }) {
      const stands = standing(person, expectedVersion);
      if ('code' in stands) return stands;
      if (stands.accountId === accountId) return [];
      if (accountId !== null && account === 'unknown') return refuse('account-onbekend');
      if (accountId !== null && account === 'taken') return refuse('account-van-ander');
      return [{ type: 'PersonAccountTied', data: { by: authorOf(actor), accountId } }];
    },
  },
  WearsSince: {
    sentBy: ['person', 'system'],
    decide(person, { returnedAt }) {
      if (!person) return refuse('not-found');
      if (person.emptiedAt !== null && returnedAt !== null) return [];
      return person.returnedAt === returnedAt
        ? []
        : [{ type: 'PersonWearsSince', data: { returnedAt } }];
    },
  },
  DeadlineReached: {
    sentBy: ['system'],
    decide(person, command, { now }) {
      const due = person && dueNow(person, command, now);
      if (!due) return [];
      const { kind, revision, at: dueAt } = due;
      const why = command.neededBy;
      if (why !== null)
        return [{ type: 'PersonStillNeeded', data: { kind, revision, dueAt, why } }];
      return [emptied(person, 'loans-ended')];
    },
  },
  EmptySheet: {
    sentBy: ['person', 'system'],
    permission: 'privacy.change',
    decide(person, { why, whole, neededBy }) {
      if (!person) return refuse('not-found');
      const hasName = whole && person.personal.identity !== null;
      if (person.emptiedAt !== null && !hasName) return [];
      if (neededBy !== null) return refuse('blad-nog-nodig', { why: neededBy });
      return [emptied(person, why, whole)];
    },
  },
  EmptyWithFamily: {
    sentBy: ['system'],
    decide(person) {
      return !person || person.emptiedAt !== null ? [] : [emptied(person, 'family')];
    },
  },
};

function standing(person: Person | null, expectedVersion: number): Person | PersonRefusal {
  if (!person) return refuse('not-found');
  const { version } = person;
  return version === expectedVersion ? person : refuse('tussentijds-gewijzigd', { version });
}

/** A family is one deep: whoever has somebody who belongs to him belongs to nobody. */
function whyNotOfFamily(
  { id }: { id: string | null },
  belongsTo: string | null,
  { head, hasFamily }: PersonContext,
): PersonRefusal | null {
  if (belongsTo === null) return null;
  if (!head || belongsTo === id) return refuse('gezin-onbekend');
  return head.belongsTo !== null || hasFamily ? refuse('gezin-van-gezin') : null;
}

const isSame = (asked: object, stands: object) =>
  Object.entries(asked).every(
    ([field, value]) =>
      canonical((stands as Record<string, unknown>)[field] ?? null) === canonical(value ?? null),
  );

/** What is to be written over; null where all of it stands there already. */
function changedOf(
  { personal: { restricted } }: Person,
  asked: RestrictedPart,
): RestrictedPart | null {
  return isSame(asked, restricted ?? nothingKnown) ? null : asked;
}

/** Taken for the other by whoever listens in, with the slips that are forgiven there. */
function areAlike({ codeWord, duressWord }: Words): boolean {
  if (codeWord === null || duressWord === null) return false;
  return (
    compareWord(codeWord, { codeWord: null, duressWord }) !== null ||
    compareWord(duressWord, { codeWord, duressWord: null }) === 'code-word'
  );
}

function changeOf(which: keyof Words, words: Partial<Words>) {
  const word = words[which];
  return word === undefined
    ? {}
    : { [which]: word === null ? ('none' as const) : ('set' as const) };
}

type Emptied = Extract<PersonFact, { type: 'PersonEmptied' }>;

/** His name stays with the loans that were his, unless there are none and he asks; how he is reached does not. */
export function emptied(
  { personal: { identity } }: Person,
  why: Emptied['data']['why'],
  whole = false,
): Emptied {
  return {
    type: 'PersonEmptied',
    data: { why, ...(whole && { whole }) },
    personal: whole || !identity ? null : { identity: { ...identity, phones: [] } },
  };
}
