// How many refused frames are kept. What cannot be read is kept for whoever looks into it, but a
// broken or hostile sender must not fill the disk: beyond these numbers frames are counted only.
import type { ReceivedFrame } from './intake.ts';
import type { Message } from './record-message.ts';

const minute = 60_000;
/** Unreadable frames kept per address and minute. */
const unreadableAMinute = 10;
/** Readable but refused ones per account and minute: a public sender repeats a DUH twice a second. */
const refusedAMinute = 30;
/** Addresses and accounts remembered; beyond it the oldest are forgotten, and keep a little more. */
const remembered = 10_000;

export function createKeepLimit(): (
  frame: ReceivedFrame,
  message: Message,
  isReadable: boolean,
) => boolean {
  const windows = new Map<string, { startsAt: number; count: number }>();
  return (frame, message, isReadable) => {
    const name = isReadable ? `account ${message.account}` : `address ${frame.remoteAddress}`;
    const now = frame.receivedAt.getTime();
    let window = windows.get(name);
    if (!window || now - window.startsAt >= minute) {
      window = { startsAt: now, count: 0 };
      windows.delete(name);
      windows.set(name, window);
      if (windows.size > remembered) windows.delete(windows.keys().next().value!);
    }
    window.count += 1;
    return window.count <= (isReadable ? refusedAMinute : unreadableAMinute);
  };
}
