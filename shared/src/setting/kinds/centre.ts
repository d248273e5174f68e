// What a centre is called, and by which numbers: its own, which everybody outside reads, and the one of its control room
// that a desk knows when everything else is dark.
import * as z from 'zod';
import { isPlainLine } from '../plain-line.ts';
import { phoneProblem } from './phone-number.ts';

export const centreDetails = z.object({
  name: z.string(),
  /** Police, municipalities and whoever was invited call it. */
  phone: z.string(),
  /** Empty: agreed lines alone, and 112. */
  policePhone: z.string(),
});
export type CentreDetails = z.infer<typeof centreDetails>;

const asked = (most: number, problemOf: (text: string) => string | null) =>
  z
    .string()
    .trim()
    .max(most)
    .superRefine((text, ctx) => {
      const problem = problemOf(text) ?? (isPlainLine(text) ? null : 'not-one-line');
      if (problem) ctx.addIssue({ code: 'custom', params: { problem } });
    });

export const askedCentreDetails = z.strictObject({
  name: asked(80, (text) => (text === '' ? 'missing' : null)),
  phone: asked(30, (text) => (text === '' ? 'missing' : phoneProblem(text))),
  policePhone: asked(30, (text) => (text === '' ? null : phoneProblem(text))),
});
