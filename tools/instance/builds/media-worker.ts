// The worker that carries sound is the one thing that may have to be compiled. The media-server package
// knows how (worker-build/); here it is asked, once at a time, and what it says is passed on.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { dyingWithParent } from '../../processes/child.ts';
import { takeLock } from '../data-folder/data-folder.ts';
import { projectFolder } from '../settings.ts';
import { StatedProblem } from '../stated-problem.ts';

const script = join(projectFolder, 'media-server/worker-build/provide-worker.ts');

/** @returns its path; undefined where there is none, with the reason said. Never fetches or builds. */
export function findMediaWorker(): Promise<string | undefined> {
  return ask(['--find'], () => undefined);
}

/** Gets one when there is none. Undefined when it can't be had: the reason has been said. */
export async function provideMediaWorker(
  print: (text: string) => void,
): Promise<string | undefined> {
  const found = await findMediaWorker();
  if (found) return found;
  const release = await waitForTurn(print);
  try {
    const provided = await ask([], print);
    if (!provided) print('there will be no sound; everything else runs');
    return provided;
  } finally {
    release();
  }
}

async function ask(args: string[], print: (text: string) => void): Promise<string | undefined> {
  const asked = dyingWithParent('KILL', process.execPath, [script, ...args]);
  const child = spawn(asked.command, asked.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', print);
  let path = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (path += text));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  return code === 0 ? path.trim() : undefined;
}

/** Two instances starting at once build it once: the second waits and finds it made. */
async function waitForTurn(print: (text: string) => void): Promise<() => void> {
  mkdirSync(join(projectFolder, '.tools'), { recursive: true });
  for (let count = 0; ; count += 1) {
    try {
      return takeLock(
        join(projectFolder, '.tools', 'media-worker.lock'),
        'The build of the worker',
      );
    } catch (error) {
      if (!(error instanceof StatedProblem)) throw error;
      if (count % 50 === 5) print('waiting for another start to build the mediasoup worker');
      await sleep(200);
    }
  }
}
