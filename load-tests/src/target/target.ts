// The running product that a scenario measures, as far as the outside may know it: addresses, the
// environment its programs run with (for a second api process and for its own commands), a log-in.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '../../../tools/instance/ports.ts';
import type { Credentials } from '../press/arguments.ts';

const projectFolder = join(import.meta.dirname, '../../..');

/** The names under which the launcher hands its instance to a command. */
const instanceNames = [
  'ACHTERWACHT_MODE',
  'ACHTERWACHT_ORIGIN',
  'ACHTERWACHT_BIND',
  'ACHTERWACHT_API_PORT',
  'ACHTERWACHT_DC09_PORT',
  'DATABASE_OWNER_URL',
  'REDIS_URL',
] as const;

/** Something the person can put right; printed without a stack. */
export class StatedProblem extends Error {}

export type ApiProcess = {
  /** Reached directly, not by the front door, because the floors have none either. */
  origin: string;
  devices: { host: string; port: number };
};

export type Target = {
  api: ApiProcess;
  /** What the product believes its address to be; state-changing calls must say it. */
  publicOrigin: string;
  databaseOwnerUrl: string;
  redisUrl: string;
  /** Everything the api process runs with. */
  env: Record<string, string>;
};

/**
 * Finds the instance: in the environment, where `./achterwacht load` puts it, or in the file that
 * ACHTERWACHT_INSTANCE names. Refuses one in real use: a scenario raises thousands of alarms.
 */
export async function findTarget(env: NodeJS.ProcessEnv = process.env): Promise<Target> {
  const path = env['ACHTERWACHT_INSTANCE'];
  const source = path ? envIn(await readFile(path, 'utf8')) : env;
  const missing = instanceNames.find((name) => !source[name]);
  if (missing !== undefined) {
    throw new StatedProblem(
      'Achterwacht is not running here: start a demo with ./achterwacht first.',
    );
  }
  if (source['ACHTERWACHT_MODE'] !== 'demo') {
    throw new StatedProblem('This instance is in real use; load is for a demo.');
  }
  const value = (name: (typeof instanceNames)[number]): string => source[name] ?? '';
  return {
    api: {
      origin: `http://127.0.0.1:${value('ACHTERWACHT_API_PORT')}`,
      devices: {
        host: value('ACHTERWACHT_BIND'),
        port: Number(value('ACHTERWACHT_DC09_PORT')),
      },
    },
    publicOrigin: value('ACHTERWACHT_ORIGIN'),
    databaseOwnerUrl: value('DATABASE_OWNER_URL'),
    redisUrl: value('REDIS_URL'),
    env: definedOnly(source),
  };
}

/** The launcher's file: among more, the environment it runs the api with. */
function envIn(text: string): NodeJS.ProcessEnv {
  const { env } = JSON.parse(text) as { env?: Record<string, string> };
  if (env === undefined) throw new StatedProblem('ACHTERWACHT_INSTANCE names no instance file.');
  return env;
}

/** Starts one more api process on the same databases. `stop` ends it as an administrator would. */
export async function startSecondApi(
  target: Target,
): Promise<ApiProcess & { stop: () => Promise<void> }> {
  const [apiPort, devicePort] = [await findFreePort(), await findFreePort()];
  const child = spawn(process.execPath, [join(projectFolder, 'api/src/main.ts')], {
    env: {
      ...process.env,
      ...target.env,
      ACHTERWACHT_API_PORT: String(apiPort),
      ACHTERWACHT_DC09_PORT: String(devicePort),
    },
    stdio: 'ignore',
  });
  const origin = `http://127.0.0.1:${apiPort}`;
  await untilItAnswers(`${origin}/healthz`, child);
  return {
    origin,
    devices: { host: target.api.devices.host, port: devicePort },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/**
 * Accounts of `count` buttons, registered as an administrator would: plain ones, or all with this key (`hex:…`). The
 * same series of four hex digits gives the same buttons again, with whatever alarms they still have open.
 */
export async function registerButtons(
  target: Target,
  count: number,
  series: string,
  key = '',
): Promise<string[]> {
  const accounts = Array.from(
    { length: count },
    // Out of the way of a demo's own accounts.
    (_, index) => `70AD${series}${index.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  await importButtons(
    target,
    accounts.map((account) => ({ account, key })),
  );
  return accounts;
}

/** One that is also listened in to; its token stays what it was when it is there already. */
export async function registerSoundButton(target: Target, account: string): Promise<Credentials> {
  await importButtons(target, [{ account, sound: 'ja' }]);
  return credentialsOf(target, serialOf(account));
}

/** Of a button that was registered here. */
export function serialOf(account: string): string {
  return `load-${account}`;
}

/** What a button of this instance needs to press and to be heard. */
export async function credentialsOf(target: Target, serial: string): Promise<Credentials> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [apiCommand('button-credentials'), '--serial', serial, '--json'],
    { env: { ...process.env, ...target.env } },
  );
  return JSON.parse(stdout) as Credentials;
}

async function importButtons(
  target: Target,
  buttons: readonly { account: string; key?: string; sound?: 'ja' }[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'achterwacht-load-'));
  try {
    const file = join(folder, 'buttons.csv');
    const rows = buttons.map(
      ({ account, key = '', sound = '' }) =>
        `${serialOf(account)},dc09,${account},${key},Simulator,,,${sound}`,
    );
    const header = 'serial,protocol,account,key,model,municipality,holder,sound';
    await writeFile(file, `${[header, ...rows].join('\n')}\n`);
    await promisify(execFile)(process.execPath, [apiCommand('buttons'), 'import', file, '--json'], {
      env: { ...process.env, ...target.env },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A command of the product as a program. */
export function apiCommand(name: string): string {
  return join(projectFolder, 'api/src/cli', `${name}.ts`);
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + 30_000;
  while (performance.now() < until && child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('the second api process did not start');
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
