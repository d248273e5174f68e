// One alarm's events out of two sources that overlap: what was asked for, and what the feed brought since. The
// feed's part is kept up to a limit, and a board that is loaded anew skips what happened meanwhile, so the two
// do not always meet: a timeline with a piece missing looks like one in which nothing happened.
import type { DeskItem, FeedItem } from '@achterwacht/shared/feed.ts';

/** In order of version, each once. */
export function joinedLog(
  asked: readonly DeskItem[],
  recent: readonly FeedItem[],
): readonly FeedItem[] {
  const byVersion = new Map<number, FeedItem>();
  for (const event of [...asked, ...recent])
    if ('version' in event) byVersion.set(event.version, event);
  return [...byVersion.values()].sort((first, second) => first.version - second.version);
}

/** Whether nothing is missing up to the version that the board shows; events are as `joinedLog` gives them. */
export function isWhole(events: readonly FeedItem[], version: number): boolean {
  const last = events.at(-1)?.version ?? 0;
  return last >= version && events.length === last;
}
