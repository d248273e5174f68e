// One alarm's events out of two sources that overlap: what was asked for, and what the feed brought since. The
// feed's part is kept up to a limit, and a board that is loaded anew skips what happened meanwhile, so the two
// do not always meet: a timeline with a piece missing looks like one in which nothing happened.
import { withoutWords } from '@achterwacht/shared/alarm/erasing/unread.ts';
import { isReadable, type DeskItem, type FeedItem } from '@achterwacht/shared/feed.ts';

/** In order of version, each once; of what was erased since it was asked for nothing is said any more. */
export function joinedLog(
  asked: readonly DeskItem[],
  recent: readonly FeedItem[],
): readonly FeedItem[] {
  const byVersion = new Map<number, FeedItem>();
  for (const event of [...asked, ...recent])
    if ('version' in event) byVersion.set(event.version, event);
  const inOrder = [...byVersion.values()].sort((first, second) => first.version - second.version);
  const erased = inOrder.findLastIndex(({ type }) => type === 'ContentErased');
  return inOrder.map((item, index) =>
    index < erased && isReadable(item) ? withoutWords(item) : item,
  );
}

/** Whether nothing is missing up to the version that the board shows; events are as `joinedLog` gives them. */
export function isWhole(events: readonly FeedItem[], version: number): boolean {
  const last = events.at(-1)?.version ?? 0;
  return last >= version && events.length === last;
}
