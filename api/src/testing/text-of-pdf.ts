// What stands on the pages of a PDF, for tests that look for words in it. No reader of any PDF: of what our typesetter
// writes, whose texts are numbers of letters that a table beside each typeface explains. Which table belongs to which text
// is not looked up; the text is read by each, and only the right one makes words of it.
import { inflateSync } from 'node:zlib';

export function textOfPdf(pdf: Buffer): string {
  const streams = streamsOf(pdf);
  const tables = streams.filter((stream) => stream.includes('begincmap')).map(lettersOf);
  const pages = streams.filter((stream) => /\bT[jJ]\b/.test(stream)).map(shownOf);
  // What describes the document stands in clear.
  const described = pdf.toString('latin1');
  return [described, ...tables.flatMap((table) => pages.map((page) => readBy(table, page)))].join(
    '\n',
  );
}

function streamsOf(pdf: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; ;) {
    const begins = pdf.indexOf('stream', at);
    if (begins < 0) return found;
    const from = begins + (pdf[begins + 6] === 0x0d ? 8 : 7);
    const until = pdf.indexOf('endstream', from);
    if (until < 0) return found;
    found.push(inflated(pdf.subarray(from, until)));
    at = until + 'endstream'.length;
  }
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return bytes.toString('latin1');
  }
}

type Letters = ReadonlyMap<number, string>;

/** `<0024> <0041>`: number 0x24 is an A. */
function lettersOf(table: string): Letters {
  const letters = new Map<number, string>();
  const wide = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, list = ''] of table.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const [, number = '', hex = ''] of list.matchAll(/<(\w+)>\s*<(\w+)>/g))
      letters.set(Number.parseInt(number, 16), wide(hex));
  for (const [, list = ''] of table.matchAll(/beginbfrange([^]*?)endbfrange/g))
    for (const [, from = '', until = '', hex = ''] of list.matchAll(
      /<(\w+)>\s*<(\w+)>\s*<(\w+)>/g,
    )) {
      const first = Number.parseInt(from, 16);
      for (let number = first; number <= Number.parseInt(until, 16); number += 1)
        letters.set(number, String.fromCodePoint(wide(hex).codePointAt(0)! + number - first));
    }
  return letters;
}

/** What a page shows, text by text, as bytes. */
function shownOf(page: string): Buffer[] {
  return [
    ...page.matchAll(
      /\[((?:\\[^]|\((?:\\[^]|[^\\)])*\)|[^\]\\])*)\]\s*TJ|(\((?:\\[^]|[^\\)])*\)|<\w+>)\s*Tj/g,
    ),
  ].map(([whole]) =>
    Buffer.concat(
      [...whole.matchAll(/\(((?:\\[^]|[^\\)])*)\)|<(\w+)>/g)].map(([, text, hex]) =>
        hex === undefined ? unescaped(text ?? '') : Buffer.from(hex, 'hex'),
      ),
    ),
  );
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const unescaped = (text: string) =>
  Buffer.from(
    text.replaceAll(/\\([0-7]{1,3}|[^])/g, (_whole, said: string) =>
      /^[0-7]/.test(said)
        ? String.fromCodePoint(Number.parseInt(said, 8))
        : (escapes[said] ?? said),
    ),
    'latin1',
  );

function readBy(letters: Letters, texts: readonly Buffer[]): string {
  return texts
    .map((text) => {
      let read = '';
      for (let at = 0; at + 1 < text.length; at += 2)
        read += letters.get(text.readUInt16BE(at)) ?? '';
      return read;
    })
    .join(' ');
}
