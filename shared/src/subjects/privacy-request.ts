// A privacy request as a subject.
import { privacyRequestRules, type PrivacyRequestRuleTypes } from '../privacy-request/decide.ts';
import {
  evolvePrivacyRequest,
  privacyRequestFoldVersion,
  type PrivacyRequestEvent,
} from '../privacy-request/evolve.ts';
import { decideBy } from '../rule-table.ts';
import { nothingTyped, type Subject } from '../subject.ts';

export type PrivacyRequestTypes = PrivacyRequestRuleTypes & { Event: PrivacyRequestEvent };

export const privacyRequestSubject: Subject<PrivacyRequestTypes> = {
  name: 'privacy-request',
  idName: 'privacyRequestId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: privacyRequestFoldVersion,
  decide: decideBy(privacyRequestRules),
  evolve: evolvePrivacyRequest,
  // Its end is shown as a task, found anew whenever somebody looks; nothing acts by itself.
  deadlinesOf: () => [],
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: () => null,
  sealed: nothingTyped,
};
