// One child process that can't outlive us. Whoever starts a server here gets a handle that knows how
// that server wants to be asked to stop; the supervisor (beside this file) decides about restarts.
//
// Two things make orphans impossible. The child is started through `setpriv --pdeathsig`, so that the
// kernel ends it when this process dies, kill -9 included. And it leads its own session, so that
// Ctrl-C in a terminal reaches this process only, which then stops its children in the right order.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type Program = {
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The signal that asks for a clean stop. */
  stopSignal: 'SIGTERM' | 'SIGINT';
  /** Set when the command arranges its own death signal (Postgres, which changes user first). */
  bringsDeathSignal?: boolean;
  /** Makes the place ready before every start, first or repeated. */
  beforeStart?: () => Promise<void>;
  /** Resolves once the program answers; rejects with the reason it never will. */
  untilReady?: (child: Child) => Promise<void>;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type Child = {
  name: string;
  pid: number;
  exited: Promise<Exit>;
  isRunning: () => boolean;
  /** What it said last, to explain an unexpected end. */
  lastLines: () => readonly string[];
  /** Asks, waits, then kills what is left of its process group. */
  stop: (waitMilliseconds?: number) => Promise<Exit>;
};

export type LineSink = (name: string, line: string) => void;

const rememberedLines = 20;
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/** The command line that makes the kernel end `command` together with its parent. Linux only. */
export function dyingWithParent(signal: 'KILL' | 'INT', command: string, args: readonly string[]) {
  if (!setpriv) return { command, args: [...args] };
  return { command: setpriv, args: ['--pdeathsig', signal, command, ...args] };
}

export async function startChild(program: Program, onLine: LineSink): Promise<Child> {
  const child = await launch(program, onLine);
  try {
    await program.untilReady?.(child);
  } catch (error) {
    await child.stop(1000);
    throw error;
  }
  return child;
}

/** Starts it without waiting for its readiness, for whoever must be able to stop it meanwhile. */
export async function launch(program: Program, onLine: LineSink): Promise<Child> {
  await program.beforeStart?.();
  const { command, args } = program.bringsDeathSignal
    ? { command: program.command, args: [...program.args] }
    : dyingWithParent('KILL', program.command, program.args);
  const started = spawn(command, args, {
    env: program.env ?? process.env,
    cwd: program.cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const child = handleOf(program, started, onLine);
  await new Promise<void>((resolve, reject) => {
    started.once('spawn', resolve);
    started.once('error', reject);
  });
  return child;
}

function handleOf(program: Program, started: ChildProcess, onLine: LineSink): Child {
  const last: string[] = [];
  const keep = (line: string) => {
    last.push(line);
    if (last.length > rememberedLines) last.shift();
    onLine(program.name, line);
  };
  for (const stream of [started.stdout, started.stderr]) {
    if (stream) eachLine(stream, keep);
  }
  let isRunning = true;
  const exited = new Promise<Exit>((resolve) => {
    const end = (exit: Exit) => {
      isRunning = false;
      resolve(exit);
    };
    started.once('exit', (code, signal) => end({ code, signal }));
    started.once('error', () => end({ code: null, signal: null }));
  });
  const pid = started.pid ?? 0;
  return {
    name: program.name,
    pid,
    exited,
    isRunning: () => isRunning,
    lastLines: () => last,
    stop: async (waitMilliseconds = 5000) => {
      if (isRunning) {
        started.kill(program.stopSignal);
        const patience = setTimeout(() => started.kill('SIGKILL'), waitMilliseconds);
        await exited;
        clearTimeout(patience);
      }
      killGroup(pid);
      return exited;
    },
  };
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
}

/** Ends what a leader left behind in its group; that nothing is left is the usual case. */
export function killGroup(leader: number): void {
  if (leader <= 1) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Rejects as soon as the child ends; to be raced against waiting for its readiness. */
export async function failWhenEnded(child: Child): Promise<never> {
  const { code, signal } = await child.exited;
  const lastLines = child.lastLines().slice(-5).join(' | ');
  throw new Error(`${child.name} ended (${signal ?? code}) before it was ready: ${lastLines}`);
}

/** Asks `isTrue` every few milliseconds; the error names what was waited for. */
export async function waitUntil(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  { withinMilliseconds, everyMilliseconds = 20 }: WaitOptions,
): Promise<void> {
  const giveUpAt = performance.now() + withinMilliseconds;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt)
      throw new Error(`${what} took longer than ${withinMilliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
}

type WaitOptions = { withinMilliseconds: number; everyMilliseconds?: number };
