// That what had to happen outside was given up.
import * as z from 'zod';

export const effectsCommands = {
  bySystem: [
    z.object({
      type: z.literal('EffectFailed'),
      effectId: z.uuid(),
      effectKind: z.string(),
      attempts: z.int().positive(),
    }),
  ],
} as const;
