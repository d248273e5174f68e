// S1, S2 and S3 together: what a press costs on its way in, and on its way to every desk.
import type { MeasureOptions } from '../harness/options.ts';
import type { Result } from '../harness/result.ts';
import type { Target } from '../target/target.ts';
import { pressToAck } from './fan-out/press-to-ack.ts';
import { pressToConsoles } from './fan-out/press-to-consoles.ts';
import { twoProcesses } from './fan-out/two-processes.ts';

export async function fanOut(target: Target, options: MeasureOptions): Promise<Result> {
  const parts: Result[] = [];
  for (const part of [pressToAck, pressToConsoles, twoProcesses]) {
    parts.push(await part(target, options));
  }
  return {
    scenario: 'fan-out',
    measured: parts.flatMap((part) => part.measured),
    checks: parts.flatMap((part) => part.checks),
  };
}
