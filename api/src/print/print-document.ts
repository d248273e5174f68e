// Sets a document in a process of its own: setting takes a third of a second of processor, in which this
// process would hear no press, and the typesetter is native code whose fall would be ours.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PoolFull } from '../db/errors.ts';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';

const program = join(import.meta.dirname, 'print-program.ts');
/** Sixty times what it takes. */
const hangMilliseconds = 20_000;
/** A document is a page or two; the fonts are most of it. */
const mostBytes = 8 * 1024 * 1024;

/** One at a time, so that people who print take one processor at the most. */
let before: Promise<unknown> = Promise.resolve();
/** Whoever comes after these is told at once instead of waiting longer than his browser does. */
const mostWaiting = 8;
let waiting = 0;

/**
 * The PDF: tagged, and PDF/UA-1 unless somebody typed a letter that the typeface does not have.
 * @param template Path of a typst file that reads its words from `sys.inputs.report`.
 */
export async function printDocument(template: string, words: object): Promise<Buffer> {
  mustBeOutsideTransaction('a print');
  if (waiting >= mostWaiting) throw new PoolFull('print');
  waiting += 1;
  const printed = before.then(() => print(template, words)).finally(() => (waiting -= 1));
  before = printed.catch(() => {});
  return printed;
}

function print(template: string, words: object): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, template], {
      // Nothing of ours: no address of a database, no key.
      env: { NODE_NO_WARNINGS: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: hangMilliseconds,
      killSignal: 'SIGKILL',
    });
    const parts: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes > mostBytes) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(parts));
      else reject(new Error(`the typesetter ended with ${code ?? 'a signal'}`));
    });
    // It may have fallen before it read; how it ended says so.
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(words));
  });
}
