// What the acceptance points promise people at a desk in seconds, on the whole product with real desks in
// Chromium and real presses. Browser stories say what comes before what; how long it took is said here, where
// nothing else runs.
import type { MeasureOptions } from '../harness/options.ts';
import { medianAtMost, type Check, type Result } from '../harness/result.ts';
import { withCentre } from './desk/desk-centre.ts';
import {
  cardAndTone,
  headsetGone,
  takenByTwo,
  toneOfOtherWindow,
  twoAtWork,
} from './desk/desk-rows.ts';
import { followedBehind, soundAfterWorkerDied } from './desk/desk-sound-rows.ts';
import { cleanStop } from './desk/desk-stop-row.ts';

/** The last one leaves nothing to measure on. */
const measures = [
  cardAndTone,
  toneOfOtherWindow,
  takenByTwo,
  twoAtWork,
  headsetGone,
  soundAfterWorkerDied,
  followedBehind,
  cleanStop,
];

export async function desks(options: MeasureOptions): Promise<Result> {
  const checks: Check[] = [];
  await withCentre(async (centre) => {
    for (const measure of measures) {
      for (const { name, milliseconds, limit } of await measure(centre, options.rounds)) {
        checks.push(medianAtMost(name, milliseconds, limit));
        options.reportProgress(`${name}: ${milliseconds.map(Math.round).join(', ')} ms`);
      }
    }
  });
  return { scenario: 'desks', measured: [], checks };
}
