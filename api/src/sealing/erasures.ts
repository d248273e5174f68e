// What was erased, beside the keys and apart from the database. Whoever puts back an older database brings the wrapped
// keys of erased streams back with it; this list, played over it first, takes them out again. It says ids and moments
// and nothing of anybody. Like the keys it is backed up apart, and an older copy of it is never put back.
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';

const erasure = z.object({
  at: z.iso.datetime(),
  streamType: z.string(),
  streamId: z.uuid(),
  why: z.enum(['retention', 'request']),
  /** Of a person: his name as well, and not his sheet alone. */
  whole: z.boolean().optional(),
});
export type Erasure = z.infer<typeof erasure>;

const pathIn = (keysFolder: string) => join(keysFolder, 'erasures.jsonl');

/** On disk when it returns: what was erased must not come back because a power cut took the line. */
export function noteErasure(keysFolder: string, noted: Erasure): void {
  mustBeOutsideTransaction('noting an erasure');
  const file = openSync(pathIn(keysFolder), 'a+', 0o600);
  try {
    // Half a line that a crash left would spoil the next one.
    ftruncateSync(file, readFileSync(file).lastIndexOf('\n') + 1);
    writeSync(file, `${JSON.stringify(noted)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** In the order in which it was erased. @throws naming the line that is none: half a list must not look whole. */
export function readErasures(keysFolder: string): Erasure[] {
  let text: string;
  try {
    text = readFileSync(pathIn(keysFolder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const lines = text.split('\n');
  // What a crash left of a line that never counted: whoever wrote it had not yet taken the key away.
  const complete = lines.slice(0, -1);
  return complete.map((line, index) => {
    const parsed = erasure.safeParse(asJson(line));
    if (!parsed.success) throw new Error(`line ${index + 1} of the list of erasures is none`);
    return parsed.data;
  });
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
