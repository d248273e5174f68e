// What a desk gets of what the server has: everything that reaches one passes here – news and what it missed by its
// socket (api/src/live/desks), and whatever a route answers (routes/answer-view.ts). Whatever a desk may not know of for
// a while, as which alarm is a surprise exercise, is withheld here too and nowhere else. Policies of the database keep a
// person's questions within his centre; news is read by the system for every centre at once, and only this stands
// between it and a desk.
import type { Alarm } from './alarm/state.ts';
import type { DeskItem, FeedItem } from './feed.ts';

/** Subjects whose events go to desks as they happen; of every other a desk learns nothing by its socket. */
const liveStreams: ReadonlySet<string> = new Set(['alarm', 'shift', 'drill']);

/** Whose an event is. */
export type Place = { centreId: string; streamType: string };
export type PlacedItem = FeedItem & Place;

/** What of a desk decides what it may see; desks that are alike in it are told together. */
export type DeskSight = Pick<Place, 'centreId'>;

/** With its number even where nothing else may be known: a desk would take a missing one for lost news. */
export function viewOf(desk: DeskSight, placed: PlacedItem): DeskItem {
  const { centreId, streamType, ...item } = placed;
  return mayKnow(desk, { centreId, streamType }) ? item : { sequence: item.sequence };
}

/** Whether it may stand on his board, or in the answer to him. */
export function mayKnowAlarm(desk: DeskSight, { centreId }: Pick<Alarm, 'centreId'>): boolean {
  return mayKnow(desk, { centreId, streamType: 'alarm' });
}

function mayKnow(desk: DeskSight, { centreId, streamType }: Place): boolean {
  return centreId === desk.centreId && liveStreams.has(streamType);
}

/** Events with whose they are, as they were committed and before anybody asked for them. */
export function placed<Item extends FeedItem>(
  { centreId, streamType }: Place,
  items: readonly Item[],
): (Item & Place)[] {
  return items.map((item) => ({ ...item, centreId, streamType }));
}

export function placeOfAlarms(centreId: string): Place {
  return { centreId, streamType: 'alarm' };
}
