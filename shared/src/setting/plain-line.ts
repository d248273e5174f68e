// Text that an administrator types: it goes into headers of mail, onto screens and paper, and into other people's programs.
import * as z from 'zod';

/** Breaks a line, or is not seen: controls, line separators, marks that turn the direction or have no width. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;

export const isPlainLine = (text: string): boolean => text.isWellFormed() && !unseen.test(text);

const params = { problem: 'not-one-line' };

/** Trimmed, and not empty. */
export const plainLine = (most: number) =>
  z.string().trim().min(1).max(most).refine(isPlainLine, { params });

/** As it is sent there: what a reader of addresses would take away is not there to begin with. */
export const plainUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => /^[\x21-\x7E]+$/.test(text), { params });
