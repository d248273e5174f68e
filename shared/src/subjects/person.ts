// A person with his sheet as a subject.
import { personRules, type PersonRuleTypes } from '../person/decide.ts';
import { evolvePerson, personFoldVersion, type PersonEvent } from '../person/evolve.ts';
import { decideBy } from '../rule-table.ts';
import { nothingTyped, type Subject } from '../subject.ts';

export type PersonTypes = PersonRuleTypes & { Event: PersonEvent };

export const personSubject: Subject<PersonTypes> = {
  name: 'person',
  idName: 'personId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: personFoldVersion,
  decide: decideBy(personRules),
  evolve: evolvePerson,
  deadlinesOf: ({ deadlines }) => deadlines,
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: ({ municipalityId }) => municipalityId,
  sealed: { ...nothingTyped, classes: ['identity', 'restricted'] },
};
