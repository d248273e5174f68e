// The bus between api processes: Redis publish/subscribe. It only carries news that Postgres has
// already; when it is gone the follower asks Postgres more often and the desks notice nothing.
//
// What crosses it is sealed: Redis is nobody's to trust with where somebody is, and what another wrote on the
// channel does not open. That, and whatever else is no news, is refused and counted; the follower finds what
// it missed.
import { createSecretKey, hkdfSync, randomUUID, type KeyObject } from 'node:crypto';
import { Redis } from 'ioredis';
import * as z from 'zod';
import {
  canary,
  feedEvent,
  inMessages,
  mostEvents,
  type Canary,
  type FeedEvent,
} from '@achterwacht/shared/feed.ts';
import type { Place } from '@achterwacht/shared/feed-view.ts';
import type { RedisAddress } from '../../config.ts';
import { mustBeOutsideTransaction } from '../../db/outside-transaction.ts';
import { openIfPossible, seal } from '../../sealing/seal.ts';

export const feedChannel = 'achterwacht:feed';
/** Bound to what is sealed, so that nothing else that is sealed under the key can pass for news. */
const purpose = 'achterwacht:feed';
const pingMilliseconds = 1_000;
/** A Redis that stands still keeps its connections; it is away once it has owed an answer this long. */
const owedMilliseconds = 2_000;

export type News = (Place & { events: FeedEvent[] }) | { centreId: string; canary: Canary };

const centreId = z.uuid();
/** The release before says nothing of it, and publishes alarms alone. */
const streamType = z.string().default('alarm');
const envelope = z.object({
  from: z.uuid(),
  news: z.union([
    z.object({ centreId, streamType, events: z.array(feedEvent).max(mostEvents) }),
    z.object({ centreId, canary }),
  ]),
});

export type Bus = {
  publish(news: News): void;
  /** Whether news of other processes reaches us now. */
  isUp: () => boolean;
  close(): Promise<void>;
};

export function redisClient(address: RedisAddress): Redis {
  const options = {
    // Nothing may queue up in memory for a Redis that is away; Postgres has it all.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, 1000),
  };
  return 'path' in address
    ? new Redis({ ...options, path: address.path })
    : new Redis(address.url, options);
}

type Parts = {
  address: RedisAddress;
  /** The centre's own; every process has it. */
  master: KeyObject;
  onNews: (news: News) => void;
  onState: (up: boolean) => void;
  /** Something on the channel that is no news of ours. */
  onRefused: () => void;
};

export function openBus({ address, master, onNews, onState, onRefused }: Parts): Bus {
  const self = randomUUID();
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', master, '', purpose, 32)));
  const publisher = redisClient(address);
  const subscriber = redisClient(address);
  let up = false;

  const becomes = (state: boolean) => {
    if (up !== state) onState(state);
    up = state;
  };
  publisher.on('error', () => {});
  subscriber.on('error', () => becomes(false));
  subscriber.on('close', () => becomes(false));
  subscriber.on('ready', () => {
    subscriber.subscribe(feedChannel).then(
      () => becomes(true),
      () => becomes(false),
    );
  });
  subscriber.on('message', (_channel: string, text: string) => {
    const message = read(key, text);
    if (!message) return onRefused();
    if (message.from !== self) onNews(message.news);
  });

  let askedAt: number | null = null;
  const pinging = setInterval(() => {
    if (askedAt !== null || publisher.status !== 'ready') return;
    askedAt = performance.now();
    const answered = () => {
      askedAt = null;
    };
    publisher.ping().then(answered, answered);
  }, pingMilliseconds);
  const isUp = () => up && (askedAt === null || performance.now() - askedAt < owedMilliseconds);

  return {
    publish(news) {
      mustBeOutsideTransaction('news for other processes');
      // Nor may anything pile up for one that does not answer.
      if (publisher.status !== 'ready' || !isUp()) return;
      const pieces =
        'events' in news
          ? inMessages(news.events).map((list) => ({ ...news, events: list }))
          : [news];
      // A failed publication is found by the other processes' follower.
      for (const piece of pieces)
        publisher
          .publish(feedChannel, seal(key, purpose, JSON.stringify({ from: self, news: piece })))
          .catch(() => {});
    },
    isUp,
    async close() {
      clearInterval(pinging);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function read(key: KeyObject, text: string): { from: string; news: News } | null {
  const opened = openIfPossible(key, purpose, text);
  if (opened === null) return null;
  try {
    return envelope.parse(JSON.parse(opened));
  } catch {
    return null;
  }
}
