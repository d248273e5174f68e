// What of a recording is to be heard, in order: what is stored, and then what comes, for as long as it runs.
import type { Recording } from '@achterwacht/shared/listen-in/control.ts';
import type { Clock } from '../process/clock.ts';
import type { OpenRecording } from '../recording/open-recording.ts';
import type { SoundPacket } from '../recording/rtp-order.ts';
import type { RecordingStore } from '../recording/store.ts';

/** A packet, or the news that the clock has reached a moment without one. */
export type Heard = SoundPacket | { at: number; payload: undefined };

/** Milliseconds since 1970; `to` is Infinity for what has no end yet. */
export type Span = { from: number; to: number };

/** Without a packet for this long a follower gets silence: its clock must not stand still. */
const followLagMilliseconds = 250;

export async function* heardOf(
  store: RecordingStore,
  record: Recording,
  running: OpenRecording | undefined,
  { from, to }: Span,
): AsyncGenerator<Heard> {
  // Both before the first await, so that a segment finished meanwhile is in one of them at least; what
  // comes twice is skipped as too late.
  const segments = [...record.segments];
  const rest = running?.unstored() ?? [];
  for (const segment of segments) {
    if (Date.parse(segment.endedAt) < from - 1000 || Date.parse(segment.startedAt) > to) continue;
    yield* (await store.readSegment(record, segment)).packets;
  }
  yield* rest;
}

export async function* heardAndFollowed(
  store: RecordingStore,
  record: Recording,
  running: OpenRecording,
  clock: Clock,
): AsyncGenerator<Heard> {
  const queue: (SoundPacket | 'ended')[] = [];
  let wake = () => {};
  const stop = running.follow((packet) => {
    queue.push(packet);
    wake();
  });
  try {
    yield* heardOf(store, record, running, { from: -Infinity, to: Infinity });
    for (;;) {
      const next = queue.shift();
      if (next === 'ended') return;
      if (next) {
        yield next;
        continue;
      }
      const cameInTime = await new Promise<boolean>((resolve) => {
        const lag = setTimeout(() => resolve(false), followLagMilliseconds);
        wake = () => {
          clearTimeout(lag);
          resolve(true);
        };
      });
      if (!cameInTime) yield { at: clock.now() - followLagMilliseconds, payload: undefined };
    }
  } finally {
    stop();
  }
}
