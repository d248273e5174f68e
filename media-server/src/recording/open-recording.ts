// A recording that runs. Packets go in without waiting; what reaches the disk does so in order, behind a
// chain of promises, so that a disk that stalls holds up neither the sound nor the next press.
//
// A segment grows by a sealed chunk every half second and is closed after 30 s, at a gap, and at the end;
// its packets stay in memory until its fact is in the journal, so that whoever follows misses nothing.
import { createHash, randomUUID, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording, SoundCodec } from '@achterwacht/shared/listen-in.ts';
import { iso } from '../clock.ts';
import type { Log } from '../log.ts';
import { soundMilliseconds } from './opus-packets.ts';
import type { OrderedPacket, SoundPacket } from './rtp-order.ts';
import { sealChunk, writeHeader, type SegmentHeader } from './segment-file.ts';
import { openName, type RecordingStore } from './store.ts';

export type OpenRecording = {
  /** As stored; segments are added as they are finished. */
  record: Recording;
  /** As in `record`, as a number: it is looked at with each packet. */
  startedAt: number;
  append: (packet: OrderedPacket) => void;
  /** Seals what is old enough; asked regularly. */
  tick: (now: number) => void;
  /** There is a gap: what was heard before it is hashed now, not when sound comes back. */
  closeSegment: () => void;
  /** Resolves when the last of it is on disk. */
  end: (endedAt: number) => Promise<void>;
  assign: (alarmId: string) => Promise<void>;
  /** Of segments that are not in `record` yet. */
  unstored: () => SoundPacket[];
  /** The last moment in it. */
  lastAt: () => number;
  follow: (tell: (packet: SoundPacket | 'ended') => void) => () => void;
  isFailing: () => boolean;
  /** When everything handed in so far is on disk. */
  settled: () => Promise<void>;
};

/** What a kill may cost is one second; a chunk, and what waits to be put in order, are less. */
const chunkMilliseconds = 500;
const segmentMilliseconds = 30_000;
/** Of chunks that a stalled disk has not taken. Beyond it sound is dropped, said, and still heard live. */
const mostWaitingChunks = 120;

type OpenSegment = {
  header: SegmentHeader;
  chunk: SoundPacket[];
  chunkStartedAt: number;
  chunkLost: number;
  chunks: number;
  kept: SoundPacket[];
  lost: number;
  bytes: number;
  hash: Hash;
  file: Promise<FileHandle>;
};

type Options = { store: RecordingStore; log: Log };

export function startRecording(
  options: Options,
  begin: { deviceId: string; alarmId: string | null; codec: SoundCodec; startedAt: number },
): OpenRecording {
  const record: Recording = {
    recordingId: randomUUID(),
    deviceId: begin.deviceId,
    alarmId: begin.alarmId,
    startedAt: iso(begin.startedAt),
    endedAt: null,
    codec: begin.codec,
    segments: [],
    erased: false,
  };
  return keepRecording(options, record, options.store.create(record));
}

/** One that ran when the program ended. */
export function resumeRecording(options: Options, record: Recording): OpenRecording {
  return keepRecording(options, record, options.store.keys.read(record.recordingId));
}

