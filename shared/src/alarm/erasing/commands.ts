// Erasing what was said of it. Asked by what keeps the centre's terms, and at the machine itself.
import * as z from 'zod';
import { erasedBecause } from './state.ts';

export const erasingCommands = {
  bySystem: [z.object({ type: z.literal('EraseContent'), why: erasedBecause })],
} as const;
