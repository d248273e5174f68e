// That what was said of it is gone, while what happened stays.
import * as z from 'zod';

/** The time that it may be kept is over, or somebody it is about asked for it. */
export const erasedBecause = z.enum(['retention', 'request']);
export type ErasedBecause = z.infer<typeof erasedBecause>;

/** Whose term is over: that of *loos* and tests, or that of all other cases. */
export const contentTerm = z.enum(['harmless', 'real']);
export type ContentTerm = z.infer<typeof contentTerm>;

export const erasedContent = z.object({ at: z.iso.datetime(), why: erasedBecause });
