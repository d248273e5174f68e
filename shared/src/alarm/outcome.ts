// What an alarm turned out to be. Apart from the alarm's state, because a plan names outcomes as well.
import * as z from 'zod';

export const outcome = z.enum([
  'real-incident',
  'threat',
  'medical',
  'false-accident',
  'false-technical',
  'unannounced-test',
  'test',
  'unknown',
]);
export type Outcome = z.infer<typeof outcome>;

const harmless: ReadonlySet<Outcome> = new Set([
  'false-accident',
  'false-technical',
  'unannounced-test',
]);

/** Outcomes by which nobody needed help: what *loos* proposes. */
export const isHarmless = (result: Outcome) => harmless.has(result);
