// Which notes there are and whose, so that one can be corrected. Their words stand in the log alone.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const note = z.object({
  noteId: z.uuid(),
  /** Of the event whose words count: it was added, or corrected last. */
  version: z.int().positive(),
  by: staffMember,
});
