// Whether an agreed number still reaches its control room: somebody calls it once a week and writes down what he heard.
// Only a call that worked moves when it was last tested; one that did not puts the number behind the other until
// somebody reaches it again.
import * as z from 'zod';
import { controlRoomCode } from './control-rooms.ts';

export const discipline = z.enum(['police', 'ambulance']);
export const whichLine = z.enum(['first', 'second']);

/** What tells one line of a centre from another. */
export const linePlace = z.object({
  regionCode: controlRoomCode,
  discipline,
  which: whichLine,
});
export type LinePlace = z.infer<typeof linePlace>;

/** Why a number did not work: nobody took up, or somebody else did. */
export const lineFailure = z.enum(['no-answer', 'wrong-number']);
export const lineTestResult = z.enum(['works', ...lineFailure.options]);
export type LineTestResult = z.infer<typeof lineTestResult>;

export const controlRoomLine = linePlace.extend({
  phone: z.string(),
  lastTestedAt: z.iso.datetime().nullable(),
  /** The last call that did not work, until one does. */
  failed: z.object({ at: z.iso.datetime(), result: lineFailure }).optional(),
});
/** A number a centre agreed upon with a control room, and when that centre last tried it. */
export type ControlRoomLine = z.infer<typeof controlRoomLine>;

export const isSameLine = (one: LinePlace, other: LinePlace): boolean =>
  one.regionCode === other.regionCode &&
  one.discipline === other.discipline &&
  one.which === other.which;

/** As it stands after a call at `at`. */
export function tested(
  { failed: _failed, ...line }: ControlRoomLine,
  result: LineTestResult,
  at: string,
): ControlRoomLine {
  return result === 'works' ? { ...line, lastTestedAt: at } : { ...line, failed: { at, result } };
}

/** A number that was not tried for this long may be nobody's by now. */
const testedEveryDays = 7;

/** When it has to be called again; null: it never was. */
export function testDueAt({ lastTestedAt }: Pick<ControlRoomLine, 'lastTestedAt'>): string | null {
  if (lastTestedAt === null) return null;
  const due = Date.parse(lastTestedAt) + testedEveryDays * 86_400_000;
  return new Date(due).toISOString();
}

/** Never tried, tried too long ago, or tried in vain. */
export function isTestDue(line: ControlRoomLine, now: Date): boolean {
  const due = testDueAt(line);
  return due === null || line.failed !== undefined || Date.parse(due) <= now.getTime();
}
