// Every projection, for whoever goes over all of them without being the api: the commands. A further one is a line here.
import { createAuditChanges } from './audit/changes.ts';
import { createHarmlessPresses } from './buttons/harmless-presses.ts';
import type { Projection } from './projections/projection.ts';
import { subjectsInLog } from './streams.ts';
import { createAnswerTimes } from './supervision/answer-times.ts';

export const createProjections = (): Projection[] => [
  createAnswerTimes(),
  createAuditChanges(subjectsInLog),
  createHarmlessPresses(),
];
