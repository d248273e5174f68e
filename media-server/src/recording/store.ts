// All recordings on this machine: one folder each, with `recording.json` (what is known about it) beside
// its segments. A segment that is finished while the recording runs is a line in `segments.ndjson`: writing
// the whole json with each would grow with every half minute. Reading the folders at start finds what a
// kill left unfinished and closes that honestly; erasing leaves the json as the proof line.
import { createHash, type KeyObject } from 'node:crypto';
import { appendFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { recording, type Recording } from '@achterwacht/shared/listen-in/control.ts';
import { segment, type Segment } from '@achterwacht/shared/listen-in/facts.ts';
import { iso } from '../process/clock.ts';
import type { Journal } from './journal.ts';
import type { Logger } from '../process/logger.ts';
import { syncFolder, writeWhole, type DataKeys } from './data-keys.ts';
import { readHeader, readSegment, readUpToDamage, type ReadSegment } from './segment-file.ts';

export type RecordingStore = {
  find: (recordingId: string) => Recording | undefined;
  all: () => Recording[];
  keys: DataKeys;
  folderOf: (recordingId: string) => string;
  /** Makes its folder and key. */
  create: (made: Recording) => Promise<KeyObject>;
  /** Makes the folder of one that is not kept: it has no key. */
  note: (made: Recording) => Promise<void>;
  save: (changed: Recording) => Promise<void>;
  /** A finished segment file gets its name, its fact and its line: in this order, so that a kill in
   * between tells the fact twice rather than never. A line that a power cut takes is made again. */
  keepSegment: (of: Recording, segment: Segment) => Promise<void>;
  readSegment: (of: Recording, segment: Segment) => Promise<ReadSegment>;
  /** Key first: from then on the rest is noise. Twice is no error. */
  erase: (recordingId: string) => Promise<void>;
};

const linesName = 'segments.ndjson';

export function segmentName(index: number): string {
  return `${String(index).padStart(6, '0')}.segment`;
}

/** While it is written it has a name of its own, which is how one that a kill cut off is known. */
export function openName(index: number): string {
  return `${segmentName(index)}.open`;
}

export async function openStore(
  folder: string,
  keys: DataKeys,
  journal: Journal,
  log: Logger,
): Promise<RecordingStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const recordings = new Map<string, Recording>();
  const folderOf = (recordingId: string) => join(folder, recordingId);

  const store: RecordingStore = {
    find: (recordingId) => recordings.get(recordingId),
    all: () => [...recordings.values()],
    keys,
    folderOf,
    create: async (made) => {
      await makeFolder(made);
      const key = await keys.make(made.recordingId);
      await save(made);
      await syncFolder(folder);
      return key;
    },
    note: async (made) => {
      await makeFolder(made);
      await save(made);
      await syncFolder(folder);
    },
    save,
    keepSegment: async (of, stored) => {
      const place = folderOf(of.recordingId);
      await rename(join(place, openName(stored.index)), join(place, segmentName(stored.index)));
      await syncFolder(place);
      const { deviceId, recordingId } = of;
      await journal.append({ type: 'segment-stored', deviceId, recordingId, ...stored });
      of.segments.push(stored);
      await appendFile(join(place, linesName), `${JSON.stringify(stored)}\n`, { mode: 0o600 });
    },
    readSegment: async ({ recordingId }, { index }) =>
      readSegment(
        await readFile(join(folderOf(recordingId), segmentName(index))),
        await keys.read(recordingId),
      ),
    erase: async (recordingId) => {
      const found = recordings.get(recordingId);
      await keys.erase(recordingId);
      if (!found || found.erased) return;
      found.erased = true;
      await save(found);
      const names = await readdir(folderOf(recordingId));
      await Promise.all(
        names
          .filter((name) => name.includes('.segment') || name === linesName)
          .map((name) => rm(join(folderOf(recordingId), name), { force: true })),
      );
    },
  };

  async function makeFolder(made: Recording): Promise<void> {
    recordings.set(made.recordingId, made);
    await mkdir(folderOf(made.recordingId), { recursive: true, mode: 0o700 });
  }

  async function save(changed: Recording): Promise<void> {
    await writeWhole(
      join(folderOf(changed.recordingId), 'recording.json'),
      JSON.stringify(changed),
    );
  }

  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    try {
      const text = await readFile(join(folder, entry.name, 'recording.json'), 'utf8');
      const found = recording.parse(JSON.parse(text));
      await addLines(join(folder, entry.name, linesName), found);
      recordings.set(found.recordingId, found);
      if (!found.erased) await finishSegments(store, found, log);
    } catch (error) {
      // One that can't be read must not keep the others from being heard.
      log.error({ error, recordingId: entry.name }, 'a recording can not be read');
    }
  }
  return store;
}

/** Those finished since the json was written. */
async function addLines(path: string, found: Recording): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const known = new Set(found.segments.map(({ index }) => index));
  for (const line of text.split('\n')) {
    const added = segmentIn(line);
    if (!added || known.has(added.index)) continue;
    known.add(added.index);
    found.segments.push(added);
  }
  found.segments.sort((a, b) => a.index - b.index);
}

/** Undefined for a line that a kill or a power cut left in part: its segment is found again. */
function segmentIn(line: string): Segment | undefined {
  try {
    return segment.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** What the previous life of this program did not come to. */
async function finishSegments(store: RecordingStore, found: Recording, log: Logger): Promise<void> {
  const place = store.folderOf(found.recordingId);
  const known = new Set(found.segments.map(({ index }) => index));
  for (const name of (await readdir(place)).sort()) {
    const match = /^(\d{6})\.segment(\.open)?$/.exec(name);
    const index = Number(match?.[1]);
    if (!match || known.has(index)) continue;
    const isCutOff = match[2] !== undefined;
    const bytes = await readFile(join(place, name));
    const key = await store.keys.read(found.recordingId);
    const read = isCutOff ? readCutOff(bytes, key) : readSegment(bytes, key);
    if (!read) {
      // Killed before its first half second was sealed: there is nothing in it.
      await rm(join(place, name));
      log.warn({ recordingId: found.recordingId, index }, 'an empty segment was removed');
      continue;
    }
    if (isCutOff) await cutTo(join(place, name), read.goodBytes);
    else await rename(join(place, name), join(place, openName(index)));
    const finished = describe(read, bytes.subarray(0, read.goodBytes), isCutOff);
    await store.keepSegment(found, finished);
    log.warn(
      { recordingId: found.recordingId, index, how: finished.how },
      'a segment was finished',
    );
  }
}

/**
 * Undefined when not one chunk in it is whole.
 * @throws when there is one and it does not open: that is no cut, and nothing of it may be removed.
 */
function readCutOff(bytes: Buffer, key: KeyObject): ReadSegment | undefined {
  if (!readHeader(bytes)) return undefined;
  const { damage, ...read } = readUpToDamage(bytes, key);
  if (read.packets.length > 0) return read;
  if (damage) throw damage;
  return undefined;
}

async function cutTo(path: string, length: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.truncate(length);
    await file.sync();
  } finally {
    await file.close();
  }
}

function describe(read: ReadSegment, bytes: Buffer, isCutOff: boolean): Segment {
  return {
    index: read.index,
    startedAt: iso(read.startedAt),
    endedAt: iso(read.packets.at(-1)?.at ?? read.startedAt),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    packets: read.packets.length,
    lostPackets: read.lostPackets,
    codec: read.codec,
    how: isCutOff ? 'cut-off' : 'complete',
  };
}
