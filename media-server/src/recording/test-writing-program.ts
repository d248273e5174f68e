// A segment writer in a process of its own, which does what its parent asks. The limit of a file's size is a
// process's, and the one that tests run in has files of its own to write.
import { createSecretKey } from 'node:crypto';
import type { Segment } from '@achterwacht/shared/listen-in/facts.ts';
import type { SegmentHeader } from './segment-file.ts';
import { createSegmentWriter, type SegmentWriter } from './segment-writer.ts';

/** One at a time; each but `drop` has its answer. */
export type Asked =
  | { what: 'open'; header: SegmentHeader; path: string; key: Uint8Array }
  | { what: 'write'; content: Uint8Array; packets: number; lostPackets: number }
  | { what: 'drop'; packets: number }
  | { what: 'finish'; endedAt: number };

export type Answered = { stored?: Segment | undefined; failure?: string };

let writer: SegmentWriter | undefined;

// What the parent sends is an `Asked`; both are this repository's.
process.on('message', (asked: Asked) => {
  if (asked.what === 'drop') writer?.drop(asked.packets);
  else void answerTo(asked).then((answer) => process.send?.(answer));
});

type Answering = Exclude<Asked, { what: 'drop' }>;

async function answerTo(asked: Answering): Promise<Answered> {
  try {
    return { stored: await act(asked) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

async function act(asked: Answering): Promise<Segment | undefined> {
  if (asked.what === 'open') {
    const key = Promise.resolve(createSecretKey(asked.key));
    writer = createSegmentWriter(asked.header, asked.path, key);
  } else if (!writer) {
    throw new Error('nothing is open yet');
  } else if (asked.what === 'write') {
    await writer.write(Buffer.from(asked.content), asked.packets, asked.lostPackets);
  } else {
    return writer.finish(asked.endedAt);
  }
  return undefined;
}
