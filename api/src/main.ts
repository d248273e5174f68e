// The api process, put together: the only place that knows all parts, and the order in which they
// start and stop. Devices come last and go first, so that nothing is accepted that cannot be kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '@achterwacht/shared/described-error.ts';
import { retentionClass } from '@achterwacht/shared/routes/system.ts';
import { effectKinds } from '@achterwacht/shared/subjects/effects.ts';
import { createAsActor } from './access/as-actor.ts';
import { createAuthentication, originsOf } from './access/authentication.ts';
import { serveSession } from './http/session-route.ts';
import { openAdministration } from './administration/open-administration.ts';
import { openAccounts } from './accounts/open-accounts.ts';
import { openAudit } from './audit/open-audit.ts';
import { openAlarms } from './alarms/open-alarms.ts';
import { createCommandHandler } from './alarms/commands/handle-command.ts';
import { openButtons } from './buttons/open-buttons.ts';
import { startClock } from './clock.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { readConnectionBudget, tooFewConnections } from './db/connection-budget.ts';
import { outliveLostTypeQuestions } from './db/lost-type-question.ts';
import { openPools } from './db/pools.ts';
import { openDemo } from './demo/open-demo.ts';
import { createFaultPoint } from './fault-points.ts';
import { oneOfEach, type Folder } from './folder.ts';
import { createMetrics } from './health/health.ts';
import { openHealth } from './health/open-health.ts';
import { createHttpServer } from './http/server.ts';
import { openJobs } from './jobs/open-jobs.ts';
import { openListenIn } from './listen-in/open-listen-in.ts';
import { openLive } from './live/open-live.ts';
import { openLogger, writeLastWords, type Logger } from './logger.ts';
import { openAddresses } from './addresses/open-addresses.ts';
import { openMap } from './map/open-map.ts';
import { openMessages } from './messages/open-messages.ts';
import { openMunicipality } from './municipality/open-municipality.ts';
import { openNotify } from './notify/open-notify.ts';
import { openOutbox } from './outbox/open-outbox.ts';
import { openPeople } from './people/open-people.ts';
import { openPlans } from './plans/open-plans.ts';
import { openPersons } from './persons/open-persons.ts';
import { openPolice } from './police/open-police.ts';
import { openPrivacy } from './privacy/open-privacy.ts';
import { openProjections } from './projections/open-projections.ts';
import { openReminders } from './reminders/open-reminders.ts';
import { openRetention } from './retention/open-retention.ts';
import { openKeyRing } from './sealing/key-ring.ts';
import { openServiceAccounts } from './service-accounts/open-service-accounts.ts';
import { openSettingTests } from './setting-tests/open-setting-tests.ts';
import { openSettings } from './settings/settings.ts';
import { readSetAside } from './jobs/set-aside.ts';
import { foldUnsealed, subjectsInLog } from './streams.ts';
import { openSupervision } from './supervision/open-supervision.ts';
import { openTimers } from './timers/open-timers.ts';
import { subjectsWithDeadlines } from './timers/sweep.ts';
import { openDc09 } from './wires/dc09/open-dc09.ts';

/** As the trigger names it. */
const sessionsChannel = 'achterwacht_sessions';

