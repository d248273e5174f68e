// Writing down what somebody saw, heard or did, and saying it better.
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
    /** What should have stood there; what stood there stays in sight. */
    z.object({ type: z.literal('CorrectNote'), noteId: z.uuid(), text: noteText }),
  ],
} as const;
