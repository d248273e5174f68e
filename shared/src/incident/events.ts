// What became of an incident file. What is about a person stands in `personal`, which the log keeps sealed.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import {
  incidentFacts,
  incidentHolder,
  incidentStatus,
  incidentWords,
} from '../municipality/incident.ts';

const at = z.iso.datetime();
const policeNumber = z.string().nullable();
const whole = z
  .object({ holder: incidentHolder.nullable(), words: incidentWords, policeNumber })
  .nullable();

const opened = {
  centreId: z.uuid(),
  municipalityId: z.uuid(),
  alarmId: z.uuid().nullable(),
  occurredAt: at,
  facts: incidentFacts,
};
const letIn = { userId: z.uuid(), addedBy: z.uuid().nullable(), addedAt: at };

export const incidentFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('IncidentOpened'),
    data: z.object({ ...opened, alarmVersion: z.int().positive(), circle: z.array(z.uuid()) }),
    personal: whole,
  }),
  /** The file as it stood in its rows, where a release that kept no history of it wrote; all of it counts. */
  z.object({
    type: z.literal('IncidentTakenOver'),
    data: z.object({
      ...opened,
      alarmVersion: z.int().positive().nullable(),
      status: incidentStatus,
      changed: z.object({ by: z.string(), at }).nullable(),
      wordsVersion: z.int().positive(),
      circle: z.array(z.object(letIn)),
      left: z.array(z.object({ ...letIn, removedBy: z.uuid().nullable(), removedAt: at })),
    }),
    personal: whole,
  }),
  z.object({
    type: z.literal('IncidentFactsUpdated'),
    data: z.object({ alarmVersion: z.int().positive(), facts: incidentFacts }),
    personal: z.object({ policeNumber }).nullable(),
  }),
  z.object({
    type: z.literal('IncidentWritten'),
    data: z.object({ by: staffMember, status: incidentStatus }),
    personal: z.object({ words: incidentWords }).nullable(),
  }),
  z.object({
    type: z.literal('ColleagueLetIn'),
    data: z.object({ by: staffMember, userId: z.uuid() }),
  }),
  z.object({
    type: z.literal('ColleagueTakenOut'),
    data: z.object({ by: staffMember, userId: z.uuid() }),
  }),
]);
export type IncidentFact = z.infer<typeof incidentFact>;
