// What was written down; its words are personal.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const notesEvents = [
  z.object({
    type: z.literal('NoteAdded'),
    data: z.object({
      noteId: z.uuid(),
      by: staffMember,
      happenedAt: z.iso.datetime().nullable(),
    }),
    personal: z.object({ text: z.string() }).nullable(),
  }),
] as const;
