// How news goes from whoever commits it to whoever carries it on: neither knows the other.
import type { FeedEvent } from '@achterwacht/shared/feed.ts';

/** Committed events, in order, on their way to the desks. Never throws; the follower finds what it misses. */
export type Announce = (centreId: string, events: FeedEvent[]) => void;
