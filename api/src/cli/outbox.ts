// `achterwacht outbox`: what went out, waits, failed, or would have gone out. What programs read (`--json`) is as it is
// stored.
import { listEffects } from '../outbox/list-effects.ts';
import { outboxInWords } from './as-system/outbox-in-words.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ system, json }) => {
  const entries = await system.transaction((tx) => listEffects(tx));
  print(json ? entries : await outboxInWords(system, entries));
});
