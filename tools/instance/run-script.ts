// Runs one command of a program to its end.
import { spawn } from 'node:child_process';
import { dyingWithParent } from '../processes/child.ts';
import { apiEnvironment, apiScript, type Layout } from './programs.ts';
import { callerFolder } from './settings.ts';
import { StatedProblem } from './stated-problem.ts';

/** For a step of starting up: silent when it goes well, its last words when it does not. */
export async function runScript(
  name: string,
  layout: Layout,
  args: readonly string[] = [],
): Promise<string> {
  return captureScript(apiScript(name), args, apiEnvironment(layout));
}

/** @returns what it printed. */
export async function captureScript(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  const { command, args: allArgs } = dyingWithParent('KILL', process.execPath, [script, ...args]);
  const child = spawn(command, allArgs, {
    cwd: callerFolder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return printed;
  const lastWords = `${printed}\n${complaints}`.trim().split('\n').slice(-20).join('\n');
  throw new StatedProblem(`${script} failed (${code}):\n${lastWords}`);
}

/**
 * For a command the person asked for: it has the terminal, and stands where the caller stands, so that
 * a file named on the command line is found.
 *
 * @param input Given to its standard input instead of the terminal.
 * @returns its exit status.
 */
export async function handOver(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  input?: string,
): Promise<number> {
  const { command, args: allArgs } = dyingWithParent('KILL', process.execPath, [script, ...args]);
  const child = spawn(command, allArgs, {
    cwd: callerFolder,
    env: { ...process.env, ...env },
    stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
  });
  // It may end without having read everything; its exit status tells why.
  child.stdin?.on('error', () => undefined).end(input);
  // Ctrl-C reaches it directly; we stay to report how it ended.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** For one that asks the person on the terminal, and prints what it heard. */
export async function askPerson(
  script: string,
  args: readonly string[],
): Promise<{ printed: string; exitCode: number }> {
  const { command, args: allArgs } = dyingWithParent('KILL', process.execPath, [script, ...args]);
  const child = spawn(command, allArgs, {
    cwd: callerFolder,
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  // Ctrl-C reaches it directly; we stay to report how it ended.
  process.on('SIGINT', () => undefined);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { printed, exitCode };
}
