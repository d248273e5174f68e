// What happened to sound, numbered and kept until the api has it: the api may be away for as long as it
// likes, and asks from the number it has. Told only once it is on disk, so that a number never means two
// things after a power cut.
//
// Files of ten thousand facts each, named by the first number in them; the oldest go when there are more
// than a hundred. A last line that was cut off by a kill was told to nobody, and is cut away.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rm, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import {
  soundFact,
  type SoundFact,
  type UnreadableFact,
} from '@achterwacht/shared/listen-in/facts.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { iso, type Clock } from '../process/clock.ts';
import type { Logger } from '../process/logger.ts';
import { writeWhole } from './data-keys.ts';

/** A line that a disk has damaged stands in nobody's way: the api hears its number, and shows that one is missing. */
type JournalLine = SoundFact | (UnreadableFact & { number: number });
type WithoutNumber<Fact> = Fact extends SoundFact ? Omit<Fact, 'number' | 'at'> : never;
export type NewFact = WithoutNumber<SoundFact>;

export type Journal = {
  /** Names this series of numbers. */
  id: string;
  last: () => number;
  /** Resolves when it is on disk. `at` in milliseconds; now when left out. */
  append: (fact: NewFact, at?: number) => Promise<void>;
  /** Everything after a number, then what comes, until the signal. */
  follow: (after: number, signal: AbortSignal) => AsyncGenerator<JournalLine>;
  close: () => Promise<void>;
};

const factsPerFile = 10_000;
const filesKept = 100;
const factsInMemory = 1000;
/** A full disk is emptied by a person; the facts wait in memory and so does their order. */
const retryMilliseconds = 1000;
/** What a disk that does not answer may cost when stopping. */
const closeMilliseconds = 1000;

export async function openJournal(folder: string, clock: Clock, log: Logger): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = await idOf(join(folder, 'journal.id'));
  let files = await filesIn(folder);
  const lastFile = files.at(-1);
  let last = lastFile === undefined ? 0 : await repair(folder, lastFile);
  let file: FileHandle | undefined;
  /** The newest, so that following live reads no disk. */
  let recent: JournalLine[] = [];
  let waiting: { fact: NewFact; at: number; done: () => void }[] = [];
  let writing: Promise<void> | undefined;
  const closing = new AbortController();
  const wake = new Set<() => void>();

  async function fileForNext(): Promise<FileHandle> {
    const first = files.at(-1);
    const isFull = first === undefined || last - first + 1 >= factsPerFile;
    if (file && !isFull) return file;
    await file?.close();
    if (isFull) files.push(last + 1);
    file = await open(pathOf(folder, files.at(-1) ?? 1), 'a', 0o600);
    const tooOld = files.slice(0, -filesKept);
    files = files.slice(-filesKept);
    await Promise.all(tooOld.map((one) => rm(pathOf(folder, one), { force: true })));
    return file;
  }

  /** One write and one sync for all that waits: facts of many rooms come together. */
  async function writeAll(): Promise<void> {
    while (waiting.length > 0 && !closing.signal.aborted) {
      // A copy: what is handed in while this is written has its turn after it.
      const batch = [...waiting];
      const facts = batch.map(
        ({ fact, at }, index) => ({ number: last + 1 + index, at: iso(at), ...fact }), // a NewFact and what it lacked
      );
      try {
        const target = await fileForNext();
        await target.appendFile(facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
        await target.datasync();
      } catch (error) {
        log.error({ error }, 'the journal can not be written');
        await file?.close().catch(() => undefined);
        file = undefined;
        await sleep(retryMilliseconds, undefined, { signal: closing.signal }).catch(
          () => undefined,
        );
        // Half a batch may stand there; its numbers were told to nobody.
        const first = files.at(-1);
        if (first !== undefined) await truncateAfter(folder, first, last).catch(() => undefined);
        continue;
      }
      waiting = waiting.slice(batch.length);
      last += batch.length;
      recent = [...recent, ...facts].slice(-factsInMemory);
      for (const { done } of batch) done();
      for (const go of wake) go();
    }
    writing = undefined;
  }

  async function* follow(after: number, signal: AbortSignal): AsyncGenerator<JournalLine> {
    let lastGiven = after;
    while (!signal.aborted) {
      if (lastGiven >= last) await untilWoken(wake, signal);
      const upTo = last;
      const oldest = recent[0]?.number ?? Infinity;
      const sources =
        oldest <= lastGiven + 1
          ? [async () => recent]
          : files
              .slice(
                Math.max(
                  0,
                  files.findLastIndex((first) => first <= lastGiven + 1),
                ),
              )
              .map((first) => () => factsIn(folder, first));
      for (const read of sources) {
        for (const fact of await read()) {
          if (fact.number <= lastGiven || fact.number > upTo) continue;
          if (signal.aborted) return;
          lastGiven = fact.number;
          yield fact;
        }
      }
      lastGiven = Math.max(lastGiven, upTo);
    }
  }

  return {
    id,
    last: () => last,
    append: (fact, at = clock.now()) =>
      new Promise((done) => {
        waiting.push({ fact, at, done });
        writing ??= writeAll();
      }),
    follow,
    close: async () => {
      const tooLong = setTimeout(() => closing.abort(), closeMilliseconds);
      await writing;
      clearTimeout(tooLong);
      await file?.close();
    },
  };
}

function untilWoken(wake: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      wake.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    wake.add(done);
    signal.addEventListener('abort', done);
  });
}

async function idOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    const id = randomUUID();
    await writeWhole(path, id);
    return id;
  }
}

function pathOf(folder: string, first: number): string {
  return join(folder, `facts-${String(first).padStart(12, '0')}.ndjson`);
}

async function filesIn(folder: string): Promise<number[]> {
  return (await readdir(folder))
    .flatMap((name) => /^facts-(\d{12})\.ndjson$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function factsIn(folder: string, first: number): Promise<JournalLine[]> {
  const text = await readFile(pathOf(folder, first), 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => readFact(line) ?? { type: 'unreadable', number: first + index });
}

function readFact(line: string): SoundFact | null {
  try {
    return soundFact.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** @returns the last number in it. */
async function repair(folder: string, first: number): Promise<number> {
  const path = pathOf(folder, first);
  await truncate(path, (await readFile(path)).lastIndexOf('\n') + 1);
  return (await factsIn(folder, first)).at(-1)?.number ?? first - 1;
}

async function truncateAfter(folder: string, first: number, last: number): Promise<void> {
  const path = pathOf(folder, first);
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, last - first + 1);
  await truncate(path, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')));
}
