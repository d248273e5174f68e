// For `doctor`: what keeps the centres of the running instance from working for real.
import { checkRealUse, type Check } from '../administration/real-use.ts';
import { readSettings } from '../settings/settings.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ system, keys }) => {
  let unreadable = 0;
  const settings = await readSettings(system.sql, keys, { error: () => (unreadable += 1) });
  const readable: Check = {
    name: 'settings that can be read',
    isOk: unreadable === 0,
    found: 'all of them',
    fix: `${unreadable} cannot: ./achterwacht verify-log says which`,
  };
  print([...(await checkRealUse(system, settings, new Date())), readable]);
});
