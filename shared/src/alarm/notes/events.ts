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
  z.object({
    type: z.literal('NoteCorrected'),
    data: z.object({
      noteId: z.uuid(),
      /** Of the event whose words it stands for from now on: the note, or its last correction. */
      version: z.int().positive(),
      by: staffMember,
    }),
    personal: z.object({ text: z.string() }).nullable(),
  }),
] as const;
