// The floor under deadlines: a bare BullMQ delayed job, on the product's own Redis, in a queue of its own.
// What is measured is how long after its moment the worker has it; it then does nothing.
import { setTimeout as pause } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { nowMicroseconds } from '../harness/clock.ts';
import { arrivalTimes, runArrivals } from '../harness/presses/arrivals.ts';
import { Latencies, type Summary } from '../harness/latencies.ts';
import { openRedis } from './open-redis.ts';

/** Far enough that a job has to be waited for, near enough that a round is short. */
const delayMilliseconds = 3_000;
/** Jobs that wait and are never reached while it is measured. */
const farMilliseconds = 24 * 3_600_000;
/** As many at once as Redis takes without holding everybody else up. */
const atOnce = 1_000;

export class DelayedJobs {
  readonly #connections: Redis[];
  readonly #queue: Queue;
  readonly #worker: Worker;
  readonly #onDue = new Map<string, () => void>();

  private constructor(redisUrl: string) {
    const name = `load-floor-${process.pid}`;
    // A worker waits in Redis for its next job, which BullMQ only allows without a retry limit.
    const [forQueue, forWorker] = [
      openRedis(redisUrl),
      openRedis(redisUrl, { maxRetriesPerRequest: null }),
    ];
    this.#connections = [forQueue, forWorker];
    this.#queue = new Queue(name, { connection: forQueue });
    this.#worker = new Worker(
      name,
      async ({ name: job }) => {
        this.#onDue.get(job)?.();
        return Promise.resolve();
      },
      // The product's own.
      { connection: forWorker, concurrency: 8 },
    );
    // Redis is killed under it too, in a part where only the product is measured.
    this.#queue.on('error', () => {});
    this.#worker.on('error', () => {});
    for (const connection of this.#connections) connection.on('error', () => {});
  }

  static async open(redisUrl: string): Promise<DelayedJobs> {
    const jobs = new DelayedJobs(redisUrl);
    await Promise.all([jobs.#queue.waitUntilReady(), jobs.#worker.waitUntilReady()]);
    return jobs;
  }

  async keepPending(count: number): Promise<void> {
    for (let start = 0; start < count; start += atOnce) {
      await this.#queue.addBulk(
        Array.from({ length: Math.min(atOnce, count - start) }, () => ({
          name: 'far',
          data: {},
          opts: { delay: farMilliseconds },
        })),
      );
    }
  }

  /** Sets one job a moment and says how long after its moment each was handed over. */
  async measure(ratePerSecond: number, seconds: number, seed: number): Promise<Summary> {
    const latencies = new Latencies();
    const all: Promise<void>[] = [];
    await runArrivals(arrivalTimes(ratePerSecond, seconds, seed), (index) => {
      const name = `${seed}-${index}`;
      const dueAt = nowMicroseconds() + delayMilliseconds * 1000;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onDue.set(name, () => {
        latencies.record(nowMicroseconds() - dueAt);
        resolve();
      });
      const opts = { delay: delayMilliseconds, removeOnComplete: true };
      all.push(this.#queue.add(name, {}, opts).then(() => promise));
    });
    await Promise.race([Promise.all(all), pause(delayMilliseconds + 10_000)]);
    this.#onDue.clear();
    return latencies.summary();
  }

  async close(): Promise<void> {
    await this.#worker.close();
    await this.#queue.obliterate({ force: true });
    await this.#queue.close();
    for (const connection of this.#connections) connection.disconnect();
  }
}
