// A municipality's incident file as a subject.
import { incidentRules, type IncidentRuleTypes } from '../incident/decide.ts';
import { evolveIncident, incidentFoldVersion, type IncidentEvent } from '../incident/evolve.ts';
import { decideBy } from '../rule-table.ts';
import { nothingTyped, type Subject } from '../subject.ts';

export type IncidentTypes = IncidentRuleTypes & { Event: IncidentEvent };

export const incidentSubject: Subject<IncidentTypes> = {
  name: 'incident',
  idName: 'incidentId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: incidentFoldVersion,
  decide: decideBy(incidentRules),
  evolve: evolveIncident,
  deadlinesOf: () => [],
  effectsOf: () => [],
  // Of a test or an exercise no file is made.
  modeOf: () => 'real',
  municipalityOf: ({ municipalityId }) => municipalityId,
  sealed: nothingTyped,
};
