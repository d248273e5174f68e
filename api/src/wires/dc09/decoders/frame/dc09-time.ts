// Time stamps of SIA DC-09: always UTC, to the second, month before day.

/** How far an encrypted frame's time may be ahead of the receiver's, in seconds. */
export const aheadLimitSeconds = 20;
/** How far it may be behind: longer, because frames travel and are retried. */
export const behindLimitSeconds = 40;

const stamp = /^(\d{2}):(\d{2}):(\d{2}),(\d{2})-(\d{2})-(\d{4})/;

/** Reads `HH:MM:SS,MM-DD-YYYY`. Null for anything that is no moment of any calendar day. */
export function readTime(text: string): Date | null {
  const match = stamp.exec(text.trim());
  if (match === null) return null;
  const [hour, minute, second, month, day, year] = match.slice(1).map(Number) as [
    // The expression has exactly six groups of digits.
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59 || year < 1970) return null;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date rolls 31 February over into March; a device that says so has no calendar.
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === day ? time : null;
}

/** `HH:MM:SS,MM-DD-YYYY` in UTC. */
export function writeTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(':');
  const year = String(time.getUTCFullYear()).padStart(4, '0');
  return `${clock},${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())}-${year}`;
}

/**
 * Where a device's time stands beside ours. Compared in whole seconds, because the stamp has no
 * more: at 20:15:40.9 a stamp of 20:15:00 is 40 seconds old, not 40.9.
 */
export function judgeTime(time: Date, now: Date): 'inside' | 'ahead' | 'behind' {
  const aheadSeconds = Math.floor(time.getTime() / 1000) - Math.floor(now.getTime() / 1000);
  if (aheadSeconds > aheadLimitSeconds) return 'ahead';
  return aheadSeconds < -behindLimitSeconds ? 'behind' : 'inside';
}
