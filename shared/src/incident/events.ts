// What became of an incident file. What is about a person stands in `personal`, which the log keeps sealed.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import {
  incidentFacts,
  incidentHolder,
  incidentStatus,
  incidentWords,
} from '../municipality/incident.ts';

const policeNumber = z.string().nullable();

export const incidentFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('IncidentOpened'),
    data: z.object({
      centreId: z.uuid(),
      municipalityId: z.uuid(),
      alarmId: z.uuid().nullable(),
      alarmVersion: z.int().positive(),
      occurredAt: z.iso.datetime(),
      facts: incidentFacts,
      circle: z.array(z.uuid()),
    }),
    personal: z
      .object({ holder: incidentHolder.nullable(), words: incidentWords, policeNumber })
      .nullable(),
  }),
  z.object({
    type: z.literal('IncidentFactsTold'),
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
