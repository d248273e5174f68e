// A recording as something to listen to: opened in memory only, gaps filled, so that a moment in the
// stream is a moment of the day. Finished ones have a length and can be asked for in parts; a running one
// can be followed, a fifth of a second behind.
import { Readable } from 'node:stream';
import type { Recording } from '@achterwacht/shared/listen-in.ts';
import type { Clock } from '../process/clock.ts';
import { createOggWriter, isPageFull } from './ogg.ts';
import type { OpenRecording } from '../recording/open-recording.ts';
import { fillGap, opusTicks } from '../recording/opus-packets.ts';
import { ticksPerSecond, type SoundPacket } from '../recording/rtp-order.ts';
import type { RecordingStore } from '../recording/store.ts';
import { decodeG711, silentSamples, wavHeader } from './wav.ts';

export type PlaybackRequest = {
  /** Milliseconds since 1970; the recording's own ends when left out. */
  from?: number;
  to?: number;
  follow: boolean;
};

export type Playback = {
  contentType: 'audio/ogg' | 'audio/wav';
  /** Wall time of the first sample. */
  from: number;
  /** Known for finished recordings that are not followed. */
  length: number | undefined;
  /** @param start, end Bytes, end included; for finished ones only. */
  stream: (range?: { start: number; end: number }) => Readable;
};

/** Without a packet for this long a follower gets silence: its clock must not stand still. */
const followLagMilliseconds = 250;
/** Of sound in one page to a follower. */
const followPageMilliseconds = 100;

type Sound = { record: Recording; running: OpenRecording | undefined };

export async function play(
  { store, clock }: { store: RecordingStore; clock: Clock },
  sound: Sound,
  request: PlaybackRequest,
): Promise<Playback> {
  const { record, running } = sound;
  const startedAt = Date.parse(record.startedAt);
  const from = Math.max(request.from ?? startedAt, startedAt);
  const follow = request.follow && running !== undefined;
  const endedAt = running ? running.lastAt() : Date.parse(record.endedAt ?? record.startedAt);
  const to = follow ? (request.to ?? Infinity) : Math.min(request.to ?? endedAt, endedAt);
  const pieces = () => {
    const source = follow
      ? followed(store, running, record, clock)
      : timed(stored(store, record, running, from, to));
    return render(record.codec, source, { from, to, isLive: follow });
  };
  const hasLength = !running && record.endedAt !== null;
  let length: number | undefined;
  if (hasLength) {
    length = 0;
    for await (const piece of pieces()) length += piece.length;
  }
  return {
    contentType: record.codec === 'opus' ? 'audio/ogg' : 'audio/wav',
    from,
    length,
    stream: (range) => Readable.from(range ? cut(pieces(), range.start, range.end) : pieces()),
  };
}

/** A packet, or the news that the clock has reached a moment without one. */
type Heard = SoundPacket | { at: number; payload: undefined };

async function* stored(
  store: RecordingStore,
  record: Recording,
  running: OpenRecording | undefined,
  from: number,
  to: number,
): AsyncGenerator<SoundPacket> {
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

async function* timed(packets: AsyncGenerator<SoundPacket>): AsyncGenerator<Heard> {
  yield* packets;
}

async function* followed(
  store: RecordingStore,
  running: OpenRecording,
  record: Recording,
  clock: Clock,
): AsyncGenerator<Heard> {
  const queue: (SoundPacket | 'ended')[] = [];
  let wake = () => {};
  const stop = running.follow((packet) => {
    queue.push(packet);
    wake();
  });
  try {
    yield* stored(store, record, running, -Infinity, Infinity);
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

type Span = { from: number; to: number; isLive: boolean };

function render(codec: Recording['codec'], source: AsyncGenerator<Heard>, span: Span) {
  return codec === 'opus' ? renderOgg(source, span) : renderWav(codec, source, span);
}

async function* renderOgg(source: AsyncGenerator<Heard>, span: Span): AsyncGenerator<Buffer> {
  const rate = ticksPerSecond.opus;
  const writer = createOggWriter(1);
  let granule = 0;
  let page: Buffer[] = [];
  let pageTicks = 0;
  const flushTicks = span.isLive ? (followPageMilliseconds * rate) / 1000 : Infinity;
  const flush = function* (isLast = false) {
    if (page.length > 0 || isLast) yield writer.page(page, granule, isLast);
    page = [];
    pageTicks = 0;
  };
  const add = function* (payload: Buffer, ticks: number) {
    page.push(payload);
    granule += ticks;
    pageTicks += ticks;
    if (isPageFull(page) || pageTicks >= flushTicks) yield* flush();
  };
  yield writer.head();
  for await (const { at, payload } of source) {
    if (at > span.to) break;
    const tick = Math.round(((at - span.from) * rate) / 1000);
    const ticks = payload ? opusTicks(payload) : 0;
    if (payload && ticks === 0) continue;
    // Half a packet is the rounding of clocks, not a gap; a packet for a moment long filled is too late.
    if (tick + ticks / 2 < granule) continue;
    if (tick - granule > ticks / 2) {
      for (const filler of fillGap(tick - granule)) yield* add(filler.payload, filler.ticks);
    }
    if (payload) yield* add(payload, ticks);
    else yield* flush();
  }
  if (Number.isFinite(span.to)) {
    const end = Math.round(((span.to - span.from) * rate) / 1000);
    for (const filler of fillGap(end - granule)) yield* add(filler.payload, filler.ticks);
  }
  yield* flush(true);
}

async function* renderWav(
  law: 'pcmu' | 'pcma',
  source: AsyncGenerator<Heard>,
  span: Span,
): AsyncGenerator<Buffer> {
  const rate = ticksPerSecond[law];
  const total = Number.isFinite(span.to)
    ? Math.max(0, Math.round(((span.to - span.from) * rate) / 1000))
    : undefined;
  yield wavHeader(total);
  let position = 0;
  for await (const { at, payload } of source) {
    if (at > span.to) break;
    const tick = Math.round(((at - span.from) * rate) / 1000);
    const length = payload?.length ?? 0;
    if (tick + length / 2 < position) continue;
    if (tick - position > length / 2) {
      yield silentSamples(tick - position);
      position = tick;
    }
    if (!payload) continue;
    const room = total === undefined ? length : Math.min(length, total - position);
    yield decodeG711(law, payload.subarray(0, room));
    position += room;
  }
  if (total !== undefined && total > position) yield silentSamples(total - position);
}

/** From byte `start` to byte `end`, both included. */
async function* cut(
  pieces: AsyncGenerator<Buffer>,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const piece of pieces) {
    const first = Math.max(0, start - position);
    const after = Math.min(piece.length, end + 1 - position);
    if (after > first) yield piece.subarray(first, after);
    position += piece.length;
    if (position > end) return;
  }
}
