// The numbers that a centre may enter for control rooms. When one was last tried is none of what is entered: that stands
// where it stood for as long as the number does, and comes from tests alone.
import * as z from 'zod';
import {
  controlRoomLine,
  isSameLine,
  type ControlRoomLine,
  type LinePlace,
} from '../../police/line-test.ts';

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

/** As it is dialled in the Netherlands, or from the `+` on. */
export const digitsOf = (phone: string) =>
  phone.replaceAll(/[\s()./-]/g, '').replace(/^(\+31|0031)0?/, '0');

const nationalNumber = /^0[1-9]\d{8}$/;
const foreignNumber = /^\+[1-9]\d{7,14}$/;
const freeNumber = /^0800\d{4,7}$/;
/** Whoever dials one comes back to 112, or to a queue of what is not urgent. */
const emergencyNumbers = new Set(['112', '113', '144', '110', '911', '999', '116000', '09008844']);
/** Paid by the minute, or ended by whoever sells it. */
const premiumNumber = /^(0(900|906|909|676|84|87)|18\d{2}$)/;

function phoneProblem(phone: string): 'wrong-form' | 'emergency-number' | 'premium-number' | null {
  const digits = digitsOf(phone);
  if (emergencyNumbers.has(digits.replace(/^0(?=112$)/, ''))) return 'emergency-number';
  if (premiumNumber.test(digits)) return 'premium-number';
  const isOne = [nationalNumber, foreignNumber, freeNumber].some((form) => form.test(digits));
  return isOne ? null : 'wrong-form';
}

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
