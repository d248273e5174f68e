// `achterwacht kpi`: its work stands apart, where a test asks it without a process for every word.
import { limitsOf } from '../db/pools.ts';
import { useKpi } from './as-system/use-kpi.ts';
import { judged, withSystem } from './as-system/with-system.ts';

await withSystem(
  async (surroundings, args) => judged(await useKpi(surroundings, args)),
  limitsOf.verify,
);
