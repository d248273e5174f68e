// How news goes from whoever commits it to whoever carries it on: neither knows the other.
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Place } from '@achterwacht/shared/feed-view.ts';

/** Committed events of one subject, in order, on their way to the desks. Never throws; the follower finds what it misses. */
export type Announce = (place: Place, events: FeedEvent[]) => void;
