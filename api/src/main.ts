// The api process, put together: the only place that knows all parts, and the order in which they
// start and stop. Devices come last and go first, so that nothing is accepted that cannot be kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAsActor } from './access/as-actor.ts';
import { createAuthentication, originsOf } from './access/authentication.ts';
import { serveSession } from './http/session-route.ts';
import { openAlarms } from './alarms/open-alarms.ts';
import { createCommandHandler } from './alarms/commands/handle-command.ts';
import { openButtons } from './buttons/open-buttons.ts';
import { startClock } from './clock.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { outliveLostTypeQuestions } from './db/lost-type-question.ts';
import { openPools } from './db/pools.ts';
import { serveDemo } from './demo/routes.ts';
import { createHandlers, pageNobody } from './effects.ts';
import { every } from './every.ts';
import { createFaultPoint } from './fault-points.ts';
import { createMetrics } from './health/health.ts';
import { openHealth } from './health/open-health.ts';
import { createHttpServer } from './http/server.ts';
import { openListenIn } from './listen-in/open-listen-in.ts';
import { openLive } from './live/open-live.ts';
import { openLog, type Log } from './log.ts';
import { serveTiles } from './map/tile-proxy.ts';
import { openMessages } from './messages/open-messages.ts';
import { openMunicipality } from './municipality/open-municipality.ts';
import { openOutbox, outboxMilliseconds } from './outbox/outbox.ts';
import { serveOutbox } from './outbox/routes.ts';
import { openPolice } from './police/open-police.ts';
import { openProjections } from './projections/open-projections.ts';
import { openKeyRing } from './sealing/key-ring.ts';
import { openSettings } from './settings/settings.ts';
import { readSetAside } from './set-aside.ts';
import { openSupervision } from './supervision/open-supervision.ts';
import { sweep, sweepMilliseconds } from './timers/sweep.ts';
import { openWakeUps } from './timers/wake-ups.ts';
import { openDc09 } from './wires/dc09/open-dc09.ts';

async function start(config: Config, log: Log): Promise<() => Promise<void>> {
  const clock = startClock();
  const keys = openKeyRing(config.keysFolder);
  const pools = openPools(config);
  // What acts by itself, and may wait.
  const system = pools.background;
  const faultPoint = createFaultPoint(config.dieAt);
  const secret = (name: string) => readFileSync(join(config.keysFolder, name), 'utf8').trim();

  const metrics = createMetrics(
    () => live.countDesks(),
    () => readSetAside({ system, clock }),
  );

  // --- live: what is committed reaches every desk ---
  const live = await openLive({
    ...pools,
    keys,
    clock,
    log,
    redis: config.redis,
    countRefused: () => metrics.busRefused.inc(),
  });
  const { announce } = live;

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
  const settings = await openSettings({ background: system, keys, log });
  const handlers = createHandlers({ system, keys, clock, settings }, config);

  // --- devices ---
  const parts = {
    ...pools,
    keys,
    clock,
    log,
    faultPoint,
    announce,
    asActor,
    authentication,
    handleCommand,
  };
  const alarms = openAlarms(parts);
  const buttons = await openButtons(parts);
  const reachDue = { alarm: alarms.reachDue, button: buttons.reachDue };
  const wakeUps = openWakeUps({ redis: config.redis, clock, reachDue, log });
  const messages = openMessages({ ...parts, ...alarms });
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
  const listenIn = openListenIn({
    ...parts,
    toAlarm: alarms.toAlarm,
    mediaServer:
      config.mediaControlUrl === undefined
        ? null
        : {
            url: config.mediaControlUrl,
            isAwaited: config.isSoundAwaited,
            secret: secret('media-control.secret'),
          },
    tokenSecret: secret('listen-in.key'),
    countFact: ({ type }) => metrics.soundFacts.inc({ type }),
    countLostPresses: (count) => metrics.lostPresses.inc(count),
  });
  live.listen(listenIn);

  // --- people ---
  const police = openPolice({ ...parts, origin: config.origin });
  const municipality = openMunicipality(parts);
  const supervision = openSupervision(parts);
  const projections = openProjections(
    { ...parts, report: messages.report, registry: metrics.registry },
    [supervision].flatMap((subject) => subject.projections),
  );
  live.listen({ committed: projections.wake, passedOn: projections.wake });
  const pagesNobody = () => pageNobody(config, settings);
  const health = openHealth({
    ...parts,
    report: messages.report,
    redisIsUp: live.isBusUp,
    isRecordFailing: messages.recordAlone.isFailing,
    pagesNobody,
    metrics,
    media: listenIn.media,
  });
  const http = await createHttpServer({
    log,
    authentication,
    origins,
    onAuthenticationChanged: () => {
      live.checkSessions();
      listenIn.checkSessions();
    },
  });
  health.routes(http);
  serveSession(http, {
    ...parts,
    demo: config.mode === 'demo',
    settings,
  });
  for (const subject of [alarms, listenIn, police, messages, municipality, supervision])
    subject.routes(http);
  serveOutbox(http, parts);
  serveDemo(http, {
    authentication,
    accounts: pools.accounts,
    demo: config.mode === 'demo',
    dataFolder: config.dataFolder,
  });
  serveTiles(http, { authentication, cacheFolder: join(config.dataFolder, 'tiles'), log });
  live.openDesks(http, {
    authentication,
    origins,
    reportPresented: (visitor, alarmId) =>
      handleCommand.forSystem(visitor, alarmId, { type: 'ReportPresented' }),
  });
  listenIn.start();

  await dc09.rehearse();

  const outbox = openOutbox({ system, clock, handlers, handleCommand, log });
  const jobs = [messages, listenIn, health, buttons, live, projections].flatMap(
    (subject) => subject.jobs,
  );
  const rounds = [
    ...jobs.map((begin) => begin()),
    every(sweepMilliseconds, 'sweep', log, () =>
      sweep({
        system,
        clock,
        handleCommand,
        presence: live.presence,
        log,
        reachDue,
        arm: wakeUps.arm,
      }),
    ),
    every(outboxMilliseconds, 'outbox', log, outbox.round),
  ];

  await http.listen({ host: '127.0.0.1', port: config.apiPort });
  const dc09Port = await dc09.listen();
  log.info({ http: config.apiPort, dc09: dc09Port }, 'api ready');
  for (const list of config.mode === 'real' ? pagesNobody() : [])
    log.warn(
      { list },
      'nobody can be paged: set `./achterwacht settings set paging`, and mail or SMS to reach them',
    );

  return async () => {
    health.stopping();
    await dc09.close();
    await messages.close();
    await live.closeDesks();
    await listenIn.close();
    await http.close();
    await Promise.all(rounds.map((round) => round.stop()));
    await outbox.settled();
    await buttons.close();
    await wakeUps.close();
    await live.close();
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
