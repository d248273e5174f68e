// Writing down what somebody saw, heard or did.
import * as z from 'zod';
import { noteText } from '../../command-text.ts';

export const notesCommands = {
  byPerson: [
    z.object({
      type: z.literal('AddNote'),
      noteId: z.uuid(),
      text: noteText,
      happenedAt: z.iso.datetime().nullable(),
    }),
  ],
} as const;
