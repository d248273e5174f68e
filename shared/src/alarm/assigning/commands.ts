// An owner asks a colleague to take over what he has, a supervisor asks anybody to take anything. Whoever has it keeps
// it until the other has taken it (`Claim`): nothing is ever nobody's because it was on its way.
import * as z from 'zod';

export const assigningCommands = {
  byPerson: [
    z.object({ type: z.literal('Assign'), userId: z.uuid() }),
    /** Who was asked says no; who asked, has it, or supervises takes it back. */
    z.object({ type: z.literal('EndAssignment') }),
  ],
} as const;
