// The whole product, as a person starts it, for tests that look at it from outside: browser stories, and
// tests that kill processes. On ports and in a folder of its own, so that any number run side by side.
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findInstance, type Instance } from '../instance/data-folder/instance-file.ts';
import { dyingWithParent } from '../processes/child.ts';
import { testPort, testPorts } from './ports.ts';

export type TestInstance = {
  origin: string;
  dc09Port: number;
  dataFolder: string;
  /** What the instance says of itself now: process numbers, ports, the api's environment. */
  describe: () => Instance;
  accounts: () => Promise<DemoAccount[]>;
  /** Runs `./achterwacht NAME ARGS --json` on it; throws with what it said when it fails. */
  command: (name: string, ...args: string[]) => Promise<unknown>;
  /** kill -9 of the process that supervises everything, with whatever the kernel then ends. */
  kill: () => Promise<void>;
  /** As an administrator does; removes the data folder unless it was given. */
  stop: () => Promise<void>;
};

export type DemoAccount = {
  role: string;
  name: string;
  email: string;
  password: string;
  totpSecret?: string;
};

export type TestInstanceOptions = {
  env?: Record<string, string>;
  /** To start again on what an earlier one left. */
  dataFolder?: string;
  mode?: 'demo' | 'serve';
};

const run = join(import.meta.dirname, '../run.ts');
/** A first start builds the console when its sources are newer. */
const startMilliseconds = 280_000;

export async function startInstance(options: TestInstanceOptions = {}): Promise<TestInstance> {
  const dataFolder = options.dataFolder ?? makeDataFolder();
  const port = await testPort();
  const dc09Port = await testPort();
  const env = {
    ...withoutSettings(process.env),
    ACHTERWACHT_PORT: String(port),
    ACHTERWACHT_DC09_PORT: String(dc09Port),
    ACHTERWACHT_DATA: dataFolder,
    ...(await soundPorts()),
    ...options.env,
  };
  const { command, args } = dyingWithParent('KILL', process.execPath, [
    run,
    options.mode ?? 'demo',
  ]);
  const started = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  createInterface({ input: started.stderr }).on('line', (line) => printed.push(line));
  const exited = new Promise<void>((resolve) => started.once('exit', () => resolve()));

  const origin = await new Promise<string>((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(patience);
      started.kill('SIGKILL');
      reject(new Error(`${reason}:\n${printed.slice(-30).join('\n')}`));
    };
    const patience = setTimeout(() => fail('the instance did not get ready'), startMilliseconds);
    started.once('error', reject);
    started.once('exit', (code) => fail(`the instance ended (${code}) before it was ready`));
    createInterface({ input: started.stdout }).on('line', (line) => {
      if (!line.startsWith('ready ')) return;
      clearTimeout(patience);
      resolve(line.slice('ready '.length));
    });
  });

  const ask = async (name: string, ...commandArgs: string[]) =>
    JSON.parse(await capture([run, name, ...commandArgs, '--json'], env)) as unknown;

  return {
    origin,
    dc09Port,
    dataFolder,
    describe: () => {
      const instance = findInstance(dataFolder);
      if (!instance) throw new Error('the instance is not running');
      return instance;
    },
    command: ask,
    // the shape this command promises; another one fails in the story that logs in
    accounts: async () => (await ask('accounts')) as DemoAccount[],
    kill: async () => {
      started.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      started.kill('SIGTERM');
      await exited;
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const mediaWorkers = 2;
const rtpPorts = 20;

async function soundPorts(): Promise<Record<string, string>> {
  const rtpPort = await testPorts(rtpPorts);
  return {
    ACHTERWACHT_MEDIA_WORKERS: String(mediaWorkers),
    ACHTERWACHT_MEDIA_PORT: String(await testPorts(mediaWorkers)),
    ACHTERWACHT_RTP_PORTS: `${rtpPort}-${rtpPort + rtpPorts - 1}`,
  };
}

export function makeDataFolder(): string {
  return mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-instance-'));
}

/** A developer's own settings must not reach into tests; where the servers' programs are may. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = /^ACHTERWACHT_(REDIS_BIN|REDIS_LIB|CHROMIUM|TEST_PORTS|TEST_RUN)$/;
  const settings = /^(ACHTERWACHT_|DATABASE_|REDIS_URL$|LOG_LEVEL$|NODE_ENV$|VITEST)/;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => kept.test(name) || !settings.test(name)),
  );
}

async function capture(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${args.slice(1).join(' ')} failed (${code}): ${complaints}`);
  return printed;
}
