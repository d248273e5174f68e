// Giving the police a page of this alarm, ending it, and that it was opened.
import * as z from 'zod';

export const policePageCommands = {
  byPerson: [
    z.object({ type: z.literal('ShareLink'), linkId: z.uuid(), until: z.iso.datetime() }),
    z.object({ type: z.literal('RevokeLink'), linkId: z.uuid() }),
  ],
  bySystem: [z.object({ type: z.literal('ReportLinkViewed'), linkId: z.uuid() })],
} as const;
