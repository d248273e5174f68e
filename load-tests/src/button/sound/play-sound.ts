// Sends a sound as a microphone would: every packet at its moment, by the clock and not by the packet
// before it, so that a late timer is made up for and a minute of sound takes a minute.
import { ticksPerSecond, type Frame, type Sound } from './sound.ts';

/**
 * Gives each frame to `send` when it is due, over again from the start until `seconds` are over (for ever
 * with Infinity). Resolves with the number of frames sent, early when `signal` says so.
 */
export async function playSound(
  { codec, frames }: Sound,
  seconds: number,
  send: (frame: Frame) => void,
  signal?: AbortSignal,
): Promise<number> {
  const begun = performance.now();
  const ticksPerMillisecond = ticksPerSecond[codec] / 1000;
  let ticks = 0;
  let sent = 0;
  while (!signal?.aborted) {
    const frame = frames[sent % frames.length];
    if (frame === undefined || ticks / ticksPerMillisecond >= seconds * 1000) break;
    const wait = begun + ticks / ticksPerMillisecond - performance.now();
    if (wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (signal?.aborted) break;
    }
    send(frame);
    ticks += frame.ticks;
    sent += 1;
  }
  return sent;
}
