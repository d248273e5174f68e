// What became of a service account. Of a token only what it is called: neither it nor its hash stands in the log. That, and
// what the program is called, stand in clear: they name a place and a program, and whoever types them reads that nobody
// is to be named in them. What it is there for is prose, and sealed.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import { scope } from './scopes.ts';

const by = staffMember;
const described = { by, name: z.string(), owner: staffMember, scopes: z.array(scope) };
const personal = z.object({ purpose: z.string() }).nullable();

export const serviceAccountFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ServiceAccountMade'),
    data: z.object({ centreId: z.uuid(), ...described }),
    personal,
  }),
  z.object({ type: z.literal('ServiceAccountChanged'), data: z.object(described), personal }),
  z.object({
    type: z.literal('TokenIssued'),
    data: z.object({ by, tokenId: z.uuid(), label: z.string(), expiresAt: z.iso.datetime() }),
  }),
  z.object({ type: z.literal('TokenRevoked'), data: z.object({ by, tokenId: z.uuid() }) }),
  z.object({ type: z.literal('ServiceAccountEnded'), data: z.object({ by }) }),
]);
export type ServiceAccountFact = z.infer<typeof serviceAccountFact>;
