// What had to happen outside and did not, after all attempts.
import * as z from 'zod';

export const effectsEvents = [
  z.object({
    type: z.literal('EffectFailed'),
    data: z.object({ effectId: z.uuid(), effectKind: z.string(), attempts: z.int().positive() }),
  }),
] as const;
