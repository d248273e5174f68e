// `achterwacht users`: its work stands apart, where a test asks it without a process for every word.
import { useUsers } from './as-system/use-users.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async (surroundings, args) => print(await useUsers(surroundings, args)));
