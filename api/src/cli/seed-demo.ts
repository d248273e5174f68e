// `achterwacht` in demo mode runs this after the migrations.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedDemo } from '../demo/seed.ts';
import { withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, system, keys }) => {
  await seedDemo({
    system,
    keys,
    authSecret: readFileSync(join(config.keysFolder, 'auth.secret'), 'utf8').trim(),
    dataFolder: config.dataFolder,
    now: new Date(),
  });
});
