// What was heard, as packets without a gap: a moment in the stream is a moment of the day. Where nothing came
// the gap is filled, and what comes for a moment long filled is left out.
import { fillGap, opusTicks } from '../recording/opus-packets.ts';
import { ticksPerSecond } from '../recording/rtp-order.ts';
import type { Heard, Span } from './heard.ts';

export type OpusPacket = {
  payload: Buffer;
  /** Where it begins and how long it is, in ticks of 48 kHz; each begins where the last one ended. */
  tick: number;
  ticks: number;
};

/** @yields also `still`: the clock went on, and nothing came. */
export async function* withoutGaps(
  heard: AsyncGenerator<Heard>,
  span: Span,
): AsyncGenerator<OpusPacket | 'still'> {
  const rate = ticksPerSecond.opus;
  let end = 0;
  const next = (payload: Buffer, ticks: number): OpusPacket => {
    const packet = { payload, tick: end, ticks };
    end += ticks;
    return packet;
  };
  for await (const { at, payload } of heard) {
    if (at > span.to) break;
    const tick = Math.round(((at - span.from) * rate) / 1000);
    const ticks = payload ? opusTicks(payload) : 0;
    if (payload && ticks === 0) continue;
    // Half a packet is the rounding of clocks, not a gap; a packet for a moment long filled is too late.
    if (tick + ticks / 2 < end) continue;
    if (tick - end > ticks / 2) {
      for (const filler of fillGap(tick - end)) yield next(filler.payload, filler.ticks);
    }
    yield payload ? next(payload, ticks) : 'still';
  }
  if (!Number.isFinite(span.to)) return;
  const last = Math.round(((span.to - span.from) * rate) / 1000);
  for (const filler of fillGap(last - end)) yield next(filler.payload, filler.ticks);
}
