// A segment on its way to the disk: whole chunk after whole chunk, at places counted here. A write that
// fails (the disk is full) is cut away again and its number goes to the next one, so that what was kept
// before and after can be read across; what could not be kept is counted as lost.
import { createHash, type KeyObject } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Segment } from '@achterwacht/shared/listen-in/facts.ts';
import { iso } from '../process/clock.ts';
import { sealChunk, writeHeader, type SegmentHeader } from './segment-file.ts';

export type SegmentWriter = {
  /** One at a time. Rejects when the disk does not take it; the next one may go well. */
  write: (content: Buffer, packets: number, lostPackets: number) => Promise<void>;
  /** So many will never be handed in. */
  drop: (packets: number) => void;
  /** Makes it durable. Undefined when nothing could be kept. */
  finish: (endedAt: number) => Promise<Segment | undefined>;
};

export function createSegmentWriter(
  header: SegmentHeader,
  path: string,
  key: Promise<KeyObject>,
): SegmentWriter {
  const hash = createHash('sha256');
  const head = writeHeader(header);
  let file: FileHandle | undefined;
  let bytes = 0;
  let chunks = 0;
  let packetsWritten = 0;
  let lostWritten = 0;
  let dropped = 0;

  return {
    write: async (content, packets, lostPackets) => {
      const lost = lostPackets + dropped;
      try {
        const sealed = sealChunk(header, chunks, await key, content, lost);
        const piece = bytes === 0 ? Buffer.concat([head, sealed]) : sealed;
        file ??= await open(path, 'wx', 0o600);
        await writeAt(file, piece, bytes);
        hash.update(piece);
        bytes += piece.length;
      } catch (error) {
        dropped += packets + lostPackets;
        // Half of it may stand there, and would be taken for damage after a kill.
        await file?.truncate(bytes).catch(() => undefined);
        throw error;
      }
      chunks += 1;
      packetsWritten += packets;
      lostWritten += lost;
      dropped = 0;
    },
    drop: (packets) => {
      dropped += packets;
    },
    finish: async (endedAt) => {
      if (!file) return undefined;
      try {
        await file.truncate(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
      if (bytes === 0) {
        await rm(path, { force: true });
        return undefined;
      }
      return {
        index: header.index,
        startedAt: iso(header.startedAt),
        endedAt: iso(endedAt),
        sha256: hash.digest('hex'),
        bytes,
        packets: packetsWritten,
        lostPackets: lostWritten + dropped,
        codec: header.codec,
        how: 'complete',
      };
    },
  };
}

async function writeAt(file: FileHandle, piece: Buffer, position: number): Promise<void> {
  for (let done = 0; done < piece.length;) {
    const { bytesWritten } = await file.write(piece, done, piece.length - done, position + done);
    done += bytesWritten;
  }
}
