// The mediasoup worker that the launcher provides, asked as a person would.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StatedProblem } from '../../target/target.ts';

const script = join(import.meta.dirname, '../../../../media-server/worker-build/provide-worker.ts');

export async function findWorker(): Promise<string> {
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given) return given;
  try {
    return (await promisify(execFile)(process.execPath, [script, '--find'])).stdout.trim();
  } catch {
    throw new StatedProblem('There is no mediasoup worker here: ./achterwacht doctor says why.');
  }
}
