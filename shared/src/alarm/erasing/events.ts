// The line of proof that stays when the content itself is gone: that it was erased, when, and why.
import * as z from 'zod';
import { erasedBecause } from './state.ts';

export const erasingEvents = [
  z.object({ type: z.literal('ContentErased'), data: z.object({ why: erasedBecause }) }),
] as const;
