// What its button sent, beside what the alarm is about.
import * as z from 'zod';
import { signalKind, signalWarning } from '../../signals.ts';

const at = z.iso.datetime();

/** What was heard and is not believed, beside what is; where it says to be is personal. */
export const hearsay = z.object({
  count: z.int().positive(),
  /** The calls for help among them. */
  presses: z.int().nonnegative(),
  lastAt: at,
  /** Of the newest. */
  kind: signalKind,
  warnings: z.array(signalWarning),
});
export type Hearsay = z.infer<typeof hearsay>;
