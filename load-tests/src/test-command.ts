// A command of this package as a program, for tests of what it prints and how it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export async function runCommand(
  script: 'chaos.ts' | 'load.ts',
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ printed: string; complaints: string; status: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complaints, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { printed, complaints, status };
}