function keepRecording(
  { store, log }: Options,
  record: Recording,
  key: Promise<Buffer>,
): OpenRecording {
  const followers = new Set<(packet: SoundPacket | 'ended') => void>();
  const unstored: OpenSegment[] = [];
  let segment: OpenSegment | undefined;
  let nextIndex = Math.max(-1, ...record.segments.map(({ index }) => index)) + 1;
  let lastAt = Date.parse(record.segments.at(-1)?.endedAt ?? record.startedAt);
  let lastPayload: Buffer | undefined;
  let isFailing = false;
  let waitingChunks = 0;
  let chain: Promise<void> = key.then(
    () => undefined,
    (error: unknown) => fail(error),
  );

  function fail(error: unknown): void {
    if (!isFailing) log.error({ error, recordingId: record.recordingId }, 'sound can not be kept');
    isFailing = true;
  }

  /** One failing step must not stop the ones after it: a disk that has room again is used again. */
  function enqueue(work: () => Promise<void>): Promise<void> {
    chain = chain.then(work).then(() => void (isFailing = false), fail);
    return chain;
  }

  function openSegment(startedAt: number): OpenSegment {
    const header = {
      recordingId: record.recordingId,
      index: nextIndex,
      codec: record.codec,
      startedAt: Math.floor(startedAt),
    };
    nextIndex += 1;
    const path = join(store.folderOf(record.recordingId), openName(header.index));
    const head = writeHeader(header);
    const file = chain.then(async () => {
      const handle = await open(path, 'wx', 0o600);
      await handle.appendFile(head);
      return handle;
    });
    // Whoever writes to it meets the failure; this only keeps it from being nobody's.
    file.catch(() => undefined);
    const opened: OpenSegment = {
      header,
      chunk: [],
      chunkStartedAt: startedAt,
      chunkLost: 0,
      chunks: 0,
      kept: [],
      lost: 0,
      bytes: head.length,
      hash: createHash('sha256').update(head),
      file,
    };
    unstored.push(opened);
    return opened;
  }

  function sealOpenChunk(of: OpenSegment): void {
    if (of.chunk.length === 0) return;
    const chunk = { packets: of.chunk, lostPackets: of.chunkLost };
    const number = of.chunks;
    of.chunk = [];
    of.chunkLost = 0;
    of.chunks += 1;
    if (waitingChunks >= mostWaitingChunks) {
      fail(new Error('the disk does not keep up'));
      return;
    }
    waitingChunks += 1;
    void enqueue(async () => {
      waitingChunks -= 1;
      const sealed = sealChunk(of.header, number, await key, chunk);
      await (await of.file).appendFile(sealed);
      of.hash.update(sealed);
      of.bytes += sealed.length;
    });
  }

  function closeSegment(): void {
    const closing = segment;
    if (!closing) return;
    segment = undefined;
    sealOpenChunk(closing);
    void enqueue(async () => {
      try {
        const file = await closing.file;
        await file.datasync();
        await file.close();
        await store.keepSegment(record, {
          index: closing.header.index,
          startedAt: iso(closing.header.startedAt),
          endedAt: iso(closing.kept.at(-1)?.at ?? closing.header.startedAt),
          sha256: closing.hash.digest('hex'),
          bytes: closing.bytes,
          packets: closing.kept.length,
          lostPackets: closing.lost,
          codec: closing.header.codec,
          how: 'complete',
        });
      } finally {
        unstored.splice(unstored.indexOf(closing), 1);
      }
    });
  }

  return {
    record,
    startedAt: Date.parse(record.startedAt),
    append: ({ at, payload, lostBefore }) => {
      if (segment && at - segment.header.startedAt >= segmentMilliseconds) closeSegment();
      segment ??= openSegment(at);
      if (segment.chunk.length === 0) segment.chunkStartedAt = at;
      segment.chunk.push({ at, payload });
      segment.kept.push({ at, payload });
      segment.chunkLost += lostBefore;
      segment.lost += lostBefore;
      lastAt = at;
      lastPayload = payload;
      if (at - segment.chunkStartedAt >= chunkMilliseconds) sealOpenChunk(segment);
      for (const tell of followers) tell({ at, payload });
    },
    tick: (now) => {
      if (segment && now - segment.chunkStartedAt >= chunkMilliseconds) sealOpenChunk(segment);
    },
    closeSegment,
    end: async (endedAt) => {
      closeSegment();
      // Where its last packet ends, and not a fraction of a millisecond before: playing stops there.
      const sound = lastPayload ? soundMilliseconds(record.codec, lastPayload) : 0;
      await enqueue(async () => {
        record.endedAt = iso(Math.ceil(Math.max(endedAt, lastAt + sound)));
        await store.save(record);
      });
      for (const tell of followers) tell('ended');
      followers.clear();
    },
    assign: (alarmId) => {
      record.alarmId = alarmId;
      return enqueue(() => store.save(record));
    },
    unstored: () => unstored.flatMap(({ kept }) => kept),
    lastAt: () => lastAt,
    follow: (tell) => {
      followers.add(tell);
      return () => followers.delete(tell);
    },
    isFailing: () => isFailing,
    settled: () => chain,
  };
}
