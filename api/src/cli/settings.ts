// `achterwacht settings`: its work stands apart, where a test asks it without a process for every word.
import { text } from 'node:stream/consumers';
import { useSettings } from './as-system/use-settings.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async (surroundings, args) =>
  print(await useSettings(surroundings, args, () => text(process.stdin))),
);
