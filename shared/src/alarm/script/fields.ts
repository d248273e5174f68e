// The fields of the script, in the order in which they are read aloud.
import * as z from 'zod';

/** What is said on the telephone, each ticked when the other side reads it back. */
export const scriptField = z.enum([
  'who',
  'heard',
  'where',
  'position',
  'basis',
  'danger',
  'approach',
  'call-back',
]);
export type ScriptField = z.infer<typeof scriptField>;