async function start(config: Config, log: Logger): Promise<() => Promise<void>> {
  const clock = startClock();
  const keys = openKeyRing(config.keysFolder);
  const pools = openPools(config);
  // What acts by itself, and may wait.
  const system = pools.background;
  const faultPoint = createFaultPoint(config.dieAt);
  const secret = (name: string) => readFileSync(join(config.keysFolder, name), 'utf8').trim();

  const metrics = createMetrics({
    desks: () => live.countDesks(),
    setAside: () => readSetAside({ system, clock }),
    jobs: () => jobs.inProcess(),
  });

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
  const asActor = createAsActor(pools.decide, pools.portal, pools.office);
  const handleCommand = createCommandHandler({ clock, keys, asActor, system, announce });
  const settings = await openSettings({ background: system, keys, log });
  settings.listen(live.tellSettings);

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
    settings,
    keysFolder: config.keysFolder,
  };
  const alarms = openAlarms(parts);
  const buttons = await openButtons({ ...parts, origin: config.origin });
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
    hearTest: buttons.hearTest,
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
    countLostPress: () => metrics.lostPresses.inc(),
  });
  live.listen(listenIn);

  // --- people ---
  const police = openPolice({ ...parts, origin: config.origin });
  const municipality = openMunicipality(parts);
  const plans = openPlans(parts);
  const addresses = openAddresses({
    ...parts,
    search: config.addressSearch,
    near: config.addressNear,
  });
  const persons = openPersons({ ...parts, findAddresses: addresses.find });
  const supervision = openSupervision(parts);
  const serviceAccounts = openServiceAccounts(parts);
  const audit = openAudit(parts, { subjects: subjectsInLog, foldUnsealed });
  const privacy = openPrivacy(parts);
  const notify = openNotify(parts);
  const settingTests = openSettingTests({
    ...parts,
    gateways: notify.gateways,
    origin: config.origin,
  });
  const people = openPeople({ ...parts, gateways: notify.gateways, origin: config.origin });
  const jobs = openJobs(parts);
  const checkSessions = () => {
    live.checkSessions();
    listenIn.checkSessions();
  };
  const accounts = openAccounts({
    ...parts,
    invitations: people.invitations,
    secret: secret('auth.secret'),
    origin: config.origin,
    origins,
    gateways: notify.gateways,
    changed: checkSessions,
  });
  const health = openHealth({
    ...parts,
    report: messages.report,
    redisIsUp: live.isBusUp,
    isRecordFailing: messages.recordAlone.isFailing,
    pagesNobody: notify.pagesNobody,
    readJobs: jobs.read,
    metrics,
    media: listenIn.media,
    centreIds: settings.centreIds,
    tellFailing: live.tellFailing,
    origin: config.origin,
    monitoringToken: config.monitoringToken,
  });
  const demo = openDemo({
    authentication,
    accounts: pools.accounts,
    demo: config.mode === 'demo',
    dataFolder: config.dataFolder,
  });
  const map = openMap({
    ...parts,
    admitDevice: police.admitDevice,
    dataFolder: config.dataFolder,
  });

  // --- what the folders give, together ---
  const subjects: Folder[] = [
    alarms,
    buttons,
    messages,
    listenIn,
    police,
    municipality,
    plans,
    persons,
    supervision,
    serviceAccounts,
    audit,
    privacy,
    notify,
    settingTests,
    people,
  ];
  const tablesOf = <Name extends keyof Folder>(name: Name) => subjects.map((one) => one[name]);
  const outbox = openOutbox({
    ...parts,
    handlers: oneOfEach('effect', effectKinds, tablesOf('handlers')),
  });
  const timers = openTimers({
    ...parts,
    redis: config.redis,
    presence: live.presence,
    reachDue: oneOfEach('deadlines of', subjectsWithDeadlines, tablesOf('reachDue')),
  });
  const retention = openRetention(
    parts,
    oneOfEach('retention of', retentionClass.options, tablesOf('erasers')),
  );
  const projections = openProjections(
    { ...parts, report: messages.report, registry: metrics.registry },
    tablesOf('projections').flatMap((given) => given ?? []),
  );
  live.listen({ committed: projections.wake, passedOn: projections.wake });
  const reminders = openReminders(
    { ...parts, gateways: notify.gateways, origin: config.origin },
    tablesOf('reminders').flatMap((find) => find ?? []),
  );
  const administration = openAdministration(
    parts,
    [...tablesOf('tasks'), reminders.tasks].flatMap((find) => find ?? []),
  );
  const folders: Folder[] = [
    ...subjects,
    accounts,
    health,
    live,
    outbox,
    timers,
    projections,
    retention,
    jobs,
    administration,
    reminders,
    demo,
    addresses,
    map,
  ];

  const http = await createHttpServer({
    log,
    admitService: serviceAccounts.admit,
    origins,
  });
  // Of whichever process: whoever was kept out has no open socket a moment later.
  await system.sql.listen(sessionsChannel, checkSessions, checkSessions);
  serveSession(http, { ...parts, demo: config.mode === 'demo' });
  for (const { routes } of folders) routes?.(http);
  live.openDesks(http, {
    authentication,
    origins,
    // A demo is where the load tests put hundreds of desks behind one log-in.
    mostSockets: config.mode === 'demo' ? Infinity : undefined,
    reportPresented: (visitor, alarmId) =>
      handleCommand.forSystem(visitor, alarmId, { type: 'ReportPresented' }),
  });

  await dc09.rehearse();
  jobs.start(folders.flatMap((folder) => folder.jobs ?? []));

  await http.listen({ host: '127.0.0.1', port: config.apiPort });
  const dc09Port = await dc09.listen();
  log.info({ http: config.apiPort, dc09: dc09Port }, 'api ready');
  const tooFew = tooFewConnections(await readConnectionBudget(system));
  if (tooFew) log.warn({ why: tooFew }, 'not every connection that may be needed fits');
  for (const list of config.mode === 'real' ? notify.pagesNobody() : [])
    log.warn(
      { list },
      'nobody can be paged: an administrator sets whom, and mail or SMS to reach them, at Beheer, Instellingen',
    );

  return async () => {
    health.stopping();
    await dc09.close();
    await messages.close();
    await live.closeDesks();
    await http.close();
    await jobs.close();
    await outbox.close();
    await buttons.close();
    await timers.close();
    await serviceAccounts.close();
    await live.close();
    await pools.end();
  };
}

try {
  const config = readConfig();
  const log = openLogger(config.logLevel);
  writeLastWords(log);
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
  const said =
    error instanceof ConfigError ? error.message : JSON.stringify(describeError(error), null, 2);
  process.stderr.write(`${said}\n`);
  process.exit(1);
}
