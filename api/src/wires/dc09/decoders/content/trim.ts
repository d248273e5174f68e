// What stands around a text, taken off by hand: a pattern for the end of a text is tried at every place in it,
// and four kilobytes of blanks, or of quotes, would cost more than a hundred presses.

/** `text` without the characters at its ends that `isEdge` knows; `only`: at its end alone. */
export function trimmed(text: string, isEdge: RegExp, only?: 'end'): string {
  let start = 0;
  let end = text.length;
  while (end > 0 && isEdge.test(text.charAt(end - 1))) end -= 1;
  while (only === undefined && start < end && isEdge.test(text.charAt(start))) start += 1;
  return text.slice(start, end);
}
