// How much one log-in may say upward on its sockets, all of them together. Over the first limit what it says
// is not heard, over the second its sockets are closed: nothing that a desk says is worth a press.

/**
 * A desk pings six times when it comes and three times in fifteen seconds, says every five that it is there, and
 * reports each card that it paints first: 50 presses a second are a worse day than any.
 */
const mostHeard = 500;
/** No page does this; a person's other windows come back by themselves. */
const mostBorne = 2_000;
const windowMilliseconds = 10_000;

export type UpwardLimit = {
  /** Counts one message. */
  take: (sessionId: string, now: number) => 'heard' | 'dropped' | 'too-many';
};

export function createUpwardLimit(): UpwardLimit {
  let windows = new Map<string, { since: number; count: number }>();
  let sweptAt = 0;
  return {
    take(sessionId, now) {
      const isOver = (since: number) => Math.abs(now - since) >= windowMilliseconds;
      if (isOver(sweptAt)) {
        windows = new Map([...windows].filter(([, { since }]) => !isOver(since)));
        sweptAt = now;
      }
      const known = windows.get(sessionId);
      const window = known && !isOver(known.since) ? known : { since: now, count: 0 };
      window.count += 1;
      windows.set(sessionId, window);
      if (window.count > mostBorne) return 'too-many';
      return window.count > mostHeard ? 'dropped' : 'heard';
    },
  };
}
