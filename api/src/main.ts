// The api process, put together: the only place that knows all parts, and the order in which they
// start and stop. Devices come last and go first, so that nothing is accepted that cannot be kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ofAlarms } from '@achterwacht/shared/feed-view.ts';
import { createAsActor } from './access/as-actor.ts';
import { createAuthentication, originsOf } from './access/authentication.ts';
import { serveSession } from './http/session-route.ts';
import { createCommandHandler, type Announce } from './alarms/handle-command.ts';
import { serveAlarms } from './alarms/routes.ts';
import { clockWatchMilliseconds, createClockWatch } from './health/clock-watch.ts';
import { startClock } from './clock.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { outliveLostTypeQuestions } from './db/lost-type-question.ts';
import { limitsOf, openPools } from './db/pools.ts';
import { serveDemo } from './demo/routes.ts';
import { createHandlers, pageNobody } from './effects.ts';
import { every, type Repeating } from './every.ts';
import { createFaultPoint } from './fault-points.ts';
import { createMetrics, serveHealth, serveSetAside } from './health/health.ts';
import { createHttpServer } from './http/server.ts';
import { createRaiseByHand } from './alarms/by-hand.ts';
import { AcceptedLimits } from './messages/limits/accepted-limits.ts';
import { createButtonContacts, contactWriteMilliseconds } from './buttons/button-contacts.ts';
import { openButtonDirectory } from './buttons/button-directory.ts';
import { startDc09Server } from './wires/dc09/dc09-server.ts';
import { createRaiseBare, createRaiseBeside } from './alarms/press/last-resort.ts';
import { serveSignals } from './messages/list-signals.ts';
import { createReportTrouble } from './messages/own-parts.ts';
import { createRecordAlone } from './messages/record-alone.ts';
import { createDc09Intake } from './wires/dc09/receive-dc09.ts';
import { followRegister } from './buttons/register-news.ts';
import { mostInARound, recoverMessages } from './messages/recover-messages.ts';
import { RefusedLimits } from './messages/limits/refused-limits.ts';
import { rehearsePresses } from './wires/dc09/rehearse.ts';
import { createTakeIn } from './messages/take-in.ts';
import { tellCounted, tellCountedMilliseconds } from './messages/limits/tell-counted.ts';
import { createToAlarm } from './alarms/press/to-alarm.ts';
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
import { serveIncidentDocuments } from './municipality/documents/document-routes.ts';
import { serveIncidents } from './municipality/incidents/routes.ts';
import { openOutbox, outboxMilliseconds } from './outbox/outbox.ts';
import { serveOutbox } from './outbox/routes.ts';
import { servePolice } from './police/page/routes.ts';
import { openKeyRing } from './sealing/key-ring.ts';
import { forgetMilliseconds, forgetSetAside, readSetAside } from './set-aside.ts';
import { sweep, sweepMilliseconds } from './timers/sweep.ts';
import { openWakeUps } from './timers/wake-ups.ts';

