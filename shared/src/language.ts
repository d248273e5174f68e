// The languages in which screens and mails exist.
import * as z from 'zod';

export const language = z.enum(['nl', 'en']);
export type Language = z.infer<typeof language>;
