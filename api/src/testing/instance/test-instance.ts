// One whole instance for tests from outside: a database and a Redis of its own, the demo's centre, and
// real api processes that can be killed and started again on the same ports. Whatever is tested, the
// end of every instance checks what must hold in all of them: nothing secret stands in the log.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import type { Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import { redisUrl, socketPathFor, startRedis } from '../../../../tools/embedded/redis.ts';
import { compileCache } from '../../../../tools/testing/compile-cache.ts';
import { testPort } from '../../../../tools/testing/ports.ts';
import {
  failWhenEnded,
  startChild,
  waitUntil,
  type Child,
} from '../../../../tools/processes/child.ts';
import { connect, type Database } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { readDemoAccounts } from '../../demo/accounts-file.ts';
import { cast } from '../../demo/cast.ts';
import { seedDemo } from '../../demo/seed.ts';
import { keyPurpose } from '../../buttons/register/button-directory.ts';
import { openKeyRing, type KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';
import { makeSoundToken, sealSoundToken } from '../../buttons/register/sound-token.ts';
import { startMediaServer, type Gateway } from '../media-server.ts';
import { copyDemo, openAuthSecret, type DatabaseUrls } from './demo-copy.ts';
import type { Account } from './person.ts';

const programs = join(import.meta.dirname, '../..');
/** Beyond this something hangs; nothing here is timed by it. */
const hangMilliseconds = 40_000;
const noSound = 'no sound was asked for, or there is no mediasoup worker on this machine';

export type ApiProcess = {
  /** Where it listens for people. */
  url: string;
  /** What it believes its address to be; state-changing calls must say it. */
  origin: string;
  devicePort: number;
  child: Child;
  /** As a power cut would end it. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export type Button = { id: string; serial: string; account: string; key: Uint8Array | undefined };

export type Instance = Awaited<ReturnType<typeof startInstance>>;

type Options = {
  /** Of a Postgres of one's own; otherwise a fresh copy of the run's template. */
  databases?: DatabaseUrls;
  timings?: Partial<Timings>;
  /** With a media-server, for whoever speaks. Without one there is no sound, as on many a machine. */
  sound?: boolean;
  env?: Record<string, string>;
};

export async function startInstance(options: Options = {}) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-faults-'));
  const copy = options.databases ? null : await copyDemo(folder);
  const { appUrl, systemUrl, publicUrl, ownerUrl } = options.databases ?? copy!.urls; // one of the two is always there
  const keysFolder = join(folder, 'keys');
  const authSecret = openAuthSecret(keysFolder);
  const workerBin = inject('mediaWorker');
  const mediaFolder = join(folder, 'media');
  // Beside the demo's data.
  const startingMedia =
    options.sound && workerBin && startMediaServer({ folder: mediaFolder, keysFolder, workerBin });
  const keys = openKeyRing(keysFolder);
  const system = connect(systemUrl, { name: 'test', ...limitsOf.command, max: 4 });
  // For what no part of the product does.
  const owner = connect(ownerUrl, { name: 'test-owner', ...limitsOf.command });
  if (!copy) await seedDemo({ system, keys, authSecret, dataFolder: folder, now: new Date() });
  const centreId = await setTimings(owner, options.timings ?? {});

  const sounding = (await startingMedia) || null;
  const redisOptions = { folder: join(folder, 'redis'), socketPath: socketPathFor(folder) };
  let redis = await startRedis(redisOptions, () => {});
  const ports = { http: await testPort(), devices: await testPort() };
  const origin = `http://127.0.0.1:${ports.http}`;
  const env = {
    ...compileCache,
    DATABASE_URL: appUrl,
    DATABASE_SYSTEM_URL: systemUrl,
    DATABASE_PUBLIC_URL: publicUrl,
    REDIS_URL: redisUrl(redisOptions),
    ACHTERWACHT_KEYS: keysFolder,
    ACHTERWACHT_DATA: folder,
    ACHTERWACHT_ORIGIN: origin,
    ...(sounding ? { ACHTERWACHT_MEDIA_CONTROL_URL: sounding.url } : {}),
    ACHTERWACHT_MODE: 'demo',
    // Everything it could ever say, because a secret in a debug line is a secret in a log.
    LOG_LEVEL: 'debug',
    ...options.env,
  };
  const log: string[] = [];
  const running = new Set<ApiProcess>();

  async function startApi(more: Record<string, string> = {}): Promise<ApiProcess> {
    const httpPort = running.size === 0 ? ports.http : await testPort();
    const devicePort = running.size === 0 ? ports.devices : await testPort();
    const mine: string[] = [];
    const child = await startChild(
      {
        name: 'api',
        command: process.execPath,
        args: [join(programs, 'main.ts')],
        env: {
          ...env,
          ACHTERWACHT_API_PORT: String(httpPort),
          ACHTERWACHT_DC09_PORT: String(devicePort),
          ...more,
        },
        stopSignal: 'SIGTERM',
        untilReady: (starting) =>
          Promise.race([
            failWhenEnded(starting),
            waitUntil(
              'the start of the api',
              () => mine.some((line) => line.includes('api ready')),
              {
                withinMilliseconds: hangMilliseconds,
              },
            ),
          ]),
      },
      (_name, line) => {
        mine.push(line);
        log.push(line);
      },
    );
    const api: ApiProcess = {
      url: `http://127.0.0.1:${httpPort}`,
      origin: env.ACHTERWACHT_ORIGIN,
      devicePort,
      child,
      async kill() {
        process.kill(child.pid, 'SIGKILL');
        await child.exited;
      },
      async stop() {
        await child.stop(15_000);
      },
    };
    running.add(api);
    void child.exited.then(() => running.delete(api));
    return api;
  }

  /** What `achterwacht NAME … --json` prints. */
  async function command<T>(name: string, ...args: string[]): Promise<T> {
    const printed: string[] = [];
    const child = await startChild(
      {
        name,
        command: process.execPath,
        args: [join(programs, 'cli', `${name}.ts`), ...args, '--json'],
        env,
        stopSignal: 'SIGTERM',
      },
      (_name, line) => printed.push(line),
    );
    await child.exited;
    await child.stop();
    return JSON.parse(printed.join('\n')) as T;
  }

  const accounts: Account[] = ((await readDemoAccounts(folder)) ?? []).map((account) => ({
    ...account,
    totpSecret: account.totpSecret,
  }));
  const secrets = new Set<string>(
    [
      authSecret,
      readFileSync(join(keysFolder, 'media-control.secret'), 'utf8'),
      readFileSync(join(keysFolder, 'listen-in.key'), 'utf8'),
      keys.master.export().toString('hex'),
      decodeURIComponent(new URL(systemUrl).password),
      decodeURIComponent(new URL(publicUrl).password),
      ...accounts.flatMap((account) => [account.password, account.totpSecret ?? '']),
      ...cast.flatMap((holder) => [
        holder.codeWord,
        holder.duressWord,
        holder.threatContext,
        holder.name,
      ]),
    ].filter((secret): secret is string => Boolean(secret)),
  );

  const said = (texts: (string | null | undefined)[]) =>
    texts.filter((text): text is string => Boolean(text));
  return {
    folder,
    system,
    owner,
    keys,
    keysFolder,
    authSecret,
    centreId,
    accounts,
    log,
    /** @throws where there is none. */
    media: () => {
      if (!sounding) throw new Error(noSound);
      return sounding;
    },
    /** The button's gateway, with a new token, sends from now on. */
    async speak({ id }: Pick<Button, 'id'>): Promise<Gateway> {
      const token = makeSoundToken();
      secrets.add(token);
      const { soundToken, soundTokenSha256 } = sealSoundToken(keys, id, token);
      await system.sql`
        update buttons set sound = true, sound_token = ${soundToken},
          sound_token_sha256 = ${soundTokenSha256}, sound_changed_at = now() where id = ${id}`;
      if (!sounding) throw new Error(noSound);
      return sounding.speak(token);
    },
    /** What may never stand in a log line; tests add what they make up. */
    secrets,
    /** What nobody may read of the demo's holders who has the database alone. */
    personal: cast.flatMap((holder) =>
      said([
        holder.description,
        holder.threatContext,
        holder.specialInstruction,
        holder.codeWord,
        holder.duressWord,
      ]),
    ),
    appUrl,
    systemUrl,
    publicUrl,
    startApi,
    command,
    /** A demo account by its role, the first one unless told otherwise. */
    account: (role: string, index = 0): Account => {
      const found = accounts.filter((account) => account.role === role)[index];
      if (!found) throw new Error(`the demo has no ${role} ${index}`);
      return found;
    },
    async button(serial: string): Promise<Button> {
      const found = await readButton(system, keys, serial);
      if (found.key) {
        const key = Buffer.from(found.key);
        secrets.add(key.toString('hex')).add(key.toString('base64'));
      }
      return found;
    },
    /** A button without a key, as many are; held by nobody. */
    async addPlainButton(serial: string, account: string): Promise<Button> {
      const id = randomUUID();
      await system.sql`
        insert into buttons (id, centre_id, serial, protocol, account, model)
        values (${id}, ${centreId}, ${serial}, 'dc09', ${account}, 'test')`;
      return { id, serial, account, key: undefined };
    },
    redis: {
      socketPath: redisOptions.socketPath,
      /** kill -9, and what it had not yet written is lost. */
      async kill() {
        process.kill(redis.pid, 'SIGKILL');
        await redis.exited;
      },
      async start() {
        redis = await startRedis(redisOptions, () => {});
      },
      /** It keeps its connections and answers nothing, as on a machine that swaps. */
      freeze: () => process.kill(redis.pid, 'SIGSTOP'),
      thaw: () => process.kill(redis.pid, 'SIGCONT'),
      /** What it had written is gone too; while it is away. */
      loseFile: () => rmSync(redisOptions.folder, { recursive: true }),
    },
    async end(): Promise<void> {
      await Promise.all([...running].map((api) => api.stop()));
      await sounding?.close();
      await Promise.all([system.end(), owner.end()]);
      await redis.stop();
      await copy?.drop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(dirname(redisOptions.socketPath), { recursive: true, force: true });
      const leaked = [...secrets].filter((secret) => log.some((line) => line.includes(secret)));
      if (leaked.length > 0) {
        const line = log.find((one) => one.includes(leaked[0] ?? ''));
        throw new Error(`${leaked.length} secrets stand in the log, one of them in: ${line}`);
      }
    },
  };
}

async function setTimings(owner: Database, timings: Partial<Timings>): Promise<string> {
  const [centre] = await owner.sql<{ id: string }[]>`
    update centres set timings = timings || ${JSON.stringify(timings)}::text::jsonb returning id`;
  if (!centre) throw new Error('the demo seeds a centre');
  return centre.id;
}

async function readButton(system: Database, keys: KeyRing, serial: string): Promise<Button> {
  const [row] = await system.sql<{ id: string; account: string; key: string | null }[]>`
    select id, account, key from buttons where serial = ${serial}`;
  if (!row) throw new Error(`there is no button ${serial}`);
  const { id, account, key } = row;
  const opened = key && sealing.open(keys.master, keyPurpose(id), key);
  return { id, serial, account, key: opened ? Buffer.from(opened, 'base64') : undefined };
}

/** For hooks, where there is no `expect.poll`; the bound is for what hangs. */
export function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  return waitUntil(what, isTrue, { withinMilliseconds: hangMilliseconds });
}
