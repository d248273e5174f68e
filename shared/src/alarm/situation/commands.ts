// Entering what is heard of the situation.
import * as z from 'zod';
import { situation } from './state.ts';

export const situationCommands = {
  byPerson: [z.object({ type: z.literal('EnterSituation'), heard: situation.partial() })],
} as const;
