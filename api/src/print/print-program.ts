// A program of its own, started by print-document.ts: a template by its path, its words as JSON in, a PDF out.
import { readFileSync, writeFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const compiler = NodeCompiler.create();
const compiled = compiler.compile({
  mainFileContent: readFileSync(process.argv[2]!, 'utf8'), // whoever starts it names one
  inputs: { report: readFileSync(0, 'utf8') },
});
const document = compiled.result;
// What went wrong may quote the report, so it is not said.
if (!document) process.exit(1);
writeFileSync(1, inFull() ?? compiler.pdf(document));

/** Null where a letter is missing in the typeface: PDF/UA-1 takes no such text, and a page is worth more. */
function inFull(): Buffer | null {
  try {
    return compiler.pdf(document!, { pdfStandard: 'ua-1' });
  } catch {
    return null;
  }
}
