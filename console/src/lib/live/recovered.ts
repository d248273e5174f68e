// What is listed of all that happened without a line. After an absence of hours it is the cards that tell; thousands of
// lines, which nobody reads, would only hold up the desk that has just come back.
import type { FeedEvent } from '@achterwacht/shared/feed.ts';

const most = 100;

export const recoveredLines = (events: readonly FeedEvent[]) => ({
  shown: events.slice(0, most),
  more: Math.max(0, events.length - most),
});
