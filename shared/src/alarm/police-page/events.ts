// Which pages the police were given, and when they were opened.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const policePageEvents = [
  z.object({
    type: z.literal('LinkShared'),
    data: z.object({ linkId: z.uuid(), by: staffMember, until: z.iso.datetime() }),
  }),
  z.object({
    type: z.literal('LinkRevoked'),
    data: z.object({ linkId: z.uuid(), by: staffMember }),
  }),
  z.object({ type: z.literal('LinkViewed'), data: z.object({ linkId: z.uuid() }) }),
] as const;
