// The bus between api processes: Redis publish/subscribe. It only carries news that Postgres has
// already; when it is gone the follower asks Postgres more often and the desks notice nothing.
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Canary, FeedEvent } from '@achterwacht/shared/feed.ts';
import type { RedisAddress } from '../config.ts';

const channel = 'achterwacht:feed';
const pingMilliseconds = 1_000;
/** A Redis that stands still keeps its connections; it is away once it has owed an answer this long. */
const owedMilliseconds = 2_000;

export type News = { centreId: string; events: FeedEvent[] } | { centreId: string; canary: Canary };

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

export function openBus(
  address: RedisAddress,
  onNews: (news: News) => void,
  onState: (up: boolean) => void,
): Bus {
  const self = randomUUID();
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
    subscriber.subscribe(channel).then(
      () => becomes(true),
      () => becomes(false),
    );
  });
  subscriber.on('message', (_channel: string, text: string) => {
    const { from, news } = JSON.parse(text) as { from: string; news: News };
    if (from !== self) onNews(news);
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
      // Nor may anything pile up for one that does not answer.
      if (publisher.status !== 'ready' || !isUp()) return;
      // A failed publication is found by the other processes' follower.
      publisher.publish(channel, JSON.stringify({ from: self, news })).catch(() => {});
    },
    isUp,
    async close() {
      clearInterval(pinging);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
