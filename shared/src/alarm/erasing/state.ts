// That what was said of it is gone, while what happened stays.
import * as z from 'zod';

/** The time that it may be kept is over, or somebody it is about asked for it. */
export const erasedBecause = z.enum(['retention', 'request']);
export type ErasedBecause = z.infer<typeof erasedBecause>;

export const erasedContent = z.object({ at: z.iso.datetime(), why: erasedBecause });
