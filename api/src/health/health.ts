// Is it alive (`/healthz`), is it ready (`/readyz`, naming what is not to those who may see inside), and how is it
// doing (`/metrics`, for those alone). "Oldest overdue" leads: a deadline that nobody acted on is the worst thing here.
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { ClockWatch } from './clock-watch.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { JobName, JobState, SetAside } from '@achterwacht/shared/routes/system.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Database } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { Unreachable } from '../notify/page-nobody.ts';
import { readSetAside } from '../jobs/set-aside.ts';
import { serve } from '../http/server.ts';
import { fail } from '../http/fail.ts';
import { inTime } from './in-time.ts';
import { createMaySeeInside, type InsideSettings } from './may-see-inside.ts';
import { readSound, type Media } from './read-sound.ts';

/** A canary older than this means that what desks see may be old. */
const staleCanarySeconds = 10;
/** Later than the sweep plus its work: something does not act. */
export const overdueSeconds = 10;
/** What is undecided for longer is on a desk by the last resort at best, and without what it says. */
const undecidedSeconds = 10;
/** A refused call for help waits for a better one first; beyond this nobody has looked at it either. */
const refusedSeconds = 30;

export type Metrics = {
  registry: Registry;
  messages: Counter<'verdict' | 'kind' | 'kept'>;
  turnedAway: Counter<'what'>;
  soundFacts: Counter<'type'>;
  lostPresses: Counter;
  busRefused: Counter;
};

type Asked = {
  desks: () => number;
  /** What stands aside now. */
  setAside: () => Promise<SetAside[]>;
  /** Of this process: a monitor asks each. */
  jobs: () => { name: JobName; lastGoodAt: Date | null; done: number; failed: number }[];
};

/** What is handed in is asked for each time somebody reads the metrics. */
export function createMetrics({ desks, setAside, jobs }: Asked): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'achterwacht_desks',
    help: 'Sockets of desks on this process',
    registers: [registry],
    collect() {
      this.set(desks());
    },
  });
  new Gauge({
    name: 'achterwacht_set_aside',
    help: 'What cannot be handled and stands aside so that the rest goes on, by kind; absent without a database',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      // What cannot be known is not given as nothing, and the rest is told all the same.
      for (const { kind, count } of await inTime(setAside()).catch(() => []))
        this.set({ kind }, count);
    },
  });
  new Gauge({
    name: 'achterwacht_job_last_good_seconds',
    help: 'When each job last did a round that did not fail, in seconds since 1970; absent before the first',
    labelNames: ['name'],
    registers: [registry],
    collect() {
      for (const { name, lastGoodAt } of jobs())
        if (lastGoodAt) this.set({ name }, lastGoodAt.getTime() / 1000);
    },
  });
  new Gauge({
    name: 'achterwacht_job_items',
    help: 'Items that each job handled and that failed, since the process began',
    labelNames: ['name', 'outcome'],
    registers: [registry],
    collect() {
      for (const { name, done, failed } of jobs()) {
        this.set({ name, outcome: 'done' }, done);
        this.set({ name, outcome: 'failed' }, failed);
      }
    },
  });
  return {
    registry,
    messages: new Counter({
      name: 'achterwacht_messages_total',
      help: 'Messages by verdict, kind of their first signal, and whether they are kept or counted only',
      labelNames: ['verdict', 'kind', 'kept'],
      registers: [registry],
    }),
    turnedAway: new Counter({
      name: 'achterwacht_turned_away_total',
      help: 'Datagrams dropped unread, connections refused or closed for another, because a limit was reached',
      labelNames: ['what'],
      registers: [registry],
    }),
    soundFacts: new Counter({
      name: 'achterwacht_sound_facts_total',
      help: 'What the media-server saw and was written into an alarm, by kind',
      labelNames: ['type'],
      registers: [registry],
    }),
    lostPresses: new Counter({
      name: 'achterwacht_lost_presses_total',
      help: 'Alarms raised because a button sent sound and its press was never heard',
      registers: [registry],
    }),
    busRefused: new Counter({
      name: 'achterwacht_bus_refused_total',
      help: 'Messages on the Redis channel of the feed that were no news of ours',
      registers: [registry],
    }),
  };
}

export type Readiness = {
  ready: boolean;
  oldestOverdueSeconds: number | null;
  dependencies: Record<string, string>;
  canaryAgeSeconds: number | null;
  outboxBacklog: number | null;
  unhandledMessages: number | null;
  /** Workers of the media-server that are alive; null where it does not answer. */
  mediaWorkers: number | null;
  /**
   * Lists of which nobody can be paged. It makes nothing unready: a centre may page by ways of its own, and one that
   * is being set up must be able to start.
   */
  pagesNobody: Unreachable[];
  /**
   * What cannot be handled and stands aside, by kind, with since when; null without a database. It makes nothing
   * unready: all the rest is handled, and no other process could do better.
   */
  setAside: SetAside[] | null;
  /** What the product repeats by itself; it makes nothing unready either, for the same reason. */
  jobs: JobState[] | null;
  clockDifferenceMilliseconds: number;
};

