// The api process, put together: the only place that knows all parts, and the order in which they
// start and stop. Devices come last and go first, so that nothing is accepted that cannot be kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ofAlarms } from '@achterwacht/shared/feed-view.ts';
import { createAsActor } from './access/as-actor.ts';
import { createAsVisitorOfLink } from './access/as-visitor-of-link.ts';
import { createAuthentication, originsOf } from './access/authentication.ts';
import { serveSession } from './http/session-route.ts';
import { openAlarms } from './alarms/open-alarms.ts';
import {
  createCommandHandler,
  createLinkCommandHandler,
  type Announce,
} from './alarms/handle-command.ts';
import { openButtons } from './buttons/open-buttons.ts';
import { clockWatchMilliseconds, createClockWatch } from './health/clock-watch.ts';
import { startClock } from './clock.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { outliveLostTypeQuestions } from './db/lost-type-question.ts';
import { openPools } from './db/pools.ts';
import { serveDemo } from './demo/routes.ts';
import { createHandlers, pageNobody } from './effects.ts';
import { every } from './every.ts';
import { createFaultPoint } from './fault-points.ts';
import { createMetrics, serveHealth, serveSetAside } from './health/health.ts';
import { createHttpServer } from './http/server.ts';
import {
  createListeningSessions,
  sessionsMilliseconds,
} from './listen-in/hearing/listening-sessions.ts';
import { connectMediaControl } from './listen-in/media-control.ts';
import { openListenIn } from './listen-in/open-listen-in.ts';
import { servePlayback, type LivePlayback } from './listen-in/hearing/playback.ts';
import { serveListenIn } from './listen-in/hearing/routes.ts';
import { createSoundTokens } from './listen-in/hearing/tokens.ts';
import { openBus } from './live/feed/bus.ts';
import { beat } from './live/feed/canary.ts';
import { openDesks, type Desks } from './live/desks/desks.ts';
import { createEventSource } from './live/feed/event-source.ts';
import { createFollower } from './live/feed/follower.ts';
import { createPresence } from './live/desks/presence.ts';
import { createPresentedReports } from './live/desks/presented-reports.ts';
import { openLog, type Log } from './log.ts';
import { serveTiles } from './map/tile-proxy.ts';
import { openMessages } from './messages/open-messages.ts';
import { serveIncidentDocuments } from './municipality/documents/document-routes.ts';
import { serveIncidents } from './municipality/incidents/routes.ts';
import { openOutbox, outboxMilliseconds } from './outbox/outbox.ts';
import { serveOutbox } from './outbox/routes.ts';
import { servePolice } from './police/page/routes.ts';
import { openKeyRing } from './sealing/key-ring.ts';
import { forgetMilliseconds, forgetSetAside, readSetAside } from './set-aside.ts';
import { sweep, sweepMilliseconds } from './timers/sweep.ts';
import { openWakeUps } from './timers/wake-ups.ts';
import { openDc09 } from './wires/dc09/open-dc09.ts';

/** Postgres is asked where the feed stands this often, and more often while the bus is away. */
const askMilliseconds = 1_000;
const askWithoutBusMilliseconds = 250;
const contactsVariable = {
  supervisor: 'ACHTERWACHT_SUPERVISOR_CONTACTS',
  'on-call': 'ACHTERWACHT_ON_CALL_CONTACTS',
} as const;

