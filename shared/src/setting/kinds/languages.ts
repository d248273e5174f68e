// In which languages a centre's people may read and be written to, and in which one whoever chose none.
import * as z from 'zod';
import { language } from '../../language.ts';

export const languages = z
  .object({
    offered: z.array(language).min(1).max(language.options.length),
    usual: language,
  })
  .superRefine(({ offered, usual }, ctx) => {
    const wrong = (path: string, problem: string) =>
      ctx.addIssue({ code: 'custom', path: [path], params: { problem } });
    // None at all is said once.
    if (offered.length > 0 && !offered.includes(usual)) wrong('usual', 'not-one-of');
    if (new Set(offered).size < offered.length) wrong('offered', 'cannot-be');
  });
