// A municipality, the centre's customer, as a subject.
import { municipalityRules, type MunicipalityRuleTypes } from '../municipality/decide.ts';
import {
  evolveMunicipality,
  municipalityFoldVersion,
  type MunicipalityEvent,
} from '../municipality/evolve.ts';
import { decideBy } from '../rule-table.ts';
import { nothingTyped, type Subject } from '../subject.ts';

export type MunicipalityTypes = MunicipalityRuleTypes & { Event: MunicipalityEvent };

export const municipalitySubject: Subject<MunicipalityTypes> = {
  name: 'municipality',
  idName: 'municipalityId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: municipalityFoldVersion,
  decide: decideBy(municipalityRules),
  evolve: evolveMunicipality,
  deadlinesOf: () => [],
  effectsOf: () => [],
  modeOf: () => 'real',
  // Of the centre: whoever belongs to it reads what was agreed on its own pages, and not the log of it.
  municipalityOf: () => null,
  sealed: nothingTyped,
};
