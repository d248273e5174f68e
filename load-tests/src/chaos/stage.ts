// The product for one scenario: started as a person starts it, on ports and in a folder of its own, with
// everything that supervises it, so that recovery is its own doing. Faults reach it by process number and
// by the addresses it names; nothing of it knows that it is being tried.
import { connect } from 'node:net';
import { startInstance, type TestInstance } from '../../../tools/testing/instance.ts';
import type { Tunnel } from '../../../tools/testing/tunnel.ts';
import { demoAccounts, DeskSession } from '../target/desk-session.ts';
import { findTarget, registerButtons, type ApiProcess, type Target } from '../target/target.ts';

/** Few enough that each has many presses, enough that they don't queue for one alarm. */
const buttonCount = 8;
const buttonSeries = 'CA05';

export type Stage = {
  target: Target;
  /** Where devices and consoles go, in turns; a scenario may put something in between, or add one. */
  places: ApiProcess[];
  /** What stands between them and the product, where a scenario put something there. */
  tunnels: Tunnel[];
  accounts: string[];
  /** A supervisor's log-in, for the boards and logs that an outsider may read. */
  desk: DeskSession;
  command: <T>(name: string, ...args: string[]) => Promise<T>;
  pidOf: (program: 'api' | 'redis' | 'postgres') => number;
  signal: (program: 'api' | 'redis' | 'postgres', name: NodeJS.Signals) => void;
  /** One command in Redis's own inline words. */
  redis: (command: string) => Promise<void>;
  end: () => Promise<void>;
};

export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const instance = await startInstance({ env });
  try {
    return await stageOf(instance);
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

async function stageOf(instance: TestInstance): Promise<Stage> {
  const described = instance.describe();
  const target = await findTarget(described.env);
  const accounts = await registerButtons(target, buttonCount, buttonSeries);
  const supervisor = (await demoAccounts(target)).find(({ role }) => role === 'supervisor');
  if (!supervisor) throw new Error('the demo has no supervisor');
  const desk = await DeskSession.logIn(target, supervisor);
  const socketPath = (described.env['REDIS_URL'] ?? '').replace(/^unix:\/\//, '');
  const pidOf = (program: string) => {
    // Asked anew each time: whatever was killed is another process now.
    const pid = instance.describe().pids[program];
    if (pid === undefined) throw new Error(`${program} does not run`);
    return pid;
  };
  return {
    target,
    places: [target.api],
    tunnels: [],
    accounts,
    desk,
    // The shape each of these commands promises (outside.md).
    command: async <T>(name: string, ...args: string[]) =>
      (await instance.command(name, ...args)) as T,
    pidOf,
    signal: (program, name) => process.kill(pidOf(program), name),
    redis: (command) => askRedis(socketPath, command),
    end: () => instance.stop(),
  };
}

function askRedis(socketPath: string, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      if (answer.toString().startsWith('-')) reject(new Error(answer.toString().trim()));
      else resolve();
    });
    socket.write(`${command}\r\n`);
  });
}