/** A key that was taken away in the register counts no longer than this. */
const directoryMilliseconds = 60_000;
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
  const asActor = createAsActor(pools.decide, pools.portal);
  const handleCommand = createCommandHandler({ clock, keys, asActor, system, announce });
  const handlers = createHandlers({ system, keys, clock }, config);
  const wakeUps = openWakeUps({ redis: config.redis, clock, handleCommand, log });

  // --- devices ---
  const directory = await openButtonDirectory({ ...pools, keys, clock });
  await followRegister({ ...pools, directory, log });
  const recordAlone = createRecordAlone(pools.record, keys);
  const contacts = createButtonContacts(system);
  const toAlarm = createToAlarm({ system, keys, clock, faultPoint });
  const pressToAlarm = createToAlarm({ system: pools.press, keys, clock, faultPoint });
  const raiseBare = createRaiseBare({ system, keys, clock });
  const raiseBeside = createRaiseBeside({ system, keys, clock, raiseBare, announce });
  const report = createReportTrouble({ system, keys, clock, toAlarm, announce, log });
  const clockWatch = createClockWatch({ system, clock, wall: Date.now, report, log });
  const refused = new RefusedLimits();
  let recovery: Repeating | null = null;
  const intake = createDc09Intake({
    recordAlone,
    keys,
    directory,
    contacts,
    takeIn: createTakeIn({ recordAlone, toAlarm: pressToAlarm, log }),
    announce,
    faultPoint,
    log,
    accepted: new AcceptedLimits(),
    refused,
    onRefusedCall: () => recovery?.soon(),
    count: (labels) => metrics.messages.inc(labels),
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
  const origins = originsOf(config.origin);
  const authentication = createAuthentication({
    database: pools.accounts,
    secret: secret('auth.secret'),
    origin: config.origin,
    origins,
    log,
  });
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
    isRecordFailing: recordAlone.isFailing,
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
  const raiseByHand = createRaiseByHand({ system: pools.press, keys, clock, announce });
  serveAlarms(http, { authentication, asActor, handleCommand, raiseByHand, keys, clock });
  serveListenIn(http, {
    authentication,
    asActor,
    handleCommand,
    tokens: createSoundTokens(secret('listen-in.key')),
    sessions,
  });
  playback = servePlayback(http, { authentication, asActor, clock, control });
  servePolice(http, {
    authentication,
    asActor,
    system: pools.police,
    handleCommand: createCommandHandler({ clock, keys, asActor, system: pools.police, announce }),
    keys,
    clock,
    origin: config.origin,
  });
  serveOutbox(http, { authentication, asActor });
  serveSetAside(http, { authentication, system, clock });
  serveSignals(http, { authentication, asActor, keys });
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
      toAlarm,
      announce,
      log,
      onFact: ({ type }) => metrics.soundFacts.inc({ type }),
      onLostPress: (count) => metrics.lostPresses.inc(count),
    });

  await Promise.all(
    (['record', 'press'] as const).map((name) =>
      rehearsePresses({ system: pools[name], keys, clock, log }, limitsOf[name].max),
    ),
  );

  const outbox = openOutbox({
    system,
    clock,
    handlers,
    handleCommand,
    log,
  });
  recovery = every(1_000, 'recovery', log, async () => {
    const taken = await recoverMessages(
      { system, keys, toAlarm, raiseBare, announce, log },
      clock.now(),
    );
    if (taken === mostInARound) recovery?.soon();
  });
  const rounds = [
    recovery,
    every(sweepMilliseconds, 'sweep', log, () =>
      sweep({ system, clock, handleCommand, presence, log, raiseBeside, arm: wakeUps.arm }),
    ),
    every(outboxMilliseconds, 'outbox', log, outbox.round),
    every(tellCountedMilliseconds, 'counted', log, async () => {
      if ((await tellCounted({ system, keys, refused }, clock.now())) > 0) recovery?.soon();
    }),
    every(clockWatchMilliseconds, 'clock', log, clockWatch.look),
    every(sessionsMilliseconds, 'listening sessions', log, async () => sessions?.check()),
    every(forgetMilliseconds, 'set aside', log, () => forgetSetAside({ system, clock })),
    every(directoryMilliseconds, 'directory', log, directory.reload),
    every(contactWriteMilliseconds, 'contacts', log, () => contacts.write()),
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
  const dc09 = await startDc09Server({
    host: config.bind,
    port: config.dc09Port,
    intake,
    clock,
    log,
    onTurnedAway(what) {
      metrics.turnedAway.inc({ what });
      // Nobody knows what stood in it.
      if (what === 'datagram') refused.count(directory.defaultCentreId, { callsForHelp: false });
    },
  });
  log.info({ http: config.apiPort, dc09: dc09.port }, 'api ready');
  for (const list of config.mode === 'real' ? pagesNobody : [])
    log.warn(
      { list },
      `nobody can be paged: set ${contactsVariable[list]}, and mail or SMS to reach them`,
    );

  return async () => {
    stopping = true;
    await dc09.close();
    await intake.settled();
    await tellCounted({ system, keys, refused }, clock.now(), true).catch(() => {});
    await desks.close();
    await listenIn?.stop();
    await http.close();
    await Promise.all(rounds.map((round) => round.stop()));
    await outbox.settled();
    await contacts.write().catch(() => {});
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
