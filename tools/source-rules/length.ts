// How long a file may be.
import type { Source } from './sources.ts';

/** Far above what is usual, which is half of it. */
const most = 400;

/** @returns what is wrong with it, in words. */
export function linesOver({ path, text }: Source): string[] {
  const lines = text.split('\n').length - 1;
  return lines > most ? [`${path} has ${lines} lines`] : [];
}