async function start(config: Config, log: Log): Promise<() => Promise<void>> {
  const clock = startClock();
  const keys = openKeyRing(config.keysFolder);
  const pools = openPools(config);
  // What acts by itself, and may wait.
  const system = pools.background;
  const faultPoint = createFaultPoint(config.dieAt);
  const onError = (error: unknown) => log.error({ error }, 'live feed');
  const secret = (name: string) => readFileSync(join(config.keysFolder, name), 'utf8').trim();
  let listenIn: ReturnType<typeof openListenIn> | null = null;
  let stopping = false;

  const metrics = createMetrics(
    () => desks?.count() ?? 0,
    () => readSetAside({ system, clock }),
  );

  // --- live: what is committed reaches every desk ---
  const source = createEventSource(system, keys);
  const presence = createPresence(system);
  let desks: Desks | null = null;
  let playback: LivePlayback | null = null;
  const follower = createFollower(
    source,
    {
      events: (centreId, events) => {
        desks?.events(centreId, events);
        playback?.happened(events);
      },
      canary: (centreId, beat) => desks?.canary(centreId, beat),
    },
    onError,
  );
  const bus = openBus({
    address: config.redis,
    master: keys.master,
    onNews: (news) =>
      'events' in news
        ? follower.accept(news.centreId, ofAlarms(news.centreId, news.events))
        : void follower.beat(news.centreId, news.canary).catch(onError),
    onState: (up) => log.info({ up }, 'bus'),
    onRefused: () => metrics.busRefused.inc(),
  });
  await follower.ask();
  const announce: Announce = (centreId, events) => {
    if (events.length === 0) return;
    follower.accept(centreId, ofAlarms(centreId, events));
    bus.publish({ centreId, events });
    listenIn?.committed(events);
  };

  // --- the rules, and what acts by itself ---
  const origins = originsOf(config.origin);
  const authentication = createAuthentication({
    database: pools.accounts,
    secret: secret('auth.secret'),
    origin: config.origin,
    origins,
    log,
  });
  const asActor = createAsActor(pools.decide, pools.portal);
  const handleCommand = createCommandHandler({ clock, keys, asActor, system, announce });
  const handlers = createHandlers({ system, keys, clock }, config);
  const wakeUps = openWakeUps({ redis: config.redis, clock, handleCommand, log });

  // --- devices ---
  const parts = { ...pools, keys, clock, log, faultPoint, announce, asActor, authentication };
  const alarms = openAlarms({ ...parts, handleCommand });
  const buttons = await openButtons(parts);
  const messages = openMessages({ ...parts, ...alarms });
  const clockWatch = createClockWatch({
    system,
    clock,
    wall: Date.now,
    report: messages.report,
    log,
  });
  const dc09 = openDc09({
    ...parts,
    buttons,
    messages,
    host: config.bind,
    port: config.dc09Port,
    count: (labels) => metrics.messages.inc(labels),
    countTurnedAway: (what) => metrics.turnedAway.inc({ what }),
  });

  // --- sound: of a media-server of its own, or of none ---
  const control =
    config.mediaControlUrl === undefined
      ? null
      : connectMediaControl({
          url: config.mediaControlUrl,
          isAwaited: config.isSoundAwaited,
          secret: secret('media-control.secret'),
        });

  // --- people ---
  const sessions =
    control &&
    createListeningSessions({ system, clock, log, authentication, control, handleCommand });
  const http = await createHttpServer({
    log,
    authentication,
    origins,
    onAuthenticationChanged: () => {
      void desks?.checkSessions().catch(onError);
      void sessions?.check().catch(onError);
      playback?.check();
    },
  });
  const pagesNobody = pageNobody(config);
  serveHealth(http, {
    system,
    clock,
    clockWatch,
    redisIsUp: bus.isUp,
    isRecordFailing: messages.recordAlone.isFailing,
    isStopping: () => stopping,
    pagesNobody,
    metrics,
    media: control,
  });
  serveSession(http, {
    authentication,
    asActor,
    clock,
    demo: config.mode === 'demo',
    controlRoomSystems: config.policeWebhook?.rooms ?? [],
  });
  alarms.routes(http);
  serveListenIn(http, {
    authentication,
    asActor,
    handleCommand,
    tokens: createSoundTokens(secret('listen-in.key')),
    sessions,
  });
  playback = servePlayback(http, { authentication, asActor, clock, control });
  const asVisitorOfLink = createAsVisitorOfLink(pools.police);
  servePolice(http, {
    authentication,
    asActor,
    asVisitorOfLink,
    handleCommand,
    handleLinkCommand: createLinkCommandHandler({ clock, keys, asVisitorOfLink, announce }),
    keys,
    clock,
    origin: config.origin,
  });
  serveOutbox(http, { authentication, asActor });
  serveSetAside(http, { authentication, system, clock });
  messages.routes(http);
  serveIncidents(http, { authentication, asActor, keys, clock });
  serveIncidentDocuments(http, { authentication, asActor, keys, clock });
  serveDemo(http, {
    authentication,
    accounts: pools.accounts,
    demo: config.mode === 'demo',
    dataFolder: config.dataFolder,
  });
  serveTiles(http, { authentication, cacheFolder: join(config.dataFolder, 'tiles'), log });
  desks = openDesks(http.server, {
    clock,
    source,
    presence,
    lastOf: follower.lastOf,
    catchUp: follower.ask,
    authenticate: authentication.whoIs,
    stillValid: authentication.stillValid,
    onPresented: createPresentedReports(
      ({ visitor, alarmId }) =>
        handleCommand.forSystem(visitor, alarmId, { type: 'ReportPresented' }),
      onError,
    ).take,
    onError,
    origins,
  });

  if (control)
    listenIn = openListenIn({
      system,
      keys,
      clock,
      control,
      handleCommand,
      toAlarm: alarms.toAlarm,
      announce,
      log,
      onFact: ({ type }) => metrics.soundFacts.inc({ type }),
      onLostPress: (count) => metrics.lostPresses.inc(count),
    });

  await dc09.rehearse();

  const outbox = openOutbox({
    system,
    clock,
    handlers,
    handleCommand,
    log,
  });
  const jobs = [...messages.jobs, ...buttons.jobs];
  const rounds = [
    ...jobs.map((begin) => begin()),
    every(sweepMilliseconds, 'sweep', log, () =>
      sweep({
        system,
        clock,
        handleCommand,
        presence,
        log,
        raiseBeside: alarms.raiseBeside,
        arm: wakeUps.arm,
      }),
    ),
    every(outboxMilliseconds, 'outbox', log, outbox.round),
    every(clockWatchMilliseconds, 'clock', log, clockWatch.look),
    every(sessionsMilliseconds, 'listening sessions', log, async () => sessions?.check()),
    every(forgetMilliseconds, 'set aside', log, () => forgetSetAside({ system, clock })),
    every(500, 'canary', log, () =>
      beat({ system, clock, log }, (news) => {
        bus.publish(news);
        return follower.beat(news.centreId, news.canary);
      }),
    ),
    every(askWithoutBusMilliseconds, 'follower', log, followerRound()),
  ];

  function followerRound(): () => Promise<void> {
    let askedAt = 0;
    return async () => {
      const pause = bus.isUp() ? askMilliseconds : askWithoutBusMilliseconds;
      if (performance.now() - askedAt < pause) return;
      askedAt = performance.now();
      await follower.ask();
    };
  }

  await http.listen({ host: '127.0.0.1', port: config.apiPort });
  const dc09Port = await dc09.listen();
  log.info({ http: config.apiPort, dc09: dc09Port }, 'api ready');
  for (const list of config.mode === 'real' ? pagesNobody : [])
    log.warn(
      { list },
      `nobody can be paged: set ${contactsVariable[list]}, and mail or SMS to reach them`,
    );

  return async () => {
    stopping = true;
    await dc09.close();
    await messages.close();
    await desks.close();
    await listenIn?.stop();
    await http.close();
    await Promise.all(rounds.map((round) => round.stop()));
    await outbox.settled();
    await buttons.close();
    follower.stop();
    await wakeUps.close();
    await bus.close();
    await pools.end();
  };
}

try {
  const config = readConfig();
  const log = openLog(config.logLevel);
  outliveLostTypeQuestions(log);
  const stop = await start(config, log);
  let stopped: Promise<void> | null = null;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stopped ??= stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'stopped uncleanly');
          process.exit(1);
        },
      );
    });
} catch (error) {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`,
  );
  process.exit(1);
}
