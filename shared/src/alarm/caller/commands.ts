// A colleague joins to telephone, leaves, or changes places with the owner.
import * as z from 'zod';

export const callerCommands = {
  byPerson: [
    z.object({ type: z.literal('JoinAsCaller') }),
    z.object({ type: z.literal('LeaveAsCaller') }),
    z.object({ type: z.literal('SwapRoles') }),
  ],
  bySystem: [z.object({ type: z.literal('CallerLost'), userId: z.uuid() })],
} as const;
