// Ticking what the other side read back.
import * as z from 'zod';
import { scriptField } from '../script/fields.ts';

export const readBackCommands = {
  byPerson: [z.object({ type: z.literal('TickReadBack'), field: scriptField, on: z.boolean() })],
} as const;
