// A recording that runs. Packets go in without waiting; what reaches the disk does so in order, behind a
// chain of promises, so that a disk that stalls holds up neither the sound nor the next press.
//
// A segment grows by a sealed chunk every half second and is closed after 30 s, at a gap, and at the end;
// its sound stays in memory until its fact is in the journal, so that whoever follows misses nothing.
// Chunks are sealed in the regular round of all rooms, never by a packet: what many rooms write at one
// moment costs a tenth of the same spread over time.
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Recording } from '@achterwacht/shared/listen-in/control.ts';
import { iso } from '../process/clock.ts';
import type { Logger } from '../process/logger.ts';
import { beginRecord, type Begin } from './begin-record.ts';
import { soundMilliseconds } from './opus-packets.ts';
import type { GivePacket, SoundPacket } from './rtp-order.ts';
import { OpenChunk, packetsIn, type SegmentHeader } from './segment-file.ts';
import { createSegmentWriter, type SegmentWriter } from './segment-writer.ts';
import { openName, type RecordingStore } from './store.ts';

export type OpenRecording = {
  /** As stored; segments are added as they are finished. */
  record: Recording;
  /** As in `record`, as a number: it is looked at with each packet. */
  startedAt: number;
  append: GivePacket;
  /** Seals what is old enough; asked regularly. */
  tick: (now: number) => void;
  /** There is a gap: what was heard before it is hashed now, not when sound comes back. */
  closeSegment: () => void;
  /** Resolves when the last of it is on disk. */
  end: (endedAt: number) => Promise<void>;
  assign: (alarmId: string) => Promise<void>;
  /** Keeps no more of it; resolves when nothing of it will be written. */
  letGo: () => Promise<void>;
  /** Of segments that are not in `record` yet. */
  unstored: () => SoundPacket[];
  /** The last moment in it. */
  lastAt: () => number;
  follow: (follower: (packet: SoundPacket | 'ended') => void) => () => void;
  isFailing: () => boolean;
  /** When everything handed in so far is on disk. */
  settled: () => Promise<void>;
};

/**
 * How long a chunk grows after the round that first saw it. What a kill may cost is one second; this, a
 * round (100 ms) and what waits to be put in order (150 ms) are less.
 */
const chunkMilliseconds = 400;
const segmentMilliseconds = 30_000;
/** Of chunks that a stalled disk has not taken. Beyond it sound is dropped, said, and still heard live. */
const mostWaitingChunks = 120;

type OpenSegment = {
  header: SegmentHeader;
  writer: SegmentWriter;
  lastAt: number;
  /** Chunks that were handed to the writer, oldest first. */
  kept: Buffer[];
};

type Options = { store: RecordingStore; log: Logger };

export function startRecording(options: Options, begin: Begin): OpenRecording {
  const record = beginRecord(begin, { erased: false });
  return keepRecording(options, record, options.store.create(record));
}

/** One that ran when the program ended. */
export function resumeRecording(options: Options, record: Recording): OpenRecording {
  return keepRecording(options, record, options.store.keys.read(record.recordingId));
}

function keepRecording(
  { store, log }: Options,
  record: Recording,
  key: Promise<KeyObject>,
): OpenRecording {
  const followers = new Set<(packet: SoundPacket | 'ended') => void>();
  const unstored: OpenSegment[] = [];
  let segment: OpenSegment | undefined;
  /** Of that segment; one buffer for all that come. */
  const chunk = new OpenChunk();
  /** By the clock, not by the sender's: his may run ahead. */
  let chunkSeenAt: number | undefined;
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
    const writer = createSegmentWriter(header, path, key);
    const opened: OpenSegment = { header, writer, lastAt: startedAt, kept: [] };
    unstored.push(opened);
    return opened;
  }

  function sealOpenChunk({ kept, writer }: OpenSegment): void {
    if (chunk.packets === 0) return;
    const { packets, lostPackets } = chunk;
    const content = chunk.content();
    chunk.clear();
    chunkSeenAt = undefined;
    kept.push(content);
    if (waitingChunks >= mostWaitingChunks) {
      writer.drop(packets + lostPackets);
      fail(new Error('the disk does not keep up'));
      return;
    }
    waitingChunks += 1;
    void enqueue(() => {
      waitingChunks -= 1;
      return writer.write(content, packets, lostPackets);
    });
  }

  function closeSegment(): void {
    const closing = segment;
    if (!closing) return;
    segment = undefined;
    sealOpenChunk(closing);
    void enqueue(async () => {
      try {
        const stored = await closing.writer.finish(closing.lastAt);
        if (stored) await store.keepSegment(record, stored);
      } finally {
        unstored.splice(unstored.indexOf(closing), 1);
      }
    });
  }

  return {
    record,
    startedAt: Date.parse(record.startedAt),
    append: (at, payload, lostBefore) => {
      if (segment && at - segment.header.startedAt >= segmentMilliseconds) closeSegment();
      segment ??= openSegment(at);
      chunk.add(segment.header, at, payload, lostBefore);
      segment.lastAt = at;
      lastAt = at;
      lastPayload = payload;
      if (followers.size > 0) for (const follower of followers) follower({ at, payload });
    },
    tick: (now) => {
      if (!segment || chunk.packets === 0) return;
      chunkSeenAt ??= now;
      if (now - chunkSeenAt >= chunkMilliseconds) sealOpenChunk(segment);
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
      for (const follower of followers) follower('ended');
      followers.clear();
    },
    assign: (alarmId) => {
      record.alarmId = alarmId;
      return enqueue(() => store.save(record));
    },
    letGo: () => {
      const dropped = segment;
      segment = undefined;
      chunk.clear();
      chunkSeenAt = undefined;
      for (const follower of followers) follower('ended');
      followers.clear();
      return enqueue(async () => {
        await dropped?.writer.finish(dropped.lastAt);
        unstored.length = 0;
      });
    },
    unstored: () =>
      unstored.flatMap((one) => {
        const contents = one === segment ? [...one.kept, chunk.content()] : one.kept;
        return contents.flatMap((content) => packetsIn(one.header, content));
      }),
    lastAt: () => lastAt,
    follow: (follower) => {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    isFailing: () => isFailing,
    settled: () => chain,
  };
}
