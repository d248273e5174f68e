// `achterwacht retention`: its work stands apart, where a test asks it without a process for every word.
import { useRetention } from './as-system/use-retention.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async (surroundings, args) => print(await useRetention(surroundings, args)));
