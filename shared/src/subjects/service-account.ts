// A service account of a centre as a subject.
import { decideBy } from '../rule-table.ts';
import { serviceAccountRules, type ServiceAccountRuleTypes } from '../service-account/decide.ts';
import {
  evolveServiceAccount,
  serviceAccountFoldVersion,
  type ServiceAccountEvent,
} from '../service-account/evolve.ts';
import { nothingTyped, type Subject } from '../subject.ts';

export type ServiceAccountTypes = ServiceAccountRuleTypes & { Event: ServiceAccountEvent };

export const serviceAccountSubject: Subject<ServiceAccountTypes> = {
  name: 'service-account',
  idName: 'serviceAccountId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: serviceAccountFoldVersion,
  decide: decideBy(serviceAccountRules),
  evolve: evolveServiceAccount,
  // A token that is past its end opens nothing by itself; nobody has to act at that moment.
  deadlinesOf: () => [],
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: () => null,
  sealed: nothingTyped,
};
