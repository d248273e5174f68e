// What /proc knows: is this process still the one we mean, and which ones belong to a folder? Process
// numbers are handed out again, so a number alone never decides that somebody is alive.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Who a process is for good: its number and when it started, in clock ticks since boot. */
export type ProcessIdentity = { pid: number; startedAtTick: string };

export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAtTick = startTickOf(pid);
  return startedAtTick === undefined ? undefined : { pid, startedAtTick };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startTickOf(identity.pid) === identity.startedAtTick;
}

/** Undefined when there is no such process, or only its unburied remains. */
function startTickOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return answersSignal(pid) ? 'unknown' : undefined;
  const stat = readOrNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === undefined) return undefined;
  // The second field is the command in parentheses and may itself contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export type RunningProcess = { pid: number; commandLine: string };

/** Processes whose working folder is `folder` or lies within it. A server works in its data folder. */
export function processesWorkingIn(folder: string): RunningProcess[] {
  return runningProcesses().filter(({ pid }) => {
    const cwd = readOrNothing(() => readlinkSync(`/proc/${pid}/cwd`));
    return cwd !== undefined && (cwd === folder || cwd.startsWith(`${folder}/`));
  });
}

/** Processes started with `variable=value` in their environment, however deep and detached. */
export function processesWithEnvironment(variable: string, value: string): RunningProcess[] {
  const wanted = `${variable}=${value}`;
  return runningProcesses().filter(({ pid }) => {
    const environment = readOrNothing(() => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    return environment?.split('\0').includes(wanted) ?? false;
  });
}

function runningProcesses(): RunningProcess[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && startTickOf(pid) !== undefined)
    .map((pid) => ({ pid, commandLine: commandLineOf(pid) }));
}

function commandLineOf(pid: number): string {
  const raw = readOrNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
  return raw.replaceAll('\0', ' ').trim();
}

/** A process may end between two looks, and others' are not ours to read: both mean "not there". */
function readOrNothing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