type Parts = {
  system: Database;
  clock: Clock;
  clockWatch: ClockWatch;
  redisIsUp: () => boolean;
  /** What comes in cannot be kept, and is not acknowledged. */
  isRecordFailing: (now: Date) => boolean;
  isStopping: () => boolean;
  pagesNobody: () => Unreachable[];
  readJobs: () => Promise<JobState[]>;
  metrics: Metrics;
  media: Media;
};

export function serveHealth(app: FastifyInstance, parts: Parts & InsideSettings): void {
  const maySeeInside = createMaySeeInside(parts);
  app.get('/healthz', { schema: { hide: true } }, () => ({ alive: true }));
  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    const readiness = await readReadiness(parts);
    const { ready } = readiness;
    return reply.code(ready ? 200 : 503).send(maySeeInside(request) ? readiness : { ready });
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!maySeeInside(request))
      return fail(reply.header('www-authenticate', 'Bearer'), 401, 'not-logged-in');
    void reply.header('content-type', parts.metrics.registry.contentType);
    return parts.metrics.registry.metrics();
  });
}

/** For people what `/readyz` tells machines: it is of the whole installation, and speaks of no centre's alarms. */
export function serveSetAside(
  app: FastifyInstance,
  {
    authentication,
    ...parts
  }: Pick<Parts, 'system' | 'clock'> & { authentication: Authentication },
): void {
  serve(app, authentication, routes.setAside, async () => ({
    setAside: await readSetAside(parts),
  }));
}

async function readReadiness(parts: Parts): Promise<Readiness> {
  const { system, clock } = parts;
  const now = clock.now();
  const dependencies: Readiness['dependencies'] = {
    // Presses do not need Redis; without it news between processes is a quarter of a second later.
    redis: parts.redisIsUp() ? 'ok' : 'down',
    process: parts.isStopping() ? 'stopping' : 'ok',
    clock: parts.clockWatch.isOff() ? 'off' : 'ok',
    recording: parts.isRecordFailing(now) ? 'failing' : 'ok',
  };
  const sound = await readSound(parts.media);
  dependencies.sound = sound.state;
  const base = {
    dependencies,
    mediaWorkers: sound.workers,
    pagesNobody: parts.pagesNobody(),
    clockDifferenceMilliseconds: parts.clockWatch.differenceMilliseconds(),
  };
  try {
    const [row, setAside, jobs] = await inTime(
      Promise.all([readFacts(system, now), readSetAside(parts), parts.readJobs()]),
    );
    dependencies.database = 'ok';
    if (row.undecided > 0) dependencies.presses = 'undecided';
    const age = (moment: string | null) =>
      moment === null ? null : (now.getTime() - Date.parse(iso(moment))) / 1000;
    const oldest = age(row.overdue);
    const canary = age(row.beat);
    if (canary === null || canary > staleCanarySeconds) dependencies.canary = 'stale';
    const overdue = oldest !== null && oldest > 0 ? oldest : null;
    if (overdue !== null && overdue > overdueSeconds) dependencies.timers = 'late';
    const blocking = Object.entries(dependencies).filter(([, state]) => state !== 'ok');
    return {
      ready: blocking.length === 0,
      oldestOverdueSeconds: overdue,
      canaryAgeSeconds: canary,
      outboxBacklog: row.backlog,
      unhandledMessages: row.unhandled,
      setAside,
      jobs,
      ...base,
    };
  } catch {
    dependencies.database = 'down';
    return {
      ready: false,
      oldestOverdueSeconds: null,
      canaryAgeSeconds: null,
      outboxBacklog: null,
      unhandledMessages: null,
      setAside: null,
      jobs: null,
      ...base,
    };
  }
}

type Facts = {
  overdue: string | null;
  beat: string | null;
  backlog: number;
  unhandled: number;
  undecided: number;
};

async function readFacts({ sql }: Database, now: Date): Promise<Facts> {
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
  const [row] = await sql<[Facts]>`
    select (select min(at) from log.deadlines) as overdue,
      (select min(beat_at) from log.feeds) as beat,
      (select count(*)::int from log.effects where status = 'waiting') as backlog,
      (select count(*)::int from messages where handled_at is null
        and handle_at < ${now.toISOString()}) as unhandled,
      (select count(*)::int from messages where handled_at is null
        and (disposition = 'pending' or attempts > 0 or received_at < ${before(refusedSeconds)})
        and received_at < ${before(undecidedSeconds)}) as undecided`;
  return row;
}
