// BullMQ wakes, Postgres knows. A job says "look at this deadline now"; losing every job makes things
// late by one sweep, and a job too many finds an old revision and does nothing.
import { setTimeout as pause } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { RedisAddress } from '../config.ts';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';
import type { Logger } from '../logger.ts';
import { reach, type Due, type ReachDue } from './sweep.ts';

const queueName = 'deadlines';
/** Far longer than a Redis that works needs for one sweep's wake-ups. */
const mostWaitMilliseconds = 500;

export type WakeUps = { arm: (due: Due[]) => Promise<void>; close(): Promise<void> };

type Parts = { redis: RedisAddress; clock: Clock; reachDue: ReachDue; log: Logger };

export function openWakeUps({ redis, clock, reachDue, log }: Parts): WakeUps {
  const producer = client(redis, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  // A worker waits in Redis for its next job, which BullMQ only allows without a retry limit.
  const consumer = client(redis, { maxRetriesPerRequest: null });
  const queue = new Queue<Due>(queueName, { connection: producer });
  const worker = new Worker<Due>(
    queueName,
    async ({ data }) => {
      // The queue's clock may be some milliseconds ahead of ours; too early would be for nothing.
      const early = Date.parse(data.at) - clock.now().getTime();
      if (early > 0 && early < 1_000) await new Promise((wake) => setTimeout(wake, early));
      await reach(reachDue, [data]);
    },
    { connection: consumer, concurrency: 8 },
  );
  queue.on('error', () => {});
  worker.on('error', () => {});
  worker.on('failed', (_job, error) => log.error({ error }, 'a wake-up failed; the sweep follows'));

  let arming = false;
  async function add(due: Due[]): Promise<void> {
    arming = true;
    const now = clock.now().getTime();
    try {
      await queue.addBulk(
        due.map((deadline) => ({
          name: deadline.kind,
          data: deadline,
          opts: {
            jobId: `${deadline.subjectId}_${deadline.kind}_${deadline.revision}`,
            delay: Math.max(0, Date.parse(deadline.at) - now),
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
    } catch (error) {
      // Without Redis the sweep is punctual to two seconds.
      log.debug({ error }, 'wake-ups not set');
    } finally {
      arming = false;
    }
  }

  return {
    async arm(due) {
      mustBeOutsideTransaction('a wake-up');
      // A Redis that stands still answers nothing and refuses nothing. The sweep must not wait for it,
      // and what it was asked already is not asked again.
      if (due.length === 0 || arming || producer.status !== 'ready') return;
      await Promise.race([add(due), pause(mostWaitMilliseconds, undefined, { ref: false })]);
    },
    async close() {
      // The same Redis would not let us go either.
      const closed = worker.close(true).then(() => queue.close());
      await Promise.race([closed.catch(() => {}), pause(mostWaitMilliseconds)]);
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

function client(address: RedisAddress, options: { [key: string]: unknown }): Redis {
  const retrying = {
    ...options,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, 1000),
  };
  const redis =
    'path' in address
      ? new Redis({ ...retrying, path: address.path })
      : new Redis(address.url, retrying);
  redis.on('error', () => {});
  return redis;
}
