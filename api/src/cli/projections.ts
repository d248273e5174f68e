// `achterwacht projections`: its work stands apart, where a test asks it without a process for every word.
import { limitsOf } from '../db/pools.ts';
import { useProjections } from './as-system/use-projections.ts';
import { judged, withSystem } from './as-system/with-system.ts';

await withSystem(
  async (surroundings, args) => judged(await useProjections(surroundings, args)),
  limitsOf.verify,
);
