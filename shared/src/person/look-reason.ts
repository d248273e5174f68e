// Why somebody opened a sheet outside of an alarm, as it is written down with his look and told to whom it is about.
import * as z from 'zod';
import { lineText } from '../command-text.ts';

export const lookReason = z.enum(['hand-out', 'update', 'talk', 'asked-by-person', 'other']);
export type LookReason = z.infer<typeof lookReason>;

/** Of `other` it is typed, for whom it is about to read. */
export const saidReason = z.discriminatedUnion('why', [
  z.object({ why: lookReason.exclude(['other']) }),
  z.object({ why: z.literal('other'), words: lineText(120) }),
]);
export type SaidReason = z.infer<typeof saidReason>;

/**
 * So long whoever opened a sheet reads it again for the same reason: writing a part, looking at the plan beside it and
 * coming back is one piece of work, and who returns from something else is asked anew.
 */
export const reasonMinutes = 15;

/** As the line of his look says what came of it. */
export const reasonText = (said: SaidReason) =>
  said.why === 'other' ? (`because ${said.words}` as const) : (`for ${said.why}` as const);

/** What a line says of why; null where it is none of a sheet's, or is of before anybody was asked. */
export function reasonIn(result: string): SaidReason | null {
  const [, how, what] = /^(for|because) (.+)$/.exec(result) ?? [];
  if (how === 'because') return { why: 'other', words: what! }; // both groups are there, or none is
  const why = lookReason.exclude(['other']).safeParse(what);
  return why.success ? { why: why.data } : null;
}
