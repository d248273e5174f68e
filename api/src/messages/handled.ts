// What becomes of a message: the seam between what came in and the alarms. Whoever takes messages in, or takes them up
// again, hands each on by this and knows nothing of alarms; the alarms carry it out (alarms/press/).
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { DecodedSignal, SignalWarning } from '@achterwacht/shared/signals.ts';
import type { Message } from './record/record-message.ts';

export type ToAlarm = (message: Message, options?: Handling) => Promise<Handled>;

export type Handling = {
  /** Doubts that come from how it was received, added to each signal's own. */
  warnings?: SignalWarning[];
  /** The last resort has raised it there already. */
  shownIn?: string | null;
  /** It is not in the database yet: record it together with what it does. */
  record?: true;
};

export type Handled = {
  centreId: string;
  events: FeedEvent[];
  disposition: Message['disposition'];
};

/** What the last resort raises; of the columns of a message and its signals alone: what they say may not be readable. */
export type Undecided = Pick<
  Message,
  'id' | 'centreId' | 'buttonId' | 'protocol' | 'account' | 'receivedAt' | 'disposition'
> & { signals: readonly Pick<DecodedSignal, 'kind'>[] };

export type RaiseBare = (message: Undecided) => Promise<{ centreId: string; events: FeedEvent[] }>;
