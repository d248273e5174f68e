// Runs one test program in a process group of its own and ends the whole group afterwards, so that a
// browser or a server that a test forgot can't live on.
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { dyingWithParent, killGroup } from '../../processes/child.ts';

/** @returns whether it ended with status 0. */
export type RunProgram = (
  script: string,
  args: readonly string[],
  cwd: string,
  env?: Record<string, string>,
) => Promise<boolean>;

type Place = {
  /** File descriptors for what a program prints and complains about. */
  output: number;
  complaints: number;
  /** Added to ours, as `nice` does; 19 takes only what nobody else wants. */
  niceness: number;
};

export type ProgramRunner = {
  to: (place: Place) => RunProgram;
  killAll: () => void;
};

export function programRunner(sharedEnv: Record<string, string>): ProgramRunner {
  const leaders = new Set<number>();
  const to: ProgramRunner['to'] =
    ({ output, complaints, niceness }) =>
    async (script, args, cwd, env = {}) => {
      const { command, args: allArgs } = dyingWithParent('KILL', process.execPath, [
        script,
        ...args,
      ]);
      const child = spawn(command, allArgs, {
        cwd,
        env: { ...process.env, ...sharedEnv, ...env },
        detached: true,
        stdio: ['ignore', output, complaints],
      });
      const leader = child.pid ?? 0;
      if (leader !== 0 && niceness > 0) setPriority(leader, niceness);
      leaders.add(leader);
      const code = await new Promise<number | null>((resolve) => {
        child.once('error', () => resolve(null));
        child.once('exit', resolve);
      });
      killGroup(leader);
      leaders.delete(leader);
      return code === 0;
    };
  return { to, killAll: () => leaders.forEach(killGroup) };
}
