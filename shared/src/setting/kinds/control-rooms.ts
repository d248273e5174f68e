// The numbers that a centre may enter for control rooms. When one was last tried is none of what is entered: that stands
// where it stood for as long as the number does, and comes from tests alone.
import * as z from 'zod';
import {
  controlRoomLine,
  isSameLine,
  type ControlRoomLine,
  type LinePlace,
} from '../../police/line-test.ts';
import { digitsOf, phoneProblem } from './phone-number.ts';

/** Two a region for the police and two for the ambulance. */
const mostLines = 40;

export const controlRoomLines = z.array(controlRoomLine).max(100);

const askedLine = z
  .strictObject({ ...controlRoomLine.shape, phone: z.string().trim().max(30) })
  .partial({ lastTestedAt: true })
  .transform((line): ControlRoomLine => ({ ...line, lastTestedAt: line.lastTestedAt ?? null }));

export const askedControlRoomLines: z.ZodType<ControlRoomLine[]> = z
  .array(askedLine)
  .max(mostLines)
  .superRefine((lines, ctx) => {
    for (const [index, line] of lines.entries()) {
      const problem = phoneProblem(line.phone);
      if (problem) ctx.addIssue({ code: 'custom', path: [index, 'phone'], params: { problem } });
      const before = lines.slice(0, index);
      if (before.some((other) => isSameLine(other, line)))
        ctx.addIssue({ code: 'custom', path: [index], params: { problem: 'line-twice' } });
      const same = before.find(
        (other) => digitsOf(other.phone) === digitsOf(line.phone) && !mayShare(other, line),
      );
      if (same)
        ctx.addIssue({
          code: 'custom',
          path: [index, 'phone'],
          params: { problem: 'number-twice', other: nameOf(same) },
        });
    }
  });

/** Where police and ambulance answer at one desk, one number can be both. */
const mayShare = (one: LinePlace, other: LinePlace) =>
  one.regionCode === other.regionCode && one.discipline !== other.discipline;

export const nameOf = ({ regionCode, discipline, which }: LinePlace) =>
  `${regionCode}.${discipline}.${which}`;

/** What was known of each number stays known; a new one was never tried. */
export function withTestsKept(
  asked: readonly ControlRoomLine[],
  before: readonly ControlRoomLine[],
): ControlRoomLine[] {
  return asked.map(({ failed: _failed, ...line }) => {
    const known = before.find(
      (other) =>
        other.regionCode === line.regionCode &&
        other.discipline === line.discipline &&
        digitsOf(other.phone) === digitsOf(line.phone),
    );
    return {
      ...line,
      lastTestedAt: known?.lastTestedAt ?? null,
      ...(known?.failed && { failed: known.failed }),
    };
  });
}
