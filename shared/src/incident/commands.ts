// What is asked of an incident file: by the system that makes it from an alarm, and by those in its circle.
import * as z from 'zod';
import { fillIn, incidentFacts, incidentHolder, incidentWords } from '../municipality/incident.ts';

/** What an alarm tells. `policeNumber` apart from the facts: it leads to the person. */
const fromAlarm = {
  alarmVersion: z.int().positive(),
  facts: incidentFacts,
  policeNumber: z.string().nullable(),
};

export const incidentCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('OpenIncident'),
    centreId: z.uuid(),
    municipalityId: z.uuid(),
    alarmId: z.uuid(),
    occurredAt: z.iso.datetime(),
    ...fromAlarm,
    holder: incidentHolder.nullable(),
    words: incidentWords,
    /** Those who are let in with it: the municipality's officers. */
    circle: z.array(z.uuid()),
    /** Nothing of a person may be written any more: he was erased. */
    isErased: z.boolean(),
  }),
  z.object({ type: z.literal('UpdateFacts'), ...fromAlarm }),
  fillIn.extend({ type: z.literal('FillIn') }),
  z.object({ type: z.literal('LetIn'), userId: z.uuid() }),
  z.object({ type: z.literal('TakeOut'), userId: z.uuid() }),
]);
export type IncidentCommand = z.infer<typeof incidentCommand>;
