// The words in a file that somebody hands over, whatever program wrote it: a spreadsheet in a Dutch office saves the
// same list in UTF-8, in Windows-1252 or in UTF-16.

/** Stands where a byte is no letter: what has it is refused by its line, and never kept. */
export const noLetter = '\uFFFD';

export function textOfFile(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const text = new TextDecoder().decode(bytes);
  if (!text.includes(noLetter)) return text;
  // Letters of several bytes come about by chance seldom enough: then it is UTF-8 with something broken in it, and read
  // in another way every good letter of it would be a wrong one.
  const isDamaged = /[^\p{ASCII}\uFFFD]/u.test(text);
  return isDamaged ? text : new TextDecoder('windows-1252').decode(bytes);
}
