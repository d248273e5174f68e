// S8: how late a deadline acts, with few and with many others pending, beside a bare BullMQ delayed job;
// and what becomes of it when Redis is flushed or killed while alarms wait. The deadline is the first an
// unclaimed alarm has (ten seconds, then it sounds louder); its moment and its lateness are the log's.
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import type { DeskSession } from '../target/desk-session.ts';
import { DelayedJobs } from '../floors/delayed-jobs.ts';
import { openRedis } from '../floors/open-redis.ts';
import { openFeedSocket } from '../harness/consoles/feed-socket.ts';
import { Latencies, type Summary } from '../harness/latencies.ts';
import { progressOf, type MeasureOptions } from '../harness/options.ts';
import { PressStream } from '../harness/presses/press-stream.ts';
import { atMost, exactly, ratioChecks, type Result } from '../harness/result.ts';
import { interleave } from '../harness/rounds.ts';
import { registerButtons, type Target } from '../target/target.ts';
import { deskOf } from './fan-out/press-to-consoles.ts';

/** Few enough that the presses themselves are no load. */
const pressesPerSecond = 5;
const pendingCases = [1, 1_000, 50_000];
const limits = { p99: 1.5 };
const mostMilliseconds = 250;
/** Without wake-ups the sweep, every two seconds, is all there is; and a busy machine's own delays. */
const sweptMilliseconds = 2_000 + 1_000;
/** Ten seconds until the deadline, and what a lost wake-up may cost twice over. */
const patienceMilliseconds = 10_000 + 2 * sweptMilliseconds;

export async function deadlines(target: Target, options: MeasureOptions): Promise<Result> {
  const perRound = pressesPerSecond * options.seconds;
  const faults = redisFaults(target.redisUrl);
  // New buttons for every round: only an alarm that was not there before has this deadline before it.
  const accounts = await registerButtons(
    target,
    perRound * (pendingCases.length * options.rounds + Object.keys(faults).length),
    randomBytes(2).toString('hex').toUpperCase(),
  );
  const watch = await Watch.open(target, await deskOf(target));
  const floor = await DelayedJobs.open(target.redisUrl);
  const result: Result = { scenario: 'deadlines', measured: [], checks: [] };
  let lost = 0;
  const measure = async (seed: number, strike?: () => Promise<void>): Promise<Summary> => {
    const due = watch.start();
    const stream = await PressStream.open(target.api.devices, accounts.splice(0, perRound));
    try {
      await stream.run(pressesPerSecond, options.seconds, seed);
      await strike?.();
    } finally {
      stream.close();
    }
    const lateness = await due.all(perRound);
    lost += perRound - lateness.count;
    return lateness;
  };
  try {
    let pending = 0;
    for (const wanted of pendingCases) {
      const name = `S8 ${wanted} pending`;
      options.reportProgress(name);
      await keepPending(target, wanted - pending);
      await floor.keepPending(wanted - pending);
      pending = wanted;
      const systems = await interleave(
        [
          {
            name: 'BullMQ delayed job',
            measure: (seed) => floor.measure(pressesPerSecond, options.seconds, seed),
          },
          { name: 'achterwacht', measure },
        ],
        options.rounds,
        progressOf(name, options),
      );
      result.measured.push({ name, systems });
      const [bare, product] = systems;
      if (bare && product) {
        result.checks.push(...ratioChecks(name, product, bare, limits));
        result.checks.push(atMost(`${name}: p99`, product.p99.median, mostMilliseconds, 'ms'));
      }
    }
    for (const [does, strike] of Object.entries(faults)) {
      const name = `S8 ${does}`;
      options.reportProgress(name);
      const systems = await interleave(
        [{ name: 'achterwacht', measure: (seed) => measure(seed, strike) }],
        1,
      );
      result.measured.push({ name, systems });
      const latest = systems[0]?.rounds[0]?.maxMilliseconds ?? Number.NaN;
      result.checks.push(atMost(`${name}: latest`, latest, sweptMilliseconds, 'ms'));
    }
    result.checks.push(exactly('S8 deadlines that never acted', lost, 0));
    return result;
  } finally {
    watch.close();
    await floor.close();
    await dropPending(target);
  }
}

/** Done when the alarms wait and their wake-ups are set. */
function redisFaults(redisUrl: string): Record<string, () => Promise<void>> {
  const orderRedis = async (command: 'FLUSHALL' | 'SHUTDOWN'): Promise<void> => {
    const redis = openRedis(redisUrl, { retryStrategy: () => null });
    // A Redis that goes answers nothing.
    redis.on('error', () => {});
    await (command === 'FLUSHALL' ? redis.flushall() : redis.shutdown('NOSAVE').catch(() => {}));
    redis.disconnect();
  };
  return {
    'Redis flushed while they wait': () => orderRedis('FLUSHALL'),
    'Redis killed while they wait, and started again': () => orderRedis('SHUTDOWN'),
  };
}

const pendingKind = 'load-pending';

/** Deadlines of nothing, a day away: rows that the sweep has to leave alone. */
async function keepPending(target: Target, count: number): Promise<void> {
  if (count <= 0) return;
  const sql = postgres(target.databaseOwnerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`
      insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
      select 'alarm', gen_random_uuid(), ${pendingKind}, ${randomUUID()},
        now() + interval '1 day', 1 from generate_series(1, ${count})`;
  } finally {
    await sql.end();
  }
}

async function dropPending(target: Target): Promise<void> {
  const sql = postgres(target.databaseOwnerUrl, { max: 1, onnotice: () => {} });
  await sql`delete from log.deadlines where kind = ${pendingKind}`;
  await sql.end();
}

type Passed = { kind: string; dueAt: string; lateMilliseconds: number };

/** One desk's feed, on which the log's own words about deadlines arrive. */
class Watch {
  #passed: Passed[] = [];
  #raised = new Set<string>();
  #onPassed = (): void => {};
  #close = (): void => {};

  static async open(target: Target, desk: DeskSession): Promise<Watch> {
    const watch = new Watch();
    const { sequence } = await desk.board();
    const socket = await openFeedSocket({
      origin: target.api.origin,
      cookie: desk.cookie,
      hello: { protocol: 1, afterSequence: sequence },
      onEvent: (name, payload) => {
        if (name === 'events') watch.#take(payload as FeedEvent[]);
      },
    });
    watch.#close = () => socket.terminate();
    return watch;
  }

  /** From now on; alarms of earlier rounds go on having deadlines, which are not these. */
  start(): { all: (count: number) => Promise<Summary> } {
    this.#passed = [];
    this.#raised = new Set();
    return {
      all: async (count) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#onPassed = () => this.#passed.length >= count && resolve();
        this.#onPassed();
        await Promise.race([promise, pause(patienceMilliseconds)]);
        const latencies = new Latencies();
        for (const { lateMilliseconds } of this.#passed) latencies.record(lateMilliseconds * 1000);
        return latencies.summary();
      },
    };
  }

  close(): void {
    this.#close();
  }

  #take(events: FeedEvent[]): void {
    for (const { type, alarmId, data } of events) {
      if (type === 'AlarmRaised') this.#raised.add(alarmId);
      const isOurs = type === 'DeadlinePassed' && this.#raised.has(alarmId);
      if (isOurs && data.kind === 'unclaimed-louder') this.#passed.push(data);
    }
    this.#onPassed();
  }
}

type FeedEvent = { type: string; alarmId: string; data: Passed };
