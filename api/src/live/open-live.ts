// The live feed of this process: what it commits is at its desks at once and on its way to every other process, and
// what others commit comes by the bus, or from Postgres where the bus is silent.
import type { FastifyInstance } from 'fastify';
import type { Failing, FeedEvent } from '@achterwacht/shared/feed.ts';
import { placed, type Place, type PlacedItem } from '@achterwacht/shared/feed-view.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { RedisAddress } from '../config.ts';
import type { Database } from '../db/connect.ts';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';
import { ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { openDesks, type Desks } from './desks/desks.ts';
import { createPresence } from './desks/presence.ts';
import { createPresentedReports } from './desks/presented-reports.ts';
import { openBus } from './feed/bus.ts';
import { canaryJob } from './feed/canary.ts';
import { createEventSource } from './feed/event-source.ts';
import { createFollower } from './feed/follower.ts';

/** Postgres is asked where the feed stands this often, and more often while the bus is away. */
const askMilliseconds = 1_000;
const askWithoutBusMilliseconds = 250;
/** A lease that nobody renewed for ten minutes says nothing to anybody. */
const forgetPresenceMilliseconds = 60_000;

type Parts = {
  background: Database;
  keys: KeyRing;
  clock: Clock;
  log: Logger;
  redis: RedisAddress;
  /** Something on the bus that is no news of ours. */
  countRefused: () => void;
};

/** Neither may throw. */
type Listener = {
  /** After a commit of this process. */
  committed: (events: readonly FeedEvent[]) => void;
  /** What went to the desks here, whoever committed it. */
  passedOn: (items: readonly PlacedItem[]) => void;
};

type DeskParts = {
  authentication: Authentication;
  origins: ReadonlySet<string>;
  mostSockets?: number | undefined;
  /** Stores that a desk has painted an alarm; the first one that says so counts. */
  reportPresented: (visitor: Visitor, alarmId: string) => Promise<unknown>;
};

export async function openLive({
  background: system,
  keys,
  clock,
  log,
  redis,
  countRefused,
}: Parts) {
  const onError = (error: unknown) => log.error({ error }, 'live feed');
  const source = createEventSource(system, keys);
  const presence = createPresence(system);
  const listeners: Listener[] = [];
  let desks: Desks | null = null;
  const follower = createFollower(
    source,
    {
      events: (centreId, items) => {
        desks?.events(centreId, items);
        for (const { passedOn } of listeners) passedOn(items);
      },
      canary: (centreId, canary) => desks?.canary(centreId, canary),
    },
    onError,
  );
  const bus = openBus({
    address: redis,
    master: keys.master,
    onNews: (news) =>
      'events' in news
        ? follower.accept(news.centreId, placed(news, news.events))
        : void follower.beat(news.centreId, news.canary).catch(onError),
    onState: (up) => log.info({ up }, 'bus'),
    onRefused: countRefused,
  });
  await follower.ask();

  const canary = canaryJob({ system, clock }, (news) => {
    bus.publish(news);
    return follower.beat(news.centreId, news.canary);
  });
  let askedAt = 0;
  async function askInTime(): Promise<void> {
    const pause = bus.isUp() ? askMilliseconds : askWithoutBusMilliseconds;
    if (performance.now() - askedAt < pause) return;
    askedAt = performance.now();
    await follower.ask();
  }
  const jobs = [
    canary,
    // A stream, read on from where this process is.
    ofRounds({
      name: 'follower',
      everyMilliseconds: askWithoutBusMilliseconds,
      round: askInTime,
    }),
    // One statement.
    ofRounds({
      name: 'presence',
      everyMilliseconds: forgetPresenceMilliseconds,
      round: () => presence.forgetOld(clock.now()),
    }),
  ];

  return {
    /** Committed events, in order, on their way to the desks. Never throws; the follower finds what it misses. */
    announce(place: Place, events: FeedEvent[]): void {
      if (events.length === 0) return;
      mustBeOutsideTransaction('news for desks');
      follower.accept(place.centreId, placed(place, events));
      bus.publish({ ...place, events });
      for (const { committed } of listeners) committed(events);
    },
    listen: (listener: Listener) => void listeners.push(listener),
    presence,
    isBusUp: bus.isUp,
    /** Opens the desks' sockets beside the routes; heard from when the server listens. */
    openDesks(
      http: FastifyInstance,
      { authentication, origins, reportPresented, mostSockets }: DeskParts,
    ): void {
      const reports = createPresentedReports(
        ({ visitor, alarmId }) => reportPresented(visitor, alarmId),
        onError,
      );
      desks = openDesks(http.server, {
        clock,
        source,
        presence,
        lastOf: follower.lastOf,
        catchUp: follower.ask,
        authenticate: authentication.whoIs,
        stillValid: authentication.stillValid,
        expired: authentication.expired,
        onPresented: reports.take,
        onError,
        origins,
        ...(mostSockets === undefined ? {} : { mostSockets }),
      });
    },
    /** The centre runs by something else; its desks ask what. */
    tellSettings: (centreId: string): void => desks?.settings(centreId),
    /** What fails at this centre now; to be said when it changes. */
    tellFailing: (centreId: string, list: Failing[]): void => desks?.failing(centreId, list),
    countDesks: () => desks?.count() ?? 0,
    /** Somebody logged in or out: whose log-in is over has no desk. Never throws. */
    checkSessions: () => void desks?.checkSessions().catch(onError),
    jobs,
    closeDesks: async () => desks?.close(),
    async close(): Promise<void> {
      follower.stop();
      await bus.close();
    },
  };
}
