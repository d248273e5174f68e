// What a program costs this machine, by the kernel's own books: the process and all its children.
import { readdir, readFile } from 'node:fs/promises';

export type ProcessCost = { cpuSeconds: number; residentMegabytes: number };

/** USER_HZ, fixed on Linux whatever the kernel's own tick is. */
const ticksPerSecond = 100;

export async function costOf(pid: number): Promise<ProcessCost> {
  const sum: ProcessCost = { cpuSeconds: 0, residentMegabytes: 0 };
  for (const member of [pid, ...(await descendantsOf(pid))]) {
    // A child that ended meanwhile costs nothing more.
    const stat = await readFile(`/proc/${member}/stat`, 'latin1').catch(() => '');
    const status = await readFile(`/proc/${member}/status`, 'latin1').catch(() => '');
    // Behind the name, which may contain anything, stand the numbers from the third on (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    sum.cpuSeconds += (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
    sum.residentMegabytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }
  return sum;
}

async function descendantsOf(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (const child of await childrenOf(pid)) found.push(child, ...(await descendantsOf(child)));
  return found;
}

/** None of a process that is gone. */
export async function childrenOf(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
    const path = `/proc/${pid}/task/${thread}/children`;
    const children = await readFile(path, 'latin1').catch(() => '');
    found.push(...children.trim().split(' ').filter(Boolean).map(Number));
  }
  return found;
}
