// A recording as something to listen to: opened in memory only, gaps filled, so that a moment in the
// stream is a moment of the day. Finished ones have a length and can be asked for in parts; a running one
// can be followed, a fifth of a second behind.
import { Readable } from 'node:stream';
import type { Recording } from '@achterwacht/shared/listen-in/control.ts';
import type { Clock } from '../process/clock.ts';
import type { OpenRecording } from '../recording/open-recording.ts';
import type { RecordingStore } from '../recording/store.ts';
import { withoutGaps } from './gapless.ts';
import { heardAndFollowed, heardOf } from './heard.ts';
import { renderOgg } from './ogg.ts';
import { renderWav } from './wav.ts';
import { renderWebm, webmType } from './webm.ts';

export type PlaybackRequest = {
  /** Milliseconds since 1970; the recording's own ends when left out. */
  from?: number;
  to?: number;
  follow: boolean;
  /** For Opus; telephone sound is WAV whatever is asked. */
  container: 'ogg' | 'webm';
};

export type Playback = {
  contentType: 'audio/ogg' | 'audio/wav' | typeof webmType;
  /** Wall time of the first sample. */
  from: number;
  /** Known for finished recordings, but as WebM. */
  length: number | undefined;
  /** @param start, end Bytes, end included; for finished ones only. */
  stream: (range?: { start: number; end: number }) => Readable;
};

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
  const form = record.codec === 'opus' ? request.container : record.codec;
  const pieces = () => {
    const span = { from, to };
    const heard = follow
      ? heardAndFollowed(store, record, running, clock)
      : heardOf(store, record, running, span);
    if (form === 'ogg') return renderOgg(withoutGaps(heard, span), follow);
    if (form === 'webm') return renderWebm(withoutGaps(heard, span));
    return renderWav(form, heard, span);
  };
  // WebM is for those who take it as it comes.
  const hasLength = !running && record.endedAt !== null && form !== 'webm';
  let length: number | undefined;
  if (hasLength) length = await lengthOf(`${record.recordingId} ${form} ${from} ${to}`, pieces);
  return {
    contentType: form === 'ogg' ? 'audio/ogg' : form === 'webm' ? webmType : 'audio/wav',
    from,
    length,
    stream: (range) => Readable.from(range ? cut(pieces(), range.start, range.end) : pieces()),
  };
}

/** Of what is finished it stays what it is, and each question for a part needs the length of the whole. */
const lengths = new Map<string, number>();
const mostLengths = 1_000;

async function lengthOf(what: string, pieces: () => AsyncGenerator<Uint8Array>): Promise<number> {
  const known = lengths.get(what);
  if (known !== undefined) return known;
  let length = 0;
  for await (const piece of pieces()) length += piece.length;
  if (lengths.size >= mostLengths) lengths.clear();
  lengths.set(what, length);
  return length;
}

/** From byte `start` to byte `end`, both included. */
async function* cut(
  pieces: AsyncGenerator<Uint8Array>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const piece of pieces) {
    const first = Math.max(0, start - position);
    const after = Math.min(piece.length, end + 1 - position);
    if (after > first) yield piece.subarray(first, after);
    position += piece.length;
    if (position > end) return;
  }
}
