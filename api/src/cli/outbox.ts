// `achterwacht outbox`: what went out, waits, failed, or would have gone out.
import { listEffects } from '../outbox/list-effects.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ system, json }) => {
  const entries = await system.transaction((tx) => listEffects(tx));
  if (json) return print(entries);
  if (entries.length === 0) return print('Niets uitgegaan en niets te verzenden.');
  for (const entry of entries)
    print(
      `${entry.createdAt}  ${entry.status.padEnd(9)} ${entry.recipient.padEnd(28)} ${entry.text}`,
    );
});
