// What became of a municipality as a customer. Whoever is named of its office stands in `personal`, which the log keeps
// sealed. What was agreed stands in clear, as every alarm copies it: the other responder is a service or a company, and
// the text at closing an instruction, and whoever types them reads that nobody is to be named in them.
import * as z from 'zod';
import { language } from '../language.ts';
import { staffMember } from '../staff-member.ts';
import { contract, dialled, officeContact, theme } from './state.ts';

/** Null: a part of the system; the event's actor says which. */
const by = staffMember.nullable();
const personal = z.object({ office: officeContact }).nullable();
const details = {
  code: z.string().nullable(),
  name: z.string(),
  dayAndNightPhone: dialled.nullable(),
  contract: contract.nullable(),
  theme: theme.nullable(),
  language: language.nullable(),
};

export const municipalityFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('MunicipalityAdded'),
    data: z.object({ centreId: z.uuid(), by, ...details }),
    personal,
  }),
  /** Named where a release kept no history of it; nothing but its name was known. */
  z.object({
    type: z.literal('MunicipalityTakenOver'),
    data: z.object({ centreId: z.uuid(), code: z.string().nullable(), name: z.string() }),
    personal: z.null(),
  }),
  z.object({
    type: z.literal('MunicipalityChanged'),
    data: z.object({ by, ...details }),
    personal,
  }),
  z.object({ type: z.literal('MunicipalityEnded'), data: z.object({ by }) }),
]);
export type MunicipalityFact = z.infer<typeof municipalityFact>;
