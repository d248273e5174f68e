// What an administrator asks of a municipality, or the machine itself where a centre is being set up.
import * as z from 'zod';
import { municipalityDetails } from './state.ts';

export const municipalityCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('AddMunicipality'),
    centreId: z.uuid(),
    details: municipalityDetails,
  }),
  /** `expectedVersion`: the one he filled it in upon. */
  z.object({
    type: z.literal('ChangeMunicipality'),
    expectedVersion: z.int().positive(),
    details: municipalityDetails,
  }),
  z.object({ type: z.literal('EndMunicipality'), expectedVersion: z.int().positive() }),
]);
export type MunicipalityCommand = z.infer<typeof municipalityCommand>;
