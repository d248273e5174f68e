// What was heard of the situation.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';
import { situationPart, situation } from './state.ts';

export const situationEvents = [
  z.object({
    type: z.literal('SituationEntered'),
    data: z.object({ by: staffMember, about: z.array(situationPart).min(1) }),
    personal: situation.partial().nullable(),
  }),
] as const;
